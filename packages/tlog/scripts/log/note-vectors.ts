/** Keys and single signatures (§07.3). */
import { type Bytes, concat, toBase64, toHex, u8, utf8 } from "@veche/base";
import {
  COSIGNATURE_TYPE,
  checkpointText,
  cosignedMessage,
  keyId,
  LOG_TYPE,
  LOGS,
  logLine,
  ORIGIN,
  type Party,
  TIME,
  VALIDATORS,
  validatorLine,
  validatorName,
  WITNESSES,
  witnessLine,
  witnessName,
} from "./parties.ts";
import { EMPTY_ROOT, rootOf } from "./tree.ts";

const vkeyOf = (name: string, type: number, publicKey: Bytes): string =>
  `${name}+${toHex(keyId(name, type, publicKey))}+${toBase64(concat(u8(type), publicKey))}`;

export function keyVectors() {
  const right: readonly (readonly [string, number, Party])[] = [
    [ORIGIN, LOG_TYPE, LOGS[0] as Party],
    [ORIGIN, LOG_TYPE, LOGS[1] as Party],
    [validatorName(1), COSIGNATURE_TYPE, VALIDATORS[0] as Party],
    [witnessName(1), COSIGNATURE_TYPE, WITNESSES[0] as Party],
  ];
  const { publicKey } = LOGS[0] as Party;
  const vkey = vkeyOf(ORIGIN, LOG_TYPE, publicKey);
  const id = toHex(keyId(ORIGIN, LOG_TYPE, publicKey));
  const wrong: readonly (readonly [string, string, string])[] = [
    ["another name", "KEY_ID_MISMATCH", vkey.replace(ORIGIN, "veche.example/other")],
    [
      "the key id of the other type",
      "KEY_ID_MISMATCH",
      vkey.replace(id, toHex(keyId(ORIGIN, COSIGNATURE_TYPE, publicKey))),
    ],
    [
      "another key",
      "KEY_ID_MISMATCH",
      `${ORIGIN}+${id}+${toBase64(concat(u8(LOG_TYPE), (LOGS[1] as Party).publicKey))}`,
    ],
    ["a type that Veche does not know", "KEY_TYPE", vkeyOf(ORIGIN, 0x02, publicKey)],
    ["a key of 31 bytes", "KEY_LENGTH", vkeyOf(ORIGIN, LOG_TYPE, publicKey.slice(1))],
    ["a space in the name", "KEY_NAME", vkeyOf("veche example", LOG_TYPE, publicKey)],
    ["a key id in capitals", "VKEY_MALFORMED", vkey.replace(id, id.toUpperCase())],
    ["padding that is not needed", "VKEY_MALFORMED", `${vkey}=`],
    ["no key", "VKEY_MALFORMED", `${ORIGIN}+${id}`],
    ["a newline at the end", "VKEY_MALFORMED", `${vkey}\n`],
  ];
  return [
    ...right.map(([name, type, party]) => ({
      name,
      type,
      publicKey: toHex(party.publicKey),
      keyId: toHex(keyId(name, type, party.publicKey)),
      vkey: vkeyOf(name, type, party.publicKey),
      expect: "RIGHT",
    })),
    ...wrong.map(([change, expect, text]) => ({ change, vkey: text, expect })),
  ];
}

export function signatureVectors() {
  const texts = [
    checkpointText(0, EMPTY_ROOT),
    checkpointText(20, rootOf(20)),
    checkpointText(70_000, rootOf(70_000)),
  ];
  return texts.flatMap((text) => [
    { party: "log 1", text, message: toHex(utf8(text)), line: logLine(text, 1) },
    ...[1n, TIME, 2n ** 53n - 1n].map((seconds) => ({
      party: "validator 1",
      text,
      seconds: Number(seconds),
      message: toHex(cosignedMessage(text, seconds)),
      line: validatorLine(text, 1, seconds),
    })),
    {
      party: "witness 1",
      text,
      seconds: Number(TIME),
      message: toHex(cosignedMessage(text, TIME)),
      line: witnessLine(text, 1),
    },
  ]);
}
