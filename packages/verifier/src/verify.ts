import { type Bytes, equalBytes, type RandomBytes } from "@veche/base";
import { type HintUse, NO_HINTS } from "./bulk/batch.ts";
import { CHECKS } from "./checks.ts";
import { Findings } from "./findings.ts";
import { canReplay } from "./form/manifest-rules.ts";
import { HINTS_FILE, type HintsFile, openHintsFile } from "./hints/hints-file.ts";
import { addHints, BundleFeed } from "./log/bundle-feed.ts";
import { judgeCheckpoint } from "./log/checkpoint.ts";
import { type OpenLog, openLog } from "./log/open-log.ts";
import { checkRoot, walkLog } from "./log/walk.ts";
import type { ProofPool } from "./pool/jobs.ts";
import type { RecordReader } from "./reader.ts";
import { ReceiptCheck } from "./receipts.ts";
import { type Election, newElection } from "./replay/election.ts";
import { type FoundManifest, findManifest } from "./replay/find-manifest.ts";
import { Replay } from "./replay/replay.ts";
import type { Report } from "./report.ts";
import { factsOf, phaseOf, resultOf } from "./show.ts";

export type VerifyInput = {
  readonly read: RecordReader;
  /** The election id as it was learnt outside the record (§10.1), 32 bytes. */
  readonly electionId?: Uint8Array;
  /** Receipts of voters: the bytes of `tlog-proof` files (§07.5). */
  readonly receipts?: readonly Uint8Array[];
  readonly randomBytes: RandomBytes;
  /** Entries done, of how many: at the beginning, and after every batch. */
  readonly onProgress?: (entries: number, size: number) => void;
};

/**
 * Verifies a record by the checks of spec/10-verifier.md, all proofs by the pool. Total: whatever the bytes
 * of the record are, it gives a report; it fails only if the reader cannot list the files.
 */
export async function verifyWith(
  pool: ProofPool,
  input: VerifyInput,
  findings = new Findings(),
): Promise<Report> {
  const log = await openLog(input.read, findings);
  const { walk } = log;
  input.onProgress?.(0, walk.source.size);
  const found = await findManifest(walk.source, input.electionId, findings);
  checkManifest(findings, found, input.electionId);
  checkCheckpoint(findings, log, found);
  const election = found && prepareElection(found, log, pool, input.randomBytes);
  const receipts = new ReceiptCheck(findings, input.receipts ?? []);
  const { randomBytes } = input;
  const hints = election && (await openHints(log, findings));
  const feed = new BundleFeed({
    source: walk.source,
    pool,
    randomBytes,
    hints,
    contextNow: () => election?.contextNow(),
    areVotesDue: () => election === undefined || election.phase === "open",
  });
  const replay = new Replay({
    findings,
    definition: found?.entry,
    election,
    judgeAgain: (taken, context) => feed.judgeAgain(taken, context),
  });
  let hintUse = NO_HINTS;
  await walkLog(walk, feed, async (visit) => {
    receipts.visit(visit);
    await replay.take(visit);
    if (!visit.isLastOfBatch) return;
    hintUse = addHints(hintUse, visit.taken);
    input.onProgress?.(visit.firstEntry + visit.to - visit.from, walk.source.size);
  });
  replay.finish();
  input.onProgress?.(walk.tree.size, walk.source.size);
  noteHints(findings, hintUse);
  checkRoot(walk, log.checkpoint?.root);
  findings.made("V06", "V07");
  if (election !== undefined) await checkEnd(findings, log, election);
  else findings.notMade(...NEED_ELECTION);
  receipts.finish(found?.manifest, walk.tree.size);
  const checks = findings.results();
  return {
    electionId: found?.electionId,
    hints: hints && { points: hintUse.points, hinted: hintUse.hinted, wrong: hintUse.wrong },
    electionIdGiven: input.electionId !== undefined,
    verdict: checks.every(({ status }) => status === "ok" || status === "not-applicable") ? "good" : "bad",
    phase: phaseOf(election),
    checks,
    facts: election && factsOf(election, log, walk.tree),
    result: election && resultOf(election),
  };
}

/** Checks that need a manifest that can be used. */
const NEED_ELECTION = CHECKS.map((check) => check.id).filter((id) => id >= "V08" && id <= "V25");

/** V02 and V05. */
function checkManifest(
  findings: Findings,
  found: FoundManifest | undefined,
  expected: Bytes | undefined,
): void {
  if (expected !== undefined) {
    findings.made("V02");
    findings.examined("V02");
  }
  if (found === undefined) {
    findings.fail("V02", "ELECTION_ID_UNKNOWN");
    findings.notMade("V05");
    return;
  }
  const place = { entry: found.entry };
  if (expected !== undefined && !equalBytes(expected, found.electionId)) {
    findings.fail("V02", "ELECTION_ID_DIFFERS", place);
  }
  findings.made("V05");
  findings.examined("V05");
  const [rule] = found.broken;
  if (rule === undefined) return;
  findings.fail("V05", rule === "02.2.1" ? "MANIFEST_FORM" : "MANIFEST_RULE", place, rule);
}

/** V04. */
function checkCheckpoint(findings: Findings, log: OpenLog, found: FoundManifest | undefined): void {
  if (log.checkpoint === undefined) {
    // A missing checkpoint is what V01 is for.
    if (log.sizes.has("checkpoint")) findings.fail("V04", "CHECKPOINT_FORM", { file: "checkpoint" });
    else findings.notMade("V04");
    return;
  }
  if (found?.manifest === undefined) {
    findings.notMade("V04");
    return;
  }
  const { faults, signatures } = judgeCheckpoint(log.checkpoint, found.manifest, "strict");
  findings.made("V04");
  findings.examined("V04", signatures);
  for (const fault of faults) findings.fail("V04", fault, { file: "checkpoint" });
}

function prepareElection(
  found: FoundManifest,
  log: OpenLog,
  pool: ProofPool,
  randomBytes: RandomBytes,
): Election | undefined {
  const { manifest, electionId, broken } = found;
  if (manifest === undefined || !canReplay(broken)) return undefined;
  return newElection(manifest, electionId, { pool, source: log.walk.source, randomBytes });
}

/** §09.6: the hints, if the record has some and the reader can read a part of a file. */
async function openHints(log: OpenLog, findings: Findings): Promise<HintsFile | undefined> {
  const size = log.sizes.get(HINTS_FILE);
  const { reader, source } = log.walk;
  if (size === undefined || size < 0 || reader.readRange === undefined) return undefined;
  // What a checkpoint says of its size is not believed before the bundles are there.
  const isThere = source.bundles <= log.sizes.size;
  const bundles = Array.from({ length: isThere ? source.bundles : 0 }, (_, i) => source.bundlePath(i));
  const bundleBytes = bundles.map((path) => log.sizes.get(path) ?? 0);
  const file = isThere ? await openHintsFile(reader, size, bundleBytes) : undefined;
  if (file === undefined) findings.note("V01", "HINTS_FORM", { file: HINTS_FILE });
  return file;
}

/** §09.6.3: wrong hints are reported, and change nothing. Where there are none, none are wrong. */
function noteHints(findings: Findings, { firstBad }: HintUse): void {
  if (firstBad >= 0) findings.note("V01", "HINTS_WRONG", { file: HINTS_FILE }, `bundle ${firstBad}`);
}

/** What can be said only when all entries have gone by: V24, and which checks were made. */
async function checkEnd(findings: Findings, log: OpenLog, election: Election): Promise<void> {
  findings.made("V08", "V09", "V10", "V11", "V12", "V13", "V14", "V15");
  findings.made("V16", "V17", "V18", "V19", "V20", "V21");
  const { tally } = election;
  if (tally !== undefined) findings.made("V22", "V23", "V24", "V25");
  if (tally?.uncountableAt !== undefined) findings.fail("V24", "NO_COUNT", { entry: tally.uncountableAt });
  const file = "result.cbor";
  const result = tally?.result;
  if (result === undefined) {
    if (log.sizes.has(file)) findings.fail("V24", "RESULT_FILE_EARLY", { file });
    return;
  }
  findings.examined("V24");
  if (!log.sizes.has(file)) return findings.fail("V24", "RESULT_MISSING", { file });
  const bytes = log.sizes.get(file) === result.bytes.length ? await log.walk.reader.read(file) : undefined;
  if (bytes === undefined || !equalBytes(bytes, result.bytes)) {
    findings.fail("V24", "RESULT_FILE_DIFFERS", { file });
  }
}
