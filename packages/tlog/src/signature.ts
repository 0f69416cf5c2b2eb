import { assert, type Bytes, concat, err, ok, type Result, readUint, toHex, u64, utf8 } from "@veche/base";
import { SIGNATURE_BYTES, type SignEd25519, type VerifyEd25519 } from "./ed25519.ts";
import { type NoteError, type NoteSignature, parseNote, sameSigner } from "./note.ts";
import { isNoteText } from "./note-text.ts";
import { COSIGNATURE, LOG_SIGNATURE, type VerifierKey } from "./verifier-key.ts";

/** A key whose signature holds; `time` in seconds since 1970, of cosignatures only. */
export type Signer = { readonly key: VerifierKey; readonly time: number | undefined };

export type SignatureError = {
  readonly code: "SIGNATURE_INVALID" | "COSIGNATURE_TIME";
  /** Name of the key. */
  readonly name: string;
};

export type OpenNoteError = NoteError | SignatureError | { readonly code: "NO_KNOWN_SIGNATURE" };

/** A note with at least one signature by a known key, and all signatures by known keys holding. */
export type OpenedNote = {
  readonly text: string;
  /** Each known key that signed, once, in the order of the keys given. */
  readonly signers: readonly Signer[];
};

const TIME_BYTES = 8;

/**
 * Seconds that a cosignature may name: 1 … 2^53 − 1. It states what its signer saw at that time (C2SP
 * tlog-cosignature), so 0, which the specification keeps for signatures that state no time, is none.
 */
const isCosignatureTime = (time: number): boolean => Number.isSafeInteger(time) && time > 0;

/** Ed25519 message of a cosignature (C2SP tlog-cosignature): two lines, then the whole text of the checkpoint. */
const cosignedMessage = (text: string, time: number): Bytes => utf8(`cosignature/v1\ntime ${time}\n${text}`);

/** A log's signature (§07.3.2, type 0x01) over the text of a note. */
export function signNote(text: string, key: VerifierKey, sign: SignEd25519): NoteSignature {
  assert(key.type === LOG_SIGNATURE, "a log signs with a key of type 0x01");
  assert(isNoteText(text), "the text of a note is plain and ends in a newline");
  return { name: key.name, id: key.id, body: signedBy(sign, utf8(text)) };
}

/** A timestamped cosignature (§07.3.3, type 0x04) over the text of a checkpoint; `time` in seconds, above 0. */
export function cosignNote(text: string, key: VerifierKey, time: number, sign: SignEd25519): NoteSignature {
  assert(key.type === COSIGNATURE, "a cosigner signs with a key of type 0x04");
  assert(isNoteText(text), "the text of a note is plain and ends in a newline");
  assert(isCosignatureTime(time), "a cosignature names a time after 1970");
  const body = concat(u64(time), signedBy(sign, cosignedMessage(text, time)));
  return { name: key.name, id: key.id, body };
}

function signedBy(sign: SignEd25519, message: Bytes): Bytes {
  const signature = sign(message);
  assert(signature.length === SIGNATURE_BYTES, "an Ed25519 signature has 64 bytes");
  return signature;
}

/** Checks one signature line by `key` over `text`; the caller has matched name and id. */
export function verifySignature(
  text: string,
  signature: NoteSignature,
  key: VerifierKey,
  verify: VerifyEd25519,
): Result<Signer, SignatureError> {
  const invalid = err({ code: "SIGNATURE_INVALID", name: key.name } as const);
  const { body } = signature;
  if (key.type === LOG_SIGNATURE) {
    if (body.length !== SIGNATURE_BYTES || !verify(key.publicKey, utf8(text), body)) return invalid;
    return ok({ key, time: undefined });
  }
  if (body.length !== TIME_BYTES + SIGNATURE_BYTES) return invalid;
  const time = readUint(body, 0, TIME_BYTES);
  if (!isCosignatureTime(time)) return err({ code: "COSIGNATURE_TIME", name: key.name });
  const message = cosignedMessage(text, time);
  return verify(key.publicKey, message, body.slice(TIME_BYTES)) ? ok({ key, time }) : invalid;
}

/**
 * Opens a note with the keys that the caller trusts. Signatures by other keys are ignored; one signature of a known
 * key that does not hold refuses the note, also when another by the same key holds; each key counts once. The keys
 * differ in name or id: whoever configures them has checked that, as `checkPolicy` does.
 */
export function openNote(
  bytes: Bytes,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
): Result<OpenedNote, OpenNoteError> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  assert(
    new Set(keys.map((key) => `${key.name}+${toHex(key.id)}`)).size === keys.length,
    "the keys that open a note are distinct",
  );
  const { text, signatures } = note.value;
  const signers: Signer[] = [];
  for (const key of keys) {
    let signer: Signer | undefined;
    for (const signature of signatures) {
      if (!sameSigner(signature, key)) continue;
      const checked = verifySignature(text, signature, key, verify);
      if (!checked.ok) return checked;
      signer ??= checked.value;
    }
    if (signer !== undefined) signers.push(signer);
  }
  return signers.length === 0 ? err({ code: "NO_KNOWN_SIGNATURE" }) : ok({ text, signers });
}
