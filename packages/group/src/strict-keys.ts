import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, toHex } from "@veche/base";

type EdwardsPoint = InstanceType<typeof ed25519.Point>;
type Entry = { readonly point: EdwardsPoint; uses: number };

/** From this use on a table of the key's multiples (about 130 kB) is worth the time of building it. */
const TABLE_FROM_USE = 8;
const TABLE_WINDOW = 4;

/**
 * Public keys that passed the strict rule, the most recently used ones only. An election has a few dozen keys
 * and thousands of signatures: the torsion check, half of a verification, is then paid once per key. Nothing
 * but time depends on what is kept; refused keys are not kept, so that they cannot drive out good ones.
 */
export class StrictKeys {
  readonly #entries = new Map<string, Entry>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  find(bytes: Bytes): EdwardsPoint | undefined {
    const name = toHex(bytes);
    const entry = this.#entries.get(name) ?? read(bytes);
    if (entry === undefined) return undefined;
    this.#keep(name, entry);
    entry.uses += 1;
    if (entry.uses === TABLE_FROM_USE) entry.point.precompute(TABLE_WINDOW);
    return entry.point;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Insertion order of the map is the order of last use. */
  #keep(name: string, entry: Entry): void {
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size <= this.#kept) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

function read(bytes: Bytes): Entry | undefined {
  const point = decodeCanonical(bytes);
  if (point === undefined || point.is0() || !point.isTorsionFree()) return undefined;
  return { point, uses: 0 };
}

/** RFC 8032 §5.1.3, refusing y ≥ p and a sign bit on x = 0. */
function decodeCanonical(bytes: Bytes): EdwardsPoint | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    return ed25519.Point.fromBytes(bytes, false);
  } catch {
    return undefined;
  }
}
