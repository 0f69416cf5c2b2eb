import { jsonBase64, jsonHex, jsonList, jsonObject, jsonText, jsonUint } from "@veche/api";
import { type Bytes, equalBytes, err, ok, type Result, toHex, utf8 } from "@veche/base";
import { checkOpenReceipt } from "@veche/client";
import { checkKeyForm, hash32, KEY_FORM_ROOTS, list, MODULUS_LENGTH } from "@veche/crypto";
import {
  type BallotContext,
  type BallotStyle,
  decodeManifest,
  type Election,
  type ElectionKeys,
  electionIdOf,
  electionKeyHash,
  encryptionContext,
  MANIFEST_BYTES_MAX,
  rsaKeySeed,
  splitRoots,
} from "@veche/election";
import { decodePoint, isIdentity, type Point } from "@veche/group";
import type { VotingFault } from "./engine.ts";

/** What the page knows of a style, all of it following from electionId. */
export type Voting = {
  readonly election: Election;
  readonly style: number;
  readonly styleId: string;
  readonly context: BallotContext;
  /** Of issuers 1…m. */
  readonly moduli: readonly Bytes[];
};

const ISSUERS_MAX = 30;
const TRUSTEES_MAX = 99;
const RECEIPT_CHARACTERS_MAX = 1_100_000;
const manifestField = jsonBase64(1, MANIFEST_BYTES_MAX);

const readAnswer = jsonObject({
  manifest: manifestField,
  open: jsonText(RECEIPT_CHARACTERS_MAX),
  key: jsonObject({
    attempt: jsonUint,
    electionKey: jsonHex(32),
    trustees: jsonList(jsonObject({ index: jsonUint, key: jsonHex(32) }), TRUSTEES_MAX),
    active: jsonList(jsonUint, ISSUERS_MAX),
  }),
  style: jsonObject({
    moduli: jsonList(jsonBase64(MODULUS_LENGTH), ISSUERS_MAX),
    roots: jsonList(jsonBase64(KEY_FORM_ROOTS * MODULUS_LENGTH), ISSUERS_MAX),
    rollEntries: jsonUint,
  }),
});

type Answer = NonNullable<ReturnType<typeof readAnswer>>;

/** §02.1.1: the manifest of an answer, if electionId is its hash. */
export function readElection(answer: unknown, electionId: Bytes): Result<Election, VotingFault> {
  const field =
    typeof answer === "object" && answer !== null && "manifest" in answer ? answer.manifest : undefined;
  const bytes = manifestField(field);
  if (bytes === undefined) return fault("ANSWER_MALFORMED");
  if (!equalBytes(electionIdOf(bytes), electionId)) return fault("MANIFEST_DIFFERS");
  const manifest = decodeManifest(bytes);
  return manifest.ok ? ok({ electionId, manifest: manifest.value }) : fault("MANIFEST_INVALID");
}

/**
 * §12.3.1: takes nothing of a node's answer but what follows from electionId: the manifest by its hash, `open` by its receipt, the
 * election key and the issuers' keys by the hashes in `open`, and every key by its form. Slow: for the worker.
 */
export function readVoting(answer: unknown, electionId: Bytes, style: number): Result<Voting, VotingFault> {
  const read = readAnswer(answer);
  if (read === undefined) return fault("ANSWER_MALFORMED");
  const election = readElection(answer, electionId);
  if (!election.ok) return election;
  const ballotStyle = election.value.manifest.styles[style];
  if (ballotStyle === undefined) return fault("STYLE_UNKNOWN");
  const opened = checkOpenReceipt(utf8(read.open), election.value.manifest);
  if (!opened.ok) return fault("OPEN_RECEIPT_WRONG");
  const key = keyOf(read.key, electionId, opened.value.key);
  if (key === undefined) return fault("KEY_DIFFERS");
  const wrong = checkStyle(read.style, election.value, ballotStyle, opened.value.styles[style]);
  if (wrong !== undefined) return fault(wrong);
  const context = encryptionContext(election.value, key);
  return ok({ election: election.value, style, styleId: ballotStyle.id, context, moduli: read.style.moduli });
}

/** §06.5.1: Y, if Y, all Y_j and the active set are what `open` carries the hash of. */
function keyOf(stated: Answer["key"], electionId: Bytes, hash: Bytes): Point | undefined {
  const shares = new Map<number, Point>();
  let last = 0;
  for (const { index, key } of stated.trustees) {
    const point = decodePoint(key);
    if (point === undefined || isIdentity(point) || index <= last) return undefined;
    last = index;
    shares.set(index, point);
  }
  const key = decodePoint(stated.electionKey);
  const isU32 = [last, ...stated.active].every((index) => index < 2 ** 32);
  // §01.2.4
  if (key === undefined || isIdentity(key) || !isU32) return undefined;
  const keys: ElectionKeys = { key, shares };
  const own = electionKeyHash({ electionId, attempt: stated.attempt }, keys, stated.active);
  return equalBytes(own, hash) ? key : undefined;
}

function checkStyle(
  { moduli, roots, rollEntries }: Answer["style"],
  { electionId, manifest }: Election,
  { id }: BallotStyle,
  hash: Bytes | undefined,
): VotingFault["code"] | undefined {
  const issuers = manifest.issuers.members.length;
  const own = hash32("issuer-style", electionId, id, list(moduli), rollEntries);
  if (hash === undefined || moduli.length !== issuers || !equalBytes(own, hash)) return "STYLE_DIFFERS";
  // §04.2.2: ⚔ of every issuer, spare ones too: all blinded messages leave this device.
  const areDistinct = new Set(moduli.map(toHex)).size === issuers;
  const areFormed = moduli.every((modulus, at) => {
    const seeds = rsaKeySeed(electionId, at + 1, id, modulus);
    return checkKeyForm(modulus, splitRoots(roots[at] ?? new Uint8Array(0)), seeds).ok;
  });
  return areDistinct && areFormed ? undefined : "ISSUER_KEY_WRONG";
}

const fault = (code: VotingFault["code"]): Result<never, VotingFault> => err({ code });
