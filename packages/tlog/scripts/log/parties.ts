/** The parties of the vectors, and signature lines as C2SP signed-note and tlog-cosignature write them. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { type Bytes, concat, fromHex, sha256, toBase64, toHex, u8, utf8 } from "@veche/base";

const PRIVATE_PREFIX = "302e020100300506032b657004220420";
const PUBLIC_PREFIX_BYTES = 12;

export type Party = {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
  readonly sign: (message: Bytes) => Bytes;
};

function partyOf(name: string): Party {
  const seed = sha256(utf8(`veche log vectors: ${name}`));
  const der = Buffer.from(PRIVATE_PREFIX + toHex(seed), "hex");
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    seed,
    publicKey: new Uint8Array(spki.subarray(PUBLIC_PREFIX_BYTES)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

const numbered = (name: string, count: number): readonly Party[] =>
  Array.from({ length: count }, (_, i) => partyOf(`${name} ${i + 1}`));

export const ORIGIN = "veche.example/vectors";
/** Of the validators: with the first of each a validator signs as the log, with the second it cosigns. */
export const LOGS = numbered("log", 6);
export const VALIDATORS = numbered("validator", 6);
export const WITNESSES = numbered("witness", 3);
export const STRANGER = partyOf("stranger");

export const validatorName = (index: number): string => `validator-${index}.example`;
export const witnessName = (index: number): string => `witness-${index}.example`;

export function partyVectors() {
  const rows = (role: string, parties: readonly Party[]) =>
    parties.map(({ seed, publicKey }, i) => ({
      party: `${role} ${i + 1}`,
      seed: toHex(seed),
      publicKey: toHex(publicKey),
    }));
  return [...rows("log", LOGS), ...rows("validator", VALIDATORS), ...rows("witness", WITNESSES)];
}

/** What §07.4.1 needs of a manifest: the first `count` validators, the witnesses with their quorum. */
export function manifestVectors() {
  const manifest = (count: number, witnesses: number, quorum: number) => ({
    origin: ORIGIN,
    validators: VALIDATORS.slice(0, count).map(({ publicKey }, i) => ({
      key: toHex(publicKey),
      logKey: toHex((LOGS[i] as Party).publicKey),
      name: validatorName(i + 1),
    })),
    witnesses: {
      members: WITNESSES.slice(0, witnesses).map(({ publicKey }, i) => ({
        key: toHex(publicKey),
        name: witnessName(i + 1),
      })),
      quorum,
    },
  });
  return {
    one: manifest(1, 0, 0),
    three: manifest(3, 0, 0),
    four: manifest(4, 3, 2),
    six: manifest(6, 0, 0),
  };
}

export const LOG_TYPE = 0x01;
export const COSIGNATURE_TYPE = 0x04;

export const keyId = (name: string, type: number, publicKey: Bytes): Bytes =>
  sha256(concat(utf8(`${name}\n`), u8(type), publicKey)).slice(0, 4);

export const signatureLine = (name: string, id: Bytes, body: Bytes): string =>
  `\u2014 ${name} ${toBase64(concat(id, body))}\n`;

/** The eight bytes of a time; a bigint, because negative vectors name times that no safe integer reaches. */
export function timeBytes(seconds: bigint): Bytes {
  return fromHex(seconds.toString(16).padStart(16, "0")) as Bytes;
}

export const cosignedMessage = (text: string, seconds: bigint): Bytes =>
  utf8(`cosignature/v1\ntime ${seconds}\n${text}`);

/** When validators and witnesses cosign, unless something else is said. */
export const TIME = 1_800_000_000n;

/** The line of log key `index`. */
export function logLine(text: string, index: number, name = ORIGIN): string {
  const { publicKey, sign } = LOGS[index - 1] as Party;
  return signatureLine(name, keyId(name, LOG_TYPE, publicKey), sign(utf8(text)));
}

/** The bytes after the key id of a cosignature. */
export const cosignatureBody = (text: string, party: Party, seconds: bigint): Bytes =>
  concat(timeBytes(seconds), party.sign(cosignedMessage(text, seconds)));

export function cosignLine(text: string, name: string, party: Party, seconds = TIME): string {
  const body = cosignatureBody(text, party, seconds);
  return signatureLine(name, keyId(name, COSIGNATURE_TYPE, party.publicKey), body);
}

export const validatorLine = (text: string, index: number, seconds = TIME): string =>
  cosignLine(text, validatorName(index), VALIDATORS[index - 1] as Party, seconds);

export const witnessLine = (text: string, index: number, seconds = TIME): string =>
  cosignLine(text, witnessName(index), WITNESSES[index - 1] as Party, seconds);

/** The three lines of a checkpoint. */
export const checkpointText = (size: number | string, root: Bytes | string, origin = ORIGIN): string =>
  `${origin}\n${size}\n${typeof root === "string" ? root : toBase64(root)}\n`;

/** A note as §07.3.1 has it. */
export const noteOf = (text: string, lines: readonly string[]): string => `${text}\n${lines.join("")}`;

/** A checkpoint signed by all that the manifest `one` has. */
export const fullySigned = (text: string): string => noteOf(text, [logLine(text, 1), validatorLine(text, 1)]);
