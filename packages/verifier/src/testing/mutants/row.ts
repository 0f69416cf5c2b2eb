import type { Bytes, CborValue } from "@veche/base";
import type { CheckId } from "../../checks.ts";
import type { ReasonCode } from "../../reasons.ts";
import type { RecordMaker } from "../maker.ts";
import { changedRecord, type Draft, draftOf, find, sealed } from "./edit.ts";
import type { Mutant, Refusal } from "./mutant.ts";
import { type Path, withAt } from "./walk.ts";

export type Expected = readonly [check: CheckId, code: ReasonCode];
export type Options = {
  /** The entry that must be refused, if it is a later one: an index, or how to find it from the mutant on. */
  readonly at?: number | ((maker: RecordMaker, index: number) => number);
  /** A file of the whole record that must be refused. */
  readonly file?: string;
  readonly beside?: readonly CheckId[];
};

/** Takes down mutants of one record, each with one entry changed, signed again and published again. */
export class Table {
  readonly mutants: Mutant[] = [];
  readonly #maker: RecordMaker;

  constructor(maker: RecordMaker) {
    this.#maker = maker;
  }

  get maker(): RecordMaker {
    return this.#maker;
  }

  /** A changed draft, signed again by its signers. */
  draft(
    field: string,
    name: string,
    index: number,
    change: (draft: Draft) => Draft,
    expected: Expected,
    options: Options = {},
  ): void {
    const maker = this.#maker;
    this.bytes(field, name, index, () => sealed(maker, change(draftOf(maker, index))), expected, options);
  }

  /** Other bytes in the place of an entry. */
  bytes(
    field: string,
    name: string,
    index: number,
    bytes: () => Bytes,
    [check, code]: Expected,
    { at, file, ...more }: Options = {},
  ): void {
    const maker = this.#maker;
    const entry = typeof at === "function" ? at(maker, index) : (at ?? index);
    const refusal: Refusal = { check, code, where: file ?? entry, ...more };
    const make = () =>
      changedRecord(maker, new Map([[index, bytes()]]), file === undefined ? entry : undefined);
    this.mutants.push({ field, name, refusal, make });
  }

  /** Another value in the body of an entry. */
  body(
    index: number,
    path: Path,
    name: string,
    value: CborValue | ((old: never, maker: RecordMaker) => CborValue),
    expected: Expected,
    options: Options = {},
  ): void {
    const maker = this.#maker;
    const { type } = draftOf(maker, index);
    const field = [type, "body", ...path].reduce<string>(
      (text, step) => (typeof step === "number" ? `${text}[]` : text === "" ? step : `${text}.${step}`),
      "",
    );
    const change = (old: CborValue): CborValue =>
      typeof value === "function" ? value(old as never, maker) : value;
    this.draft(
      field,
      name,
      index,
      (draft) => ({ ...draft, body: withAt(draft.body, path, change) as Draft["body"] }),
      expected,
      options,
    );
  }

  /** The entry that follows the mutant and is of this type. */
  next(type: string, holds?: (draft: Draft) => boolean): (maker: RecordMaker, index: number) => number {
    return (maker, index) => find(maker, type, index + 1, holds);
  }

  find(type: string, holds?: (draft: Draft) => boolean): number {
    return find(this.#maker, type, 0, holds);
  }
}

export const MAX = Number.MAX_SAFE_INTEGER;
export const flipAt = (bytes: Bytes, at: number, bits = 1): Bytes => {
  const out = new Uint8Array(bytes);
  out[at] = (out[at] ?? 0) ^ bits;
  return out;
};

/** The bytes with others from an offset on. */
export function spliced(bytes: Bytes, at: number, part: Bytes): Bytes {
  const out = new Uint8Array(bytes);
  out.set(part, at);
  return out;
}
