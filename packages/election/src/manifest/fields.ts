import { type CborValue, err, type Result } from "@veche/base";
import {
  arrayOf,
  bytes32,
  mapOf,
  oneOf,
  type Reader,
  type ShapeError,
  textMatching,
  textOf,
  uint,
} from "./shape.ts";
import type { Manifest, Text } from "./types.ts";

/** The table of §02.1 as data: keys, types and the bounds of texts. Bounds of numbers are rules of §02.2. */
export const name = textOf(1, 200);
export const text: Reader<Text> = mapOf({ en: textOf(1, 600), ru: textOf(1, 600) });

const id = textMatching(/^[a-z0-9][a-z0-9-]{0,31}$/, "id: a-z 0-9 -, 1…32 bytes");
export const noteName = textMatching(/^[a-z0-9][a-z0-9./-]{0,99}$/, "note name: a-z 0-9 . / -, 1…100 bytes");
export const origin = textMatching(/^[a-z0-9][a-z0-9./-]{0,199}$/, "origin: a-z 0-9 . / -, 1…200 bytes");

const member = mapOf({ key: bytes32, name });
const milliseconds = uint;

const contest = mapOf({
  id,
  max: uint,
  min: uint,
  options: arrayOf(mapOf({ id, title: text })),
  proof: oneOf("disjunctive"),
  title: text,
});

const style = mapOf({
  castEnds: milliseconds,
  contests: arrayOf(uint),
  district: id,
  id,
  issueEnds: milliseconds,
  latestEnd: milliseconds,
  opens: milliseconds,
  portalEnds: milliseconds,
  tick: uint,
  title: text,
});

const fields = {
  veche: oneOf(1),
  kind: oneOf("election", "poll", "practice", "test"),
  engine: oneOf("embedded", "cometbft"),
  nonce: bytes32,
  origin,
  title: text,
  genesis: mapOf({ organisations: arrayOf(member), quorum: uint }),
  commission: mapOf({ members: arrayOf(member), quorum: uint }),
  trustees: mapOf({
    members: arrayOf(mapOf({ age: textOf(0, 100), key: bytes32, name })),
    quorum: uint,
    stepSeconds: uint,
  }),
  registrar: mapOf({ issueKey: bytes32, key: bytes32, name }),
  issuers: mapOf({ active: arrayOf(uint), members: arrayOf(member) }),
  validators: arrayOf(mapOf({ key: bytes32, logKey: bytes32, name: noteName })),
  witnesses: mapOf({ members: arrayOf(mapOf({ key: bytes32, name: noteName })), quorum: uint }),
  contests: arrayOf(contest),
  styles: arrayOf(style),
  tallyNotBefore: milliseconds,
  revoteMax: uint,
  minimumGroup: uint,
  tiny: oneOf("publish", "withhold"),
} as const;

const release = mapOf({ hash: bytes32, version: textOf(1, 100) });
const manifest = mapOf(fields, { release });

/** The manifest of a decoded CBOR value; keys in the order of §02.1, so that two of them compare by value. */
export function readManifest(value: CborValue): Result<Manifest, ShapeError> {
  const read = manifest(value, "");
  return read.ok ? read : err(read.error);
}
