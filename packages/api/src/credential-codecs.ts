import { type Bytes, toBase64, toHex } from "@veche/base";
import { type JsonReader, jsonBase64, jsonHex, jsonList, jsonObject, jsonText, jsonUint } from "./json.ts";
import type { IssueAnswer, IssueRequest, Refusal, SignAnswer, SignRequest } from "./messages.ts";

/** Messages of issuing with their bytes as bytes: what programs handle; the types of `messages.ts` are what travels. */

const RSA_BYTES = 256;
const ISSUERS_MAX = 30;
const STYLE_ID_MAX = 32;
const PROOF_BYTES_MAX = 1_100_000;

/** §04.5.4: roll entry, style, the SHA-256 of every blinded message ascending by issuer, and this issuer's own. */
export type Signing = {
  readonly election: Bytes;
  readonly style: string;
  readonly entry: Bytes;
  readonly hashes: readonly Bytes[];
  readonly blinded: Bytes;
};

export const encodeSignRequest = (signing: Signing): SignRequest => ({
  election: toHex(signing.election),
  style: signing.style,
  entry: toHex(signing.entry),
  hashes: signing.hashes.map(toHex),
  blinded: toBase64(signing.blinded),
});

export const readSignRequest: JsonReader<Signing> = jsonObject({
  election: jsonHex(32),
  style: jsonText(STYLE_ID_MAX),
  entry: jsonHex(32),
  hashes: jsonList(jsonHex(32), ISSUERS_MAX),
  blinded: jsonBase64(RSA_BYTES),
});

export type Signed = { readonly issuer: number; readonly set: number; readonly signature: Bytes };

export const encodeSignAnswer = ({ issuer, set, signature }: Signed): SignAnswer => ({
  issuer,
  set,
  signature: toBase64(signature),
});

export const readSignAnswer: JsonReader<Signed> = jsonObject({
  issuer: jsonUint,
  set: jsonUint,
  signature: jsonBase64(RSA_BYTES),
});

/** What a voter asks for: one blinded message for each of the m issuers. */
export type Issuing = {
  readonly voter: string;
  readonly secret: string;
  readonly style: string;
  readonly blinded: readonly Bytes[];
};

export const encodeIssueRequest = (issuing: Issuing): IssueRequest => ({
  ...issuing,
  blinded: issuing.blinded.map(toBase64),
});

export const readIssueRequest: JsonReader<Issuing> = jsonObject({
  voter: jsonText(64),
  secret: jsonText(64),
  style: jsonText(STYLE_ID_MAX),
  blinded: jsonList(jsonBase64(RSA_BYTES), ISSUERS_MAX),
});

/** `proof` shows the `issue` entry, `replacements` every `issuer-set` entry up to `set`: both as `tlog-proof` texts. */
export type Issued = {
  readonly entry: Bytes;
  readonly index: number;
  readonly set: number;
  readonly signatures: readonly Bytes[];
  readonly proof: string;
  readonly replacements: readonly string[];
};

export const encodeIssueAnswer = (issued: Issued): IssueAnswer => ({
  ...issued,
  entry: toHex(issued.entry),
  signatures: issued.signatures.map(toBase64),
});

export const readIssueAnswer: JsonReader<Issued> = jsonObject({
  entry: jsonHex(32),
  index: jsonUint,
  set: jsonUint,
  signatures: jsonList(jsonBase64(RSA_BYTES), ISSUERS_MAX),
  proof: jsonText(PROOF_BYTES_MAX),
  replacements: jsonList(jsonText(PROOF_BYTES_MAX), ISSUERS_MAX),
});

const sentence = jsonObject({ en: jsonText(1_000), ru: jsonText(1_000) });

/** A refusal's code; `missing`: issuers that gave no signature. */
export const readRefusal: JsonReader<Refusal> = jsonObject({ code: jsonText(64), message: sentence });
