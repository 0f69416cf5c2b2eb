import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { encodeIssueAnswer, type Issued } from "@veche/api";
import { toHex } from "@veche/base";
import { type PendingIssue, pendingHashes } from "@veche/election/spend";
import { jsonText, replaceFile } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { refused, type Stop } from "../framework/stop.ts";
import { castFaults } from "../texts/cast.ts";
import type { Alarm } from "./issue.ts";

/**
 * §04.5.5: keeps what proves that this request was answered with something else: the registrar's answer with its proofs, and the
 * hashes that were asked for. No secret stands in it.
 */
export async function keepAlarm(
  { world }: Context,
  home: string,
  pending: PendingIssue,
  issued: Issued,
  { code }: Alarm,
): Promise<Stop> {
  const folder = join(home, "evidence");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `issue-${world.clock()}.json`);
  const evidence = {
    code,
    election: toHex(pending.electionId),
    style: pending.styleId,
    blindedHashes: pendingHashes(pending).map(toHex),
    answer: encodeIssueAnswer(issued),
  };
  await replaceFile(file, jsonText(evidence), "secret");
  return refused(castFaults.alarm(code, file));
}
