import { type Bytes, type RandomBytes, readUint } from "@veche/base";

const KEY = 32;
/** Keys of one block of memory, which is never moved. */
const BLOCK_ROWS = 2 ** 15;
const FIRST_SLOTS = 2 ** 10;

/**
 * Numbers 32-byte keys from 0 in the order in which they come. Open addressing over flat memory: 32 bytes and
 * two slots for a key, and no object.
 *
 * Keys are chosen by strangers. Their place is found by tabulation hashing with tables drawn for this run
 * (Zobrist; Pătraşcu and Thorup, "The power of simple tabulation hashing", 2012), so that nobody can choose
 * keys that fall together.
 */
export class KeyTable {
  readonly #tables: Uint32Array;
  readonly #blocks: Bytes[] = [];
  /** Row and 1 more, 0 where the slot is free. At most half of them are taken. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  constructor(randomBytes: RandomBytes) {
    const random = randomBytes(4 * 256 * KEY);
    this.#tables = Uint32Array.from({ length: 256 * KEY }, (_, i) => readUint(random, 4 * i, 4));
  }

  get size(): number {
    return this.#size;
  }

  /** The row of the key at an offset, or -1. */
  find(bytes: Bytes, at: number): number {
    return (this.#slots[this.#slotOf(bytes, at)] as number) - 1;
  }

  /** The row of the key at an offset, which is added if it is new: its row is then the size before. */
  add(bytes: Bytes, at: number): number {
    const slot = this.#slotOf(bytes, at);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const row = this.#size;
    const place = row % BLOCK_ROWS;
    if (place === 0) this.#blocks.push(new Uint8Array(KEY * BLOCK_ROWS));
    this.#blocks[this.#blocks.length - 1]?.set(bytes.subarray(at, at + KEY), KEY * place);
    this.#slots[slot] = row + 1;
    this.#size += 1;
    if (2 * this.#size > this.#slots.length) this.#grow();
    return row;
  }

  /** The slot of the key, or the free one where it would go. */
  #slotOf(bytes: Bytes, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(bytes, at) & mask;
    for (;;) {
      const known = this.#slots[slot] as number;
      if (known === 0 || this.#isAt(known - 1, bytes, at)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(row: number, bytes: Bytes, at: number): boolean {
    const block = this.#blocks[Math.floor(row / BLOCK_ROWS)] as Bytes;
    const from = KEY * (row % BLOCK_ROWS);
    for (let i = 0; i < KEY; i++) if (block[from + i] !== bytes[at + i]) return false;
    return true;
  }

  #hash(bytes: Bytes, at: number): number {
    let hash = 0;
    for (let place = 0; place < KEY; place++) {
      hash ^= this.#tables[256 * place + (bytes[at + place] as number)] as number;
    }
    return hash;
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#size; row++) {
      const block = this.#blocks[Math.floor(row / BLOCK_ROWS)] as Bytes;
      let slot = this.#hash(block, KEY * (row % BLOCK_ROWS)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}
