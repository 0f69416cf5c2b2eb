import { decodeCbor, encodeCbor, readUint } from "@veche/base";
import type { Target } from "../engine/target.ts";
import { insistAgree, strict, strictResult } from "../properties.ts";

/** Decoders that are wrong on purpose, one of each kind: the positive control of the fuzzer itself. */
const example = encodeCbor({ index: 7, name: "north", roots: [new Uint8Array(4)] });
const planted = (name: string, run: ReturnType<typeof strict>): Target => ({
  name,
  covers: [],
  shape: "cbor",
  quick: 20_000,
  open: async () => ({ examples: [example], run }),
});

type Named = { readonly name?: string };

export const TARGETS: readonly Target[] = [
  planted("right", strictResult(decodeCbor, encodeCbor)),
  // Trusts a length that the input names.
  planted("throws", (input) => {
    const read = decodeCbor(input);
    if (!read.ok) return "refused";
    return (read.value as Named).name?.charAt(0).toUpperCase().concat("") === undefined ? "none" : "ok";
  }),
  // Takes bytes after the end: what it accepts is written shorter.
  planted(
    "not-canonical",
    strict((input) => {
      const read = decodeCbor(input.slice(0, example.length));
      return read.ok ? read.value : undefined;
    }, encodeCbor),
  ),
  // Counts down from a number that may be below zero already.
  planted("hangs", (input) => {
    const read = decodeCbor(input);
    const index = read.ok ? (read.value as { readonly index?: number }).index : 7;
    let left = typeof index === "number" ? index - 7 : 0;
    while (left !== 0 && left !== 1) left = left > 1 ? left - 2 : left;
    return "ok";
  }),
  // Makes room for as many as the input says there are.
  planted("memory", (input) => {
    const count = input.length > 60 ? readUint(input, 0, 4) : 1;
    const room: string[][] = [];
    for (let at = 0; at < count; at++) room.push(Array.from({ length: 64 }, String));
    return room.length > 0 ? "ok" : "none";
  }),
  // Two readers of one thing, of which one passes over the case of letters.
  planted("disagree", (input) => {
    const text = Buffer.from(input).toString("latin1");
    insistAgree(/north/.test(text) || undefined, /north/i.test(text) || undefined, "north");
    return "ok";
  }),
  // An error that no promise of the run carries.
  planted("throws-later", (input) => {
    if (input.length === 3) setImmediate(() => JSON.parse("{"));
    return String(input.length === 3);
  }),
];
