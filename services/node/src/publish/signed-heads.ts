import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, err, ok, type Result } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { formatNote, openNote, parseCheckpoint, type TreeHead } from "@veche/tlog";
import type { ElectionPaths } from "../store/election-store.ts";
import { isMissing, syncFolder, writeWhole } from "../store/files.ts";
import { type BlockEnds, isOfLog } from "./block-ends.ts";
import type { HeadSigner } from "./head-signer.ts";

export type SigningError =
  /**
   * SIGNED_ANOTHER_HEAD: these keys have signed a head that this log does not have: whatever comes next would be a fork by us.
   * SIGNED_BEYOND: they have signed a longer log; this one is being played again and has not come so far.
   */
  | { readonly code: "SIGNED_ANOTHER_HEAD" | "SIGNED_BEYOND"; readonly size: number }
  /** The file is written whole or not at all: what cannot be read was put there by somebody else. */
  | { readonly code: "SIGNED_HEAD_UNREADABLE" };

type Signed = TreeHead;

/** Notes that are kept for askers; older ones are signed anew. */
const KEPT = 1_000;

/**
 * What this validator of a chain has signed (§07.7.2). One file holds the newest head, on the disk before its signatures leave:
 * nothing beyond it is shown, and what is below it is read from the log, which must have had that head. So no size gets two roots,
 * also when a home is put together from parts of different ages (§07.4.3).
 */
export class SignedHeads {
  readonly #paths: ElectionPaths;
  readonly #signer: HeadSigner;
  readonly #ends: BlockEnds;
  readonly #notes = new Map<number, Bytes>();
  /** Not known until the file was read. */
  #newest: Signed | "none" | "unreadable" | undefined;
  /** Whether the log in this process is known to have the newest head. */
  #isOwn = false;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(paths: ElectionPaths, signer: HeadSigner, ends: BlockEnds) {
    this.#paths = paths;
    this.#signer = signer;
    this.#ends = ends;
  }

  /** Signs the head at the end of a block, whose tiles are on disk. Its signatures may leave when this resolves. */
  sign(head: TreeHead): Promise<Result<undefined, SigningError>> {
    const signed = this.#writing.then(() => this.#signNow(head));
    this.#writing = signed.catch(() => undefined);
    return signed;
  }

  /** Of the size asked for, as a note; nothing if no block ends there, or if it may not be shown yet. */
  noteAt(size: number): Bytes | undefined {
    const kept = this.#notes.get(size);
    if (kept !== undefined) return kept;
    const newest = this.#newest;
    if (typeof newest !== "object" || size > newest.size || this.#refusal(newest) !== undefined)
      return undefined;
    const root = this.#ends.rootAt(size);
    return root && this.#keep(size, formatNote(this.#signer.sign({ size, root })));
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #signNow(head: TreeHead): Promise<Result<undefined, SigningError>> {
    this.#newest ??= await this.#readNewest();
    const known = this.#newest;
    if (known === "unreadable") return err({ code: "SIGNED_HEAD_UNREADABLE" });
    const { size, root } = head;
    if (known !== "none") {
      const refusal = this.#refusal(known);
      if (refusal !== undefined) return err(refusal);
      if (size <= known.size) {
        const isSame = isOfLog(this.#ends, size, root);
        return isSame ? ok(undefined) : err({ code: "SIGNED_ANOTHER_HEAD", size });
      }
    }
    const note = formatNote(this.#signer.sign(head));
    await writeWhole(fileOf(this.#paths), note, { temporary: this.#paths.temporary, durable: true });
    await syncFolder(this.#paths.folder);
    this.#newest = { size, root };
    this.#isOwn = true;
    this.#keep(size, note);
    return ok(undefined);
  }

  /** Why nothing may be signed; a head of an earlier process is compared with the log as soon as it is as long. */
  #refusal(known: Signed): SigningError | undefined {
    if (this.#isOwn) return undefined;
    const { size, root } = known;
    if (size > this.#ends.size()) return { code: "SIGNED_BEYOND", size };
    if (!isOfLog(this.#ends, size, root)) return { code: "SIGNED_ANOTHER_HEAD", size };
    this.#isOwn = true;
    return undefined;
  }

  async #readNewest(): Promise<Signed | "none" | "unreadable"> {
    try {
      return readSigned(new Uint8Array(await readFile(fileOf(this.#paths))), this.#signer) ?? "unreadable";
    } catch (error) {
      if (isMissing(error)) return "none";
      throw error;
    }
  }

  #keep(size: number, note: Bytes): Bytes {
    this.#notes.set(size, note);
    const [oldest] = this.#notes.keys();
    if (this.#notes.size > KEPT && oldest !== undefined) this.#notes.delete(oldest);
    return note;
  }
}

const fileOf = (paths: ElectionPaths): string => join(paths.folder, "signed");

function readSigned(note: Bytes, { policy, validatorKey }: HeadSigner): Signed | undefined {
  const opened = openNote(note, [validatorKey], verifyEd25519Strict);
  const checkpoint = opened.ok ? parseCheckpoint(opened.value.text) : opened;
  if (!checkpoint.ok || checkpoint.value.origin !== policy.origin) return undefined;
  const { size, root } = checkpoint.value;
  return { size, root };
}
