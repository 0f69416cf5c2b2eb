import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, err, fromUtf8, ok, type Result, sha256, toHex, utf8 } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { emptyRoot, openNote, parseCheckpoint, type TreeHead, type VerifierKey } from "@veche/tlog";
import { isMissing, syncFolder, writeWhole } from "../store/files.ts";

export type WitnessStateError = {
  /**
   * WITNESS_STATE_MISSING: a log that was watched has lost its file. To begin at size 0 again would let that log be rolled back, with
   * our signature. WITNESS_STATE_MALFORMED: what is there is not what this witness has written.
   */
  readonly code: "WITNESS_STATE_MISSING" | "WITNESS_STATE_MALFORMED";
  readonly path: string;
};

/** The last checkpoint of a log that this witness has cosigned, as a note; none before the first. */
export type LastSeen = { readonly head: TreeHead; readonly note: Bytes | undefined };

const NOTHING_SEEN: LastSeen = { head: { size: 0, root: emptyRoot() }, note: undefined };

/**
 * What a witness remembers, one file for each log in a folder of its own, named by SHA-256 of the origin: empty before the first
 * checkpoint, then the last note. On the disk before a signature leaves (C2SP tlog-witness). A list says which logs there are, so
 * that a file that was lost is missed.
 */
export class WitnessState {
  readonly #folder: string;
  readonly #temporary: string;
  readonly #key: VerifierKey;

  private constructor(folder: string, key: VerifierKey) {
    this.#folder = folder;
    this.#temporary = join(folder, "temporary");
    this.#key = key;
  }

  static async open(folder: string, key: VerifierKey): Promise<WitnessState> {
    const state = new WitnessState(folder, key);
    await rm(state.#temporary, { recursive: true, force: true });
    for (const path of [state.#temporary, state.evidence, join(folder, "logs")]) {
      await mkdir(path, { recursive: true });
    }
    await syncFolder(folder);
    return state;
  }

  get evidence(): string {
    return join(this.#folder, "evidence");
  }

  /** What was seen of a log; one that is new here begins at size 0. */
  async load(origin: string): Promise<Result<LastSeen, WitnessStateError>> {
    const path = this.#fileOf(origin);
    const known = await this.#knownOrigins();
    if (known === undefined) return err({ code: "WITNESS_STATE_MALFORMED", path: this.#listFile });
    const bytes = await readIfThere(path);
    if (!known.includes(origin)) {
      // The file first: one without a place in the list is nothing yet, a place without a file would stop the start.
      if (bytes === undefined) await this.#write(path, new Uint8Array());
      await this.#write(this.#listFile, utf8(`${JSON.stringify([...known, origin], null, 2)}\n`));
      if (bytes === undefined || bytes.length === 0) return ok(NOTHING_SEEN);
    }
    if (bytes === undefined) return err({ code: "WITNESS_STATE_MISSING", path });
    const seen = bytes.length === 0 ? NOTHING_SEEN : this.#read(origin, bytes);
    return seen === undefined ? err({ code: "WITNESS_STATE_MALFORMED", path }) : ok(seen);
  }

  /** Durable when it resolves. */
  async store(origin: string, note: Bytes): Promise<void> {
    await this.#write(this.#fileOf(origin), note);
  }

  /** Keeps a file of what a log did wrong; `name` is not there yet. */
  async keepEvidence(name: string, bytes: Bytes): Promise<void> {
    await this.#write(join(this.evidence, name), bytes);
  }

  async #write(path: string, bytes: Bytes): Promise<void> {
    await writeWhole(path, bytes, { temporary: this.#temporary, durable: true });
    await syncFolder(join(path, ".."));
  }

  #read(origin: string, note: Bytes): LastSeen | undefined {
    const opened = openNote(note, [this.#key], verifyEd25519Strict);
    const checkpoint = opened.ok ? parseCheckpoint(opened.value.text) : opened;
    if (!checkpoint.ok || checkpoint.value.origin !== origin) return undefined;
    const { size, root } = checkpoint.value;
    return { head: { size, root }, note };
  }

  async #knownOrigins(): Promise<readonly string[] | undefined> {
    const bytes = await readIfThere(this.#listFile);
    if (bytes === undefined) return [];
    try {
      const list: unknown = JSON.parse(fromUtf8(bytes) ?? "");
      return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : undefined;
    } catch {
      return undefined;
    }
  }

  get #listFile(): string {
    return join(this.#folder, "logs.json");
  }

  #fileOf(origin: string): string {
    return join(this.#folder, "logs", toHex(sha256(utf8(origin))));
  }
}

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
