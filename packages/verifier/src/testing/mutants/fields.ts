import type { RecordMaker } from "../maker.ts";
import { ballotParts } from "./ballot.ts";
import { decodeEntryValue, typeOf } from "./edit.ts";
import { manifestFields } from "./manifest.ts";
import { resultOf } from "./tally.ts";
import { fieldName, placesOf } from "./walk.ts";

/** The parts of a checkpoint and of its signature lines (07.3). */
const CHECKPOINT = [
  "origin",
  "size",
  "root",
  "lines[].name",
  "lines[].keyId",
  "lines[].signature",
  "lines[].time",
];

/**
 * The fields of the format, enumerated from records themselves: whatever stands in an entry, the manifest, the
 * checkpoint or the result is a field. Only what is bytes inside one byte string has its own table, the layout
 * of the ballot.
 */
export function fieldsOf(makers: readonly RecordMaker[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const maker of makers) {
    for (const entry of maker.entries) {
      const type = typeOf(entry);
      const [, [, body, signatures]] = decodeEntryValue(entry);
      for (const name of ["time", "type", "signatures"]) fields.add(`${type}.${name}`);
      for (const { path } of placesOf(body))
        fields.add([`${type}.body`, fieldName(path)].filter((one) => one !== "").join("."));
      if (Array.isArray(signatures) && signatures.length > 0) {
        for (const part of ["role", "index", "signature"]) fields.add(`${type}.signatures[].${part}`);
      }
    }
    for (const layout of maker.layouts) {
      for (const { field } of ballotParts(layout, maker.set.length)) fields.add(field);
    }
    if (maker.resultBytes === undefined) continue;
    for (const { path } of placesOf(resultOf(maker)))
      if (path.length > 0) fields.add(`result.${fieldName(path)}`);
  }
  for (const { path } of manifestFields()) fields.add(`manifest.${fieldName(path)}`);
  for (const name of CHECKPOINT) fields.add(`checkpoint.${name}`);
  return fields;
}

export const typesOf = (makers: readonly RecordMaker[]): ReadonlySet<string> =>
  new Set(makers.flatMap((maker) => maker.entries.map(typeOf)));
