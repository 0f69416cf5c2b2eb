import type { Bytes } from "@veche/base";
import { type CheckResult, Findings } from "./findings.ts";
import { BundleFeed } from "./log/bundle-feed.ts";
import { openLog } from "./log/open-log.ts";
import { checkRoot, walkLog } from "./log/walk.ts";
import { inlinePool } from "./pool/inline-pool.ts";
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
  const { source } = walk;
  // There is no proof to verify, so that threads would have little to do.
  const feed = new BundleFeed({
    source,
    pool: inlinePool(),
    randomBytes: (length) => new Uint8Array(length),
    hints: undefined,
    contextNow: () => undefined,
    areVotesDue: () => false,
  });
  await walkLog(walk, feed, async ({ to, from, firstEntry }) => {
    input.onProgress?.(firstEntry + to - from, source.size);
  });
  checkRoot(walk, checkpoint?.root);
  const checks = findings.results().filter(({ id }) => id === "V01" || id === "V03");
  const failed = checks.some((check) => check.status === "failed");
  return { checks, verdict: failed ? "bad" : "good", entries: walk.tree.size, root: walk.tree.root() };
}
