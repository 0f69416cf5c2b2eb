import { type Bytes, decodeCbor } from "@veche/base";
import { decodePoint, isIdentity, isStrictPublicKey } from "@veche/group";
import { isAgeRecipient } from "./age.ts";
import { bytes, list, map, mapWith, oneOf, type Shape, text, uint } from "./shape.ts";

/** §02.1: the shapes of the manifest. Its rules (§02.2) are in `manifest-rules.ts`. */
const MANIFEST_BYTES = 1_000_000;

const name = text({ min: 1, max: 200 });
const id = text({ min: 1, max: 32 }, /^[a-z0-9][a-z0-9-]{0,31}$/);
const noteName = text({ min: 1, max: 100 }, /^[a-z0-9][a-z0-9./-]*$/);
const ms = uint();
/** `origin` of §02.1, also named by parts. */
export const origin = text({ min: 1, max: 200 }, /^[a-z0-9][a-z0-9./-]*$/);

/** `text` of §02.1, also used by transactions. */
export const bilingual = map({ en: text({ min: 1, max: 600 }), ru: text({ min: 1, max: 600 }) });

const key: Shape<Bytes> = (value) => {
  const read = bytes(32)(value);
  return read !== undefined && isStrictPublicKey(read) ? read : undefined;
};

const age: Shape<string> = (value) => {
  const read = text()(value);
  return read !== undefined && isAgeRecipient(read) ? read : undefined;
};

const issueKey: Shape<Bytes> = (value) => {
  const read = bytes(32)(value);
  const point = read === undefined ? undefined : decodePoint(read);
  return point !== undefined && !isIdentity(point) ? read : undefined;
};

const party = map({ key, name });
const members = list(party);

const contest = map({
  id,
  max: uint(),
  min: uint(),
  options: list(map({ id, title: bilingual })),
  proof: oneOf("disjunctive"),
  title: bilingual,
});

const style = map({
  castEnds: ms,
  contests: list(uint()),
  district: id,
  id,
  issueEnds: ms,
  latestEnd: ms,
  opens: ms,
  portalEnds: ms,
  tick: uint(),
  title: bilingual,
});

const manifest = mapWith(
  {
    veche: uint({ min: 1, max: 1 }),
    kind: oneOf("election", "poll", "practice", "test"),
    engine: oneOf("embedded", "cometbft"),
    nonce: bytes(32),
    origin,
    title: bilingual,
    genesis: map({ organisations: members, quorum: uint() }),
    commission: map({ members, quorum: uint() }),
    trustees: map({
      members: list(map({ age, key, name })),
      quorum: uint(),
      stepSeconds: uint(),
    }),
    registrar: map({ issueKey, key, name }),
    issuers: map({ active: list(uint()), members }),
    validators: list(map({ key, logKey: key, name: noteName })),
    witnesses: map({ members: list(map({ key, name: noteName })), quorum: uint() }),
    contests: list(contest),
    styles: list(style),
    tallyNotBefore: ms,
    revoteMax: uint(),
    minimumGroup: uint(),
    tiny: oneOf("publish", "withhold"),
  },
  { release: map({ hash: bytes(32), version: text({ min: 1, max: 100 }) }) },
);

type ReadBy<S> = S extends Shape<infer T> ? T : never;
export type Manifest = ReadBy<typeof manifest>;
export type Contest = ReadBy<typeof contest>;
export type Style = ReadBy<typeof style>;

/** §02.2.1: the manifest of its one encoding, or `undefined`. */
export function decodeManifest(encoded: Bytes): Manifest | undefined {
  if (encoded.length > MANIFEST_BYTES) return undefined;
  const value = decodeCbor(encoded);
  return value.ok ? manifest(value.value) : undefined;
}
