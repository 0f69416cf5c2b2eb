import { assert, type Bytes, concat, encodeCbor, equalBytes, toHex, utf8 } from "@veche/base";
import { electionIdOf } from "@veche/election";
import { seededRandom } from "../random.ts";
import { testElection } from "../test-election.ts";
import { MANIFEST_CASES } from "./manifest-cases.ts";

const ABOUT =
  "Vectors for 02. Byte strings are hexadecimal. valid: manifest and its electionId; invalid: manifest and the rule that it " +
  "breaks first, in the order of 02.2.";

/** Manifests that keep or break each rule of §02.2, with few exceptions by one change of the same manifest. */
export function manifestVectors() {
  const sketch = { kind: "election", minimumGroup: 10, tiny: "withhold" } as const;
  const { manifest } = testElection(sketch, seededRandom("manifest vectors"));
  const cases = MANIFEST_CASES.map(({ name, rule, change }) => ({
    name,
    rule,
    bytes: encodeCbor(change(manifest)),
  }));
  return {
    about: ABOUT,
    valid: cases
      .filter(({ rule }) => rule === "valid")
      .map(({ name, bytes }) => ({ name, manifest: toHex(bytes), electionId: toHex(electionIdOf(bytes)) })),
    invalid: [
      ...cases
        .filter(({ rule }) => rule !== "valid")
        .map(({ name, rule, bytes }) => ({ name, rule, manifest: toHex(bytes) })),
      ...notEncoded(encodeCbor(manifest)).map(([name, bytes]) => ({
        name,
        rule: "02.2.1",
        manifest: toHex(bytes),
      })),
    ],
  };
}

/** Bytes that are not the one encoding of a manifest. */
function notEncoded(bytes: Bytes): readonly (readonly [string, Bytes])[] {
  return [
    ["nothing", new Uint8Array(0)],
    ["a byte too many", concat(bytes, new Uint8Array([0]))],
    ["a byte too few", bytes.slice(0, -1)],
    ["a list", encodeCbor([])],
    ["a name that begins with U+FEFF", withMark(bytes, "Registrar")],
    // The map of 19 keys with its length in two bytes instead of one.
    ["a length that is not the shortest", concat(new Uint8Array([0xb8, 0x13]), bytes.slice(1))],
  ];
}

/** The bytes with U+FEFF in place of the first three letters of a text that stands once in them (§01.1.2). */
function withMark(bytes: Bytes, text: string): Bytes {
  const letters = utf8(text);
  const places = [...bytes.keys()].filter((at) =>
    equalBytes(bytes.subarray(at, at + letters.length), letters),
  );
  const [at] = places;
  assert(at !== undefined && places.length === 1, `${text} stands in the manifest once`);
  return concat(bytes.subarray(0, at), utf8("\u{feff}"), bytes.subarray(at + 3));
}
