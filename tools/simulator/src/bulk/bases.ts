import { BugError, type Bytes } from "@veche/base";
import { BASE, encodePoint, type Scalar } from "@veche/group";
import { createKernel, type FixedBase, type Kernel } from "@veche/group/kernel";
import { rowOf } from "./scalars.ts";

/**
 * Multiples of B and of an election key Y by the kernel, which takes variable time and is for public data. ⚔ Only the simulator makes
 * ballots and signatures with it, because its voters and its registrar have no secrets: all of them follow from a seed that
 * everybody knows. Whoever has a secret takes the operations of `@veche/group`.
 */
export class Bases {
  readonly #kernel: Kernel;
  readonly #base: FixedBase;
  readonly #key: FixedBase;

  /** @param key the election key, 32 bytes. */
  constructor(key: Bytes) {
    this.#kernel = createKernel();
    this.#base = fixedBase(this.#kernel, encodePoint(BASE));
    this.#key = fixedBase(this.#kernel, key);
  }

  /** Encodings of s·B, 32 bytes each. */
  multiplesOfBase(scalars: readonly Scalar[]): Bytes {
    return this.#kernel.multiplyFixed([this.#base], rowOf(scalars));
  }

  /** Encodings of s·Y + t·B for pairs s, t that stand one after the other. */
  sums(pairs: readonly Scalar[]): Bytes {
    return this.#kernel.multiplyFixed([this.#key, this.#base], rowOf(pairs));
  }
}

function fixedBase(kernel: Kernel, encoding: Bytes): FixedBase {
  const base = kernel.fixedBase(encoding);
  if (base === undefined) throw new BugError("a key of the ledger is a canonical point");
  return base;
}
