import { assert, type Bytes } from "@veche/base";
import type { Address, Wasm } from "./wasm.ts";

const PAGE = 65_536;
/** The kernel's addresses have 32 bits; it works with less than half of them. */
const LARGEST = 2 ** 31;
const ALIGNMENT = 16;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * The memory of one instance. What is allocated stays; what needs to grow is a `Block`. WebAssembly's memory moves when it
 * grows, so views of it are made anew each time and live no longer than a call.
 */
export class Memory {
  readonly #wasm: Wasm;
  #end: Address;

  constructor(wasm: Wasm) {
    this.#wasm = wasm;
    this.#end = aligned(wasm.firstFreeByte());
  }

  allocate(bytes: number): Address {
    const start = this.#end;
    const end = start + aligned(bytes);
    assert(end <= LARGEST, "the kernel has 2 GB of memory: take smaller batches");
    const missing = end - this.#wasm.memory.buffer.byteLength;
    if (missing > 0) this.#wasm.memory.grow(Math.ceil(missing / PAGE));
    this.#end = end;
    return start;
  }

  view(address: Address, bytes: number): Bytes {
    return new Uint8Array(this.#wasm.memory.buffer, address, bytes);
  }

  write(address: Address, bytes: Bytes): void {
    this.view(address, bytes.length).set(bytes);
  }

  writeNumbers(address: Address, numbers: Uint32Array): void {
    new Uint32Array(this.#wasm.memory.buffer, address, numbers.length).set(numbers);
  }

  /** A copy that lives on. */
  read(address: Address, bytes: number): Bytes {
    return this.view(address, bytes).slice();
  }

  move(to: Address, from: Address, bytes: number): void {
    this.view(to, bytes).set(this.view(from, bytes));
  }
}

/**
 * Memory that grows by doubling at least. The old place is given up: all places of a block together take less than twice
 * the last one.
 */
export class Block {
  readonly #memory: Memory;
  #address: Address = 0;
  #bytes = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Makes room for so many bytes; the first `kept` of them stay what they are. */
  reserve(bytes: number, kept: number): Address {
    if (bytes <= this.#bytes) return this.#address;
    const size = Math.max(bytes, 2 * this.#bytes);
    const address = this.#memory.allocate(size);
    if (kept > 0) this.#memory.move(address, this.#address, kept);
    this.#address = address;
    this.#bytes = size;
    return address;
  }

  get address(): Address {
    return this.#address;
  }
}

/** Divides one stretch of memory among the arguments and results of a call. */
export class Layout {
  #size = 0;

  /** The place of so many bytes, counted from the start of the stretch. */
  add(bytes: number): number {
    const at = this.#size;
    this.#size += aligned(bytes);
    return at;
  }

  get size(): number {
    return this.#size;
  }
}
