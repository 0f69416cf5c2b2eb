import type { Bytes } from "@veche/base";
import { type CheckResult, Findings } from "./findings.ts";
import { openLog } from "./log/open-log.ts";
import { checkRoot, walkLog } from "./log/walk.ts";
import type { RecordReader } from "./reader.ts";

export type FsckReport = {
  /** V01 and V03 alone. */
  readonly checks: readonly CheckResult[];
  readonly verdict: "good" | "bad";
  /** Entries that were read, and the root of their tree. */
  readonly entries: number;
  readonly root: Bytes;
};

/** Rebuilds every tile and the root from the entry bundles (V01, V03), and nothing else. */
export async function fsckRecord(input: {
  readonly read: RecordReader;
  readonly onProgress?: (entries: number, size: number) => void;
}): Promise<FsckReport> {
  const findings = new Findings();
  const { checkpoint, walk } = await openLog(input.read, findings);
  if (checkpoint === undefined) findings.fail("V01", "CHECKPOINT_FORM", { file: "checkpoint" });
  await walkLog(walk, async (_, index) => {
    if (index % 256 === 255) input.onProgress?.(index + 1, walk.source.size);
  });
  checkRoot(walk, checkpoint?.root);
  const checks = findings.results().filter(({ id }) => id === "V01" || id === "V03");
  const failed = checks.some((check) => check.status === "failed");
  return { checks, verdict: failed ? "bad" : "good", entries: walk.tree.size, root: walk.tree.root() };
}
