import { type Bytes, fromUtf8, toHex } from "@veche/base";
import type { Http } from "@veche/client";
import { formatAddCheckpoint } from "@veche/tlog";
import type { Logger } from "../log/logger.ts";
import type { Cosign, CosignRequest } from "./publisher.ts";

/** Signature lines: a witness may have several keys. */
const ANSWER_BYTES_MAX = 16 * 1024;
const ANSWER_MS_MAX = 5_000;
/** Several publishers may feed one witness: between its answer and our next question it can move on. */
const ROUNDS = 4;

/**
 * Feeds C2SP witnesses over HTTP (tlog-witness), all side by side. `urls`: submission prefixes, without a slash at the end. What a
 * witness cosigned last is remembered, and else told by the witness itself (409).
 */
export function feedWitnesses(http: Http, urls: readonly string[], logger: Logger): Cosign {
  const seen = urls.map(() => new Map<string, number>());
  return async (request) => {
    const answers = await Promise.all(
      urls.map((url, at) => feedOne(http, url, request, seen[at] as Map<string, number>, { logger, at })),
    );
    return answers.flatMap((answer) => answer ?? []);
  };
}

type Reporting = { readonly logger: Logger; readonly at: number };

async function feedOne(
  http: Http,
  url: string,
  { electionId, note, size, proofFrom }: CosignRequest,
  seen: Map<string, number>,
  { logger, at }: Reporting,
): Promise<Bytes | undefined> {
  const election = toHex(electionId);
  let oldSize = Math.min(seen.get(election) ?? 0, size);
  for (let round = 0; round < ROUNDS; round++) {
    const body = formatAddCheckpoint({ oldSize, proof: proofFrom(oldSize), checkpoint: note });
    const answer = await http({
      method: "POST",
      url: `${url}/add-checkpoint`,
      body,
      contentType: "text/plain; charset=utf-8",
      maxBytes: ANSWER_BYTES_MAX,
      timeoutMs: ANSWER_MS_MAX,
    });
    if (!answer.ok) return undefined;
    const { status, body: said } = answer.value;
    if (status === 200) {
      seen.set(election, size);
      return said;
    }
    const known = status === 409 ? sizeIn(said) : undefined;
    if (known === undefined || known === oldSize) {
      // 422, or 409 at the size that it knows itself: for this witness our log is not the one that it has seen.
      logger("error", "witness-refused", { election, witness: at, status, size });
      return undefined;
    }
    // It has seen more than we publish now; the next checkpoint will be for it.
    if (known > size) return undefined;
    oldSize = known;
  }
  return undefined;
}

function sizeIn(body: Bytes): number | undefined {
  const match = /^(0|[1-9][0-9]{0,15})\n$/.exec(fromUtf8(body) ?? "");
  const size = Number(match?.[1] ?? Number.NaN);
  return Number.isSafeInteger(size) ? size : undefined;
}
