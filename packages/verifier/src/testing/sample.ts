import { type Bytes, type CborMap, concat, encodeCbor, sha256, u16, utf8 } from "@veche/base";
import { encodePoint, multiplyBase } from "@veche/group";
import type { ElectionContext } from "../bulk/election-context.ts";
import { ballotLayout } from "../form/layout.ts";
import { decodeManifest, type Manifest } from "../form/manifest.ts";
import { hash64 } from "../transcript.ts";
import { issueSecret, modulusOf, rsaKeyOf } from "./parties.ts";
import { makeBallot, signIssue, tokenSignature } from "./proving.ts";
import { seededBytes } from "./random.ts";
import { secretOf } from "./steps-vote.ts";
import { testManifest } from "./test-manifest.ts";

/** Ballots and issues of the test manifest without a log around them: for tests of the parts that read them. */

const encoded = new Uint8Array(encodeCbor(testManifest() as CborMap));
const manifest = decodeManifest(encoded) as Manifest;
const electionKey = multiplyBase(2024n);
const random = seededBytes("sample");

/** The election, in which style 0 is `a` and 1 is `b`; it has one set of issuers, of the first two. */
export const CONTEXT: ElectionContext = {
  name: "sample",
  form: {
    electionId: sha256(encoded),
    origin: manifest.origin,
    issueKey: encodePoint(multiplyBase(issueSecret)),
    issuers: 2,
    styles: manifest.styles.map((style) => ({ id: style.id, layout: ballotLayout(manifest, style) })),
  },
  keys: {
    electionKey: encodePoint(electionKey),
    moduli: [[0, 1].map((style) => [1, 2].map((issuer) => modulusOf(rsaKeyOf(issuer, style))))],
  },
};

/** A right ballot of a style; its votes are those of `VOTES_A` or `VOTES_B`. */
export function sampleBallot(style: number, votes: readonly (readonly number[])[], seq = 0): Bytes {
  const form = CONTEXT.form.styles[style];
  if (form === undefined) throw new RangeError(`no style ${style}`);
  return makeBallot(random, {
    electionId: CONTEXT.form.electionId,
    styleId: form.id,
    style,
    set: 0,
    seq,
    secret: secretOf("sample"),
    electionKey,
    layout: form.layout,
    votes,
    token: (message) => concat(...[1, 2].map((issuer) => tokenSignature(rsaKeyOf(issuer, style), message))),
  });
}

/** The body of a right `issue`, and its signature. */
export function sampleIssue(name: string): { readonly body: CborMap; readonly signature: Bytes } {
  const entry = sha256(utf8(name));
  const body = { entry, hash: sha256(entry), set: 0, style: 0 };
  const { origin, electionId } = CONTEXT.form;
  const message = hash64("tx", origin, electionId, "issue", "", encodeCbor(body));
  return { body, signature: signIssue(random, issueSecret, message) };
}

export const castEntry = (ballot: Bytes): Bytes => new Uint8Array(encodeCbor([1, ["cast", { ballot }, []]]));

export function issueEntry(name: string): Bytes {
  const { body, signature } = sampleIssue(name);
  return new Uint8Array(encodeCbor([1, ["issue", body, [[6, 1, signature]]]]));
}

/** Entries as they stand in a bundle. */
export const bundleOf = (...entries: readonly Bytes[]): Bytes =>
  concat(...entries.flatMap((entry) => [u16(entry.length), entry]));
