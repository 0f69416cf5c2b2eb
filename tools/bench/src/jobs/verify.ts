import { assert, fromHex } from "@veche/base";
import { folderReader, type RecordReader, verifyRecord } from "@veche/verifier";
import { timed } from "../measure.ts";
import { randomBytes } from "../random.ts";
import type { BenchRecord } from "../record/records.ts";

export type VerifyInput = {
  readonly record: BenchRecord;
  /** As if the record had no hints (§09.6). */
  readonly hideHints: boolean;
};

export type Verified = {
  /** µs. */
  readonly cpu: number;
  readonly wall: number;
  /** The most memory that this process has had, bytes. */
  readonly peakBytes: number;
};

/** One whole verification, V01 to V26, as `veche verify` does it. Meant for a process of its own. */
export async function verifyOnce(
  { record, hideHints }: VerifyInput,
  onProgress: (done: number, total: number) => void,
): Promise<Verified> {
  const electionId = fromHex(record.electionId);
  assert(electionId !== undefined, "a card of ours");
  const reader = folderReader(record.folder);
  const read = hideHints ? withoutHints(reader) : reader;
  const { result, cpu, wall } = await timed(() =>
    verifyRecord({ read, electionId, randomBytes, onProgress }),
  );
  // A record that does not verify is not worth a figure: either its maker or the verifier is wrong.
  assert(result.verdict === "good", `the record of ${record.ballots} ballots is refused`);
  const counted = result.result?.contests.reduce((sum, { ballots }) => sum + ballots, 0);
  assert(counted === record.ballots, `${counted} ballots were counted, ${record.ballots} are in the record`);
  return { cpu, wall, peakBytes: process.resourceUsage().maxRSS * 1_024 };
}

function withoutHints(reader: RecordReader): RecordReader {
  return {
    ...reader,
    list: async () => (await reader.list()).filter(({ path }) => path !== "hints"),
    read: async (path) => (path === "hints" ? undefined : reader.read(path)),
  };
}
