import { type Bytes, concat, equalBytes, sha256, toHex } from "@veche/base";
import { electionIdOf } from "@veche/election";
import { BODIES, decodeEntry, decodeTransaction, PART_BYTES_MAX } from "@veche/ledger";

/** A manifest of a million bytes and the signatures of 50 organisations and 99 members fit these. */
const PARTS_OF_A_DEFINE_MAX = Math.ceil(1_100_000 / PART_BYTES_MAX);
/** Parts are kept until one whole is complete; a hostile node must not fill the memory with them. */
const KEPT_BYTES_MAX = 64_000_000;

/**
 * Looks through the first entries of a log for the manifest that the electionId is the hash of (§09.5): in `define`, or in the
 * parts of one. No signature is needed to recognise it, and nothing else of what stands there is believed.
 */
export class ManifestFinder {
  readonly #electionId: Bytes;
  readonly #wholes = new Map<string, Map<number, Bytes>>();
  #kept = 0;

  constructor(electionId: Bytes) {
    this.#electionId = electionId;
  }

  /** The manifest's bytes, if this entry holds or completes them. */
  offer(entry: Bytes): Bytes | undefined {
    const read = decodeEntry(entry);
    return read.ok ? this.#look(read.value.transaction) : undefined;
  }

  #look(transaction: Bytes): Bytes | undefined {
    const read = decodeTransaction(transaction);
    if (!read.ok) return undefined;
    const { type, body } = read.value;
    if (type === "part") {
      const part = BODIES.part(body, "");
      const whole = part.ok ? this.#keep(part.value) : undefined;
      return whole === undefined ? undefined : this.#look(whole);
    }
    const define = type === "define" ? BODIES.define(body, "") : undefined;
    if (define === undefined || !define.ok) return undefined;
    const { manifest } = define.value;
    return equalBytes(electionIdOf(manifest), this.#electionId) ? manifest : undefined;
  }

  #keep(part: {
    readonly bytes: Bytes;
    readonly index: number;
    readonly of: number;
    readonly whole: Bytes;
  }): Bytes | undefined {
    this.#kept += part.bytes.length;
    if (part.of > PARTS_OF_A_DEFINE_MAX || this.#kept > KEPT_BYTES_MAX) return undefined;
    const name = toHex(part.whole);
    const parts = this.#wholes.get(name) ?? new Map<number, Bytes>();
    this.#wholes.set(name, parts);
    parts.set(part.index, part.bytes);
    if (parts.size < part.of) return undefined;
    const whole = concat(...Array.from({ length: part.of }, (_, at) => parts.get(at) ?? new Uint8Array(0)));
    return equalBytes(sha256(whole), part.whole) ? whole : undefined;
  }
}
