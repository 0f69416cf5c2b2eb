import { err, type Result } from "@veche/base";
import {
  arrayOf,
  mapOf,
  oneOf,
  type Reader,
  readText,
  type ShapeError,
  textMatching,
  textOf,
  uint,
} from "@veche/election";
import { parseMoment } from "../framework/kinds.ts";
import { cborOfJson } from "./json-model.ts";

/**
 * What people write down before an election: the manifest of §02.1 without keys, with times as ISO 8601 texts, contests of a
 * style by their ids, and the issuers' active set as a number (the first so many). `notes` are for the reader alone.
 */
const fields = {
  format: oneOf(1),
  kind: oneOf("election", "poll", "practice", "test"),
  origin: textOf(1, 200),
  title: readText,
  quorums: mapOf({ genesis: uint, commission: uint, trustees: uint, witnesses: uint }),
  stepSeconds: uint,
  activeIssuers: uint,
  contests: arrayOf(
    mapOf({
      id: textOf(1, 32),
      title: readText,
      min: uint,
      max: uint,
      options: arrayOf(mapOf({ id: textOf(1, 32), title: readText })),
    }),
  ),
  styles: arrayOf(
    mapOf(
      {
        id: textOf(1, 32),
        district: textOf(1, 32),
        title: readText,
        contests: arrayOf(textOf(1, 32)),
        opens: moment(),
        portalEnds: moment(),
        issueEnds: moment(),
        castEnds: moment(),
        latestEnd: moment(),
      },
      { tick: uint },
    ),
  ),
  tallyNotBefore: moment(),
} as const;

const draft = mapOf(fields, {
  notes: arrayOf(textOf(0, 1_000)),
  revoteMax: uint,
  minimumGroup: uint,
  tiny: oneOf("publish", "withhold"),
});

export type Draft = typeof draft extends Reader<infer T> ? T : never;

/** A draft of a JSON value, or where it deviates. */
export function readDraft(json: unknown): Result<Draft, ShapeError> {
  const value = cborOfJson(json, "");
  if (!value.ok) return value;
  const read = draft(value.value, "");
  return read.ok ? read : err(read.error);
}

function moment(): Reader<number> {
  const written = textMatching(/./, "a time with its zone like 2026-12-04T08:00+03:00");
  return (value, path) => {
    const read = written(value, path);
    if (!read.ok) return read;
    const ms = parseMoment(read.value);
    return ms === undefined ? (written("", path) as Result<never, ShapeError>) : { ok: true, value: ms };
  };
}
