import { type Bytes, equalBytes, err, ok, type Result, sha256, toHex } from "@veche/base";
import { verifyDecryption } from "@veche/election";
import { createKernel, type Kernel } from "@veche/group/kernel";
import {
  type Checks,
  decodeEntry,
  decodeState,
  encodeState,
  type Genesis,
  initialState,
  Replayer,
} from "@veche/ledger";
import { appendLeaves, EMPTY_FRONTIER, frontierRoot, leafHash, TILE_WIDTH } from "@veche/tlog";
import { electionFolder, electionsOf, type HomeError, readHome } from "../home/home.ts";
import { lockHome } from "../home/lock.ts";
import { rowsOfEntries } from "../lookups/recover.ts";
import type { Progress } from "../record/export-record.ts";
import { ElectionStore, electionPaths } from "../store/election-store.ts";
import { fsckKeptHints } from "./fsck-hints.ts";
import { fsckPublished } from "./fsck-record.ts";
import { type FsckReport, Problems } from "./report.ts";
import { ScratchView } from "./scratch-view.ts";

export type ElectionReport = FsckReport & { readonly election: string };

/**
 * Examines the home of a stopped node: entries against head, places and published tiles, and the state against a replay of
 * the whole log. Proofs and signatures are taken as valid, which they were when they entered: the verifier checks them.
 */
export async function fsckHome(
  home: string,
  onProgress: Progress = () => undefined,
): Promise<Result<readonly ElectionReport[], HomeError>> {
  const config = await readHome(home);
  if (!config.ok) return config;
  const lock = lockHome(home);
  if (!lock.ok) return lock;
  try {
    const reports: ElectionReport[] = [];
    for (const electionId of await electionsOf(home)) {
      const folder = electionFolder(home, electionId);
      const report = await fsckElection(folder, electionId, config.value.genesis, onProgress);
      reports.push({ ...report, election: toHex(electionId) });
    }
    return ok(reports);
  } finally {
    lock.value();
  }
}

async function fsckElection(
  folder: string,
  electionId: Bytes,
  genesis: Genesis,
  onProgress: Progress,
): Promise<FsckReport> {
  const hints = await fsckKeptHints(electionPaths(folder).hints);
  const problems = new Problems();
  const opened = await ElectionStore.open(folder);
  if (!opened.ok) {
    problems.add({ code: "STORE_UNREADABLE", path: "entries", detail: opened.error.code });
    return { ok: false, size: 0, root: "", tiles: 0, hints, problems: problems.found };
  }
  const store = opened.value;
  try {
    const published = await fsckPublished(store.paths.published, store.head.size, () => undefined);
    for (const problem of published.problems) problems.add(problem);
    const root = checkEntries(store, published, problems);
    checkLookups(store, problems);
    await checkState(store, electionId, genesis, problems, onProgress);
    const { found } = problems;
    const { size } = store.head;
    return { ...published, ok: found.length === 0, size, root, hints, problems: found };
  } finally {
    await store.close();
  }
}

/** Root of the entry file; places and head must agree with it, and what is published must be its beginning. */
function checkEntries(store: ElectionStore, published: FsckReport, problems: Problems): string {
  let frontier = EMPTY_FRONTIER;
  const isPublishedHere = (): boolean =>
    frontier.size !== published.size || toHex(frontierRoot(frontier)) === published.root;
  for (const entry of store.entries(0, store.head.size)) {
    const index = frontier.size;
    const decoded = decodeEntry(entry);
    const place = decoded.ok ? store.placeOf(sha256(decoded.value.transaction)) : undefined;
    if (place?.index !== index) problems.add({ code: "PLACE_DIFFERS", index });
    frontier = appendLeaves(frontier, [leafHash(entry)]);
    if (!isPublishedHere()) problems.add({ code: "CHECKPOINT_NOT_OF_THIS_LOG", index });
  }
  const root = frontierRoot(frontier);
  if (!equalBytes(root, frontierRoot(store.head.frontier))) {
    problems.add({ code: "HEAD_DIFFERS", detail: `computed ${toHex(root)}` });
  }
  return toHex(root);
}

/** A start makes them where they are missing: only those that are there can be wrong. */
function checkLookups(store: ElectionStore, problems: Problems): void {
  const { size } = store.head;
  if (store.state === undefined || store.lookups.lookupSize() !== size) return;
  const state = decodeState(store.state, store.view);
  const election = state.ok ? state.value.election : undefined;
  let rows = 0;
  let isRight = true;
  for (const [key, value] of rowsOfEntries(store, election, 0, size)) {
    const found = store.lookups.lookup(key);
    isRight &&= found !== undefined && equalBytes(found, value);
    rows++;
  }
  // All that must be there is; nothing else may.
  for (const _ of store.lookups.allLookups()) rows--;
  if (isRight && rows === 0) return;
  problems.add({ code: "LOOKUP_DIFFERS" });
  store.lookups.forgetLookups();
}

/** What was verified when it entered. A decryption tells right from blamed, so it is verified again. */
const trusting = (kernel: Kernel): Checks => ({
  ballotForm: () => true,
  ballotProofs: () => true,
  token: () => true,
  signature: () => true,
  issueSignature: () => true,
  issuerKey: () => true,
  decryption: (task, body, shareKey) => verifyDecryption(kernel, task, body, shareKey),
  kernel,
});

async function checkState(
  store: ElectionStore,
  electionId: Bytes,
  genesis: Genesis,
  problems: Problems,
  onProgress: Progress,
): Promise<void> {
  const view = await ScratchView.make();
  try {
    const replayed = replayInto(store, electionId, genesis, view, onProgress);
    if (!replayed.ok) {
      const { code, index, detail } = replayed.error;
      problems.add({ code: "ENTRY_REFUSED", index, detail: `${code} ${detail}` });
      return;
    }
    const stored = store.state ?? encodeState(initialState(electionId, genesis));
    if (!equalBytes(stored, replayed.value)) problems.add({ code: "STATE_DIFFERS" });
    if (!isSameView(store.viewEntries(), view.entries())) problems.add({ code: "VIEW_DIFFERS" });
  } finally {
    await view.close();
  }
}

type Refused = { readonly code: string; readonly index: number; readonly detail: string };

function replayInto(
  store: ElectionStore,
  electionId: Bytes,
  genesis: Genesis,
  view: ScratchView,
  onProgress: Progress,
): Result<Bytes, Refused> {
  const replayer = new Replayer(initialState(electionId, genesis), view, trusting(createKernel()));
  const { size } = store.head;
  let done = 0;
  for (const entry of store.entries(0, size)) {
    const added = replayer.add(entry);
    if (!added.ok) return err(added.error);
    if (++done % TILE_WIDTH === 0) onProgress(done, size);
  }
  const finished = replayer.finish();
  return finished.ok ? ok(encodeState(finished.value.state)) : err(finished.error);
}

function isSameView(a: Iterable<readonly [Bytes, Bytes]>, b: Iterable<readonly [Bytes, Bytes]>): boolean {
  const others = b[Symbol.iterator]();
  for (const [key, value] of a) {
    const other = others.next();
    if (other.done === true) return false;
    if (!equalBytes(other.value[0], key) || !equalBytes(other.value[1], value)) return false;
  }
  return others.next().done === true;
}
