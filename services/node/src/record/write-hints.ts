import { type FileHandle, open, rm } from "node:fs/promises";
import { type Bytes, concat, u64, utf8 } from "@veche/base";
import { type Manifest, splitBallot } from "@veche/election";
import { decodeEntry, decodeTransaction, isCast } from "@veche/ledger";
import { TILE_WIDTH } from "@veche/tlog";
import type { ElectionLog } from "../engine/log.ts";
import { type EntryHints, isIssue } from "../hints/entry-hints.ts";
import { type HintFrame, readHintFrames } from "../hints/hint-file.ts";
import { isMissing } from "../store/files.ts";

/** §09.6.1 */
export const HINTS_MAGIC = utf8("veche hints 1\n");
const HINT_BYTES = 32;
const WRITE_BYTES = 1024 * 1024;

/** Entries with hints: of how many the node had kept them, and of how many zeros stand in their place. */
export type WrittenHints = { readonly known: number; readonly missing: number };

/**
 * Writes the hints of the first `size` entries of a log in the form of §09.6, bundle by bundle: in memory there is one frame of
 * the node's file and the offsets. Where the node has none, zeros stand, which fit no point, so that all others are in their
 * place. Without any there is no file.
 */
export async function writeHints(
  log: ElectionLog,
  size: number,
  path: string,
  onBundle: () => void,
): Promise<WrittenHints> {
  const kept = await openKept(log.store.paths.hints);
  const out = await open(path, "wx");
  try {
    const source = new HintSource(log, kept);
    await writeBundles(out, source, size, onBundle);
    const { known, missing } = source;
    if (known === 0) await rm(path);
    return { known, missing };
  } finally {
    await out.close();
    await kept?.close();
  }
}

async function writeBundles(
  out: FileHandle,
  source: HintSource,
  size: number,
  onBundle: () => void,
): Promise<void> {
  const bundles = Math.ceil(size / TILE_WIDTH);
  const first = HINTS_MAGIC.length + 8 + 8 * (bundles + 1);
  const offsets = [0];
  let pieces: Bytes[] = [];
  let [waiting, written] = [0, 0];
  const flush = async (): Promise<void> => {
    await out.write(concat(...pieces), 0, waiting, first + written);
    written += waiting;
    [pieces, waiting] = [[], 0];
  };
  for (let from = 0; from < size; from += TILE_WIDTH) {
    for (let index = from; index < Math.min(from + TILE_WIDTH, size); index++) {
      const hints = await source.hintsOf(index);
      pieces.push(hints);
      waiting += hints.length;
    }
    offsets.push(written + waiting);
    if (waiting >= WRITE_BYTES) await flush();
    onBundle();
  }
  await flush();
  await out.write(concat(HINTS_MAGIC, u64(bundles), ...offsets.map(u64)), 0, first, 0);
}

/** Nothing but time is lost if the file is gone. */
async function openKept(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Hints by index, asked for in ascending order. */
class HintSource {
  known = 0;
  missing = 0;
  readonly #log: ElectionLog;
  readonly #frames: AsyncGenerator<HintFrame> | undefined;
  #frame: HintFrame | undefined;

  constructor(log: ElectionLog, kept: FileHandle | undefined) {
    this.#log = log;
    this.#frames = kept && readHintFrames(kept);
  }

  async hintsOf(index: number): Promise<Bytes> {
    const kept = this.#isBehind(index) ? await this.#next(index) : this.#held(index);
    const hints = kept ?? this.#zeros(index);
    if (hints.length > 0) kept === undefined ? this.missing++ : this.known++;
    return hints;
  }

  #isBehind(index: number): boolean {
    return this.#frame === undefined || index >= this.#frame.first + this.#frame.hints.length;
  }

  #held(index: number): EntryHints {
    return this.#frame?.hints[index - this.#frame.first];
  }

  async #next(index: number): Promise<EntryHints> {
    while (this.#frames !== undefined && this.#isBehind(index)) {
      const { value, done } = await this.#frames.next();
      if (done === true) break;
      this.#frame = value;
    }
    return this.#held(index);
  }

  #zeros(index: number): Bytes {
    const entry = this.#log.store.entry(index);
    const { election } = this.#log.ledger.state;
    return new Uint8Array(HINT_BYTES * (entry && election ? hintsNeeded(entry, election.manifest) : 0));
  }
}

/** §09.6.2: how many hints an entry has. */
function hintsNeeded(entry: Bytes, manifest: Manifest): number {
  const decoded = decodeEntry(entry);
  if (!decoded.ok) return 0;
  const { transaction: bytes } = decoded.value;
  if (isIssue(bytes)) return 1;
  const transaction = isCast(bytes) ? decodeTransaction(bytes) : undefined;
  const { ballot } = transaction?.ok ? transaction.value.body : {};
  const parts = ballot instanceof Uint8Array ? splitBallot(ballot, manifest) : undefined;
  // X, ciphertexts and commitments.
  return parts?.ok ? 1 + parts.value.shape.points : 0;
}
