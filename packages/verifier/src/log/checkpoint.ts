import { type Bytes, concat, equalBytes, fromBase64, readUint, sha256, u8, utf8 } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import type { Manifest } from "../form/manifest.ts";
import { type Note, type NoteSignature, parseNote } from "./note.ts";

/** A checkpoint (C2SP `tlog-checkpoint`, §07.3.1): its three lines and its note. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly note: Note;
};

/** Sizes of logs stay below this (§09.4). */
const SIZE_MAX = 2 ** 40;
const ROOT_OF_NOTHING = sha256(new Uint8Array(0));

/** Reads the note and its three lines; `undefined` if a byte of the form is wrong. */
export function parseCheckpoint(bytes: Bytes): Checkpoint | undefined {
  const note = parseNote(bytes);
  if (note === undefined) return undefined;
  const lines = note.text.split("\n");
  if (lines.length !== 4) return undefined;
  const [origin, sizeText, rootText] = lines as [string, string, string, string];
  const root = fromBase64(rootText);
  if (origin === "" || !/^(0|[1-9]\d{0,15})$/.test(sizeText) || root?.length !== 32) return undefined;
  const size = Number(sizeText);
  // §07.3.1: a log of nothing has one root.
  if (size === 0 && !equalBytes(root, ROOT_OF_NOTHING)) return undefined;
  return size < SIZE_MAX ? { origin, size, root, note } : undefined;
}

type Role = "log" | "validator" | "witness";
type NoteKey = {
  readonly role: Role;
  /** Index of the party in the manifest, from 0. */
  readonly party: number;
  readonly name: string;
  readonly keyId: Bytes;
  readonly key: Bytes;
};

export const LOG_SIGNATURE = 1;
const COSIGNATURE = 4;

/** §07.3.1: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). */
export function noteKeyId(name: string, type: number, key: Bytes): Bytes {
  return sha256(concat(utf8(name), u8(0x0a), u8(type), key)).slice(0, 4);
}

function noteKeys(manifest: Manifest): readonly NoteKey[] {
  const make = (role: Role, party: number, name: string, key: Bytes): NoteKey => {
    const keyId = noteKeyId(name, role === "log" ? LOG_SIGNATURE : COSIGNATURE, key);
    return { role, party, name, keyId, key };
  };
  return [
    ...manifest.validators.map((one, i) => make("log", i, manifest.origin, one.logKey)),
    ...manifest.validators.map((one, i) => make("validator", i, one.name, one.key)),
    ...manifest.witnesses.members.map((one, i) => make("witness", i, one.name, one.key)),
  ];
}

/** What may be wrong with a checkpoint under a manifest's policy (§07.4, §09.2). */
export type CheckpointFault =
  | "CHECKPOINT_ORIGIN"
  | "NOTE_KEY_UNKNOWN"
  | "NOTE_KEY_TWICE"
  | "NOTE_SIGNATURE_INVALID"
  | "NO_LOG_SIGNATURE"
  | "TOO_FEW_VALIDATORS"
  | "TOO_FEW_WITNESSES";

export type Cosigner = {
  readonly role: "validator" | "witness";
  readonly name: string;
  /** Time of the cosignature in seconds since 1970. */
  readonly seconds: number;
};

export type CheckpointVerdict = {
  readonly faults: readonly CheckpointFault[];
  readonly signatures: number;
  readonly cosigners: readonly Cosigner[];
};

/**
 * Judges a checkpoint (§07.4.1). `strict` adds the rules of a record (§09.2): every line by a key of the
 * manifest, no key twice.
 */
export function judgeCheckpoint(
  checkpoint: Checkpoint,
  manifest: Manifest,
  mode: "strict" | "receipt",
): CheckpointVerdict {
  const faults = new Set<CheckpointFault>();
  const signed = new Map<NoteKey, Cosigner | undefined>();
  const keys = noteKeys(manifest);
  if (checkpoint.origin !== manifest.origin) faults.add("CHECKPOINT_ORIGIN");
  for (const line of checkpoint.note.signatures) {
    const key = keys.find((one) => one.name === line.name && equalBytes(one.keyId, line.keyId));
    if (key === undefined) {
      if (mode === "strict") faults.add("NOTE_KEY_UNKNOWN");
    } else if (!verifyLine(key, line, checkpoint.note.text)) faults.add("NOTE_SIGNATURE_INVALID");
    else {
      if (mode === "strict" && signed.has(key)) faults.add("NOTE_KEY_TWICE");
      signed.set(key, cosignerOf(key, line));
    }
  }
  const count = (role: Role): number => [...signed.keys()].filter((key) => key.role === role).length;
  if (count("log") === 0) faults.add("NO_LOG_SIGNATURE");
  if (3 * count("validator") <= 2 * manifest.validators.length) faults.add("TOO_FEW_VALIDATORS");
  if (count("witness") < manifest.witnesses.quorum) faults.add("TOO_FEW_WITNESSES");
  return {
    faults: [...faults],
    signatures: checkpoint.note.signatures.length,
    cosigners: [...signed.values()].filter((one) => one !== undefined),
  };
}

function verifyLine(key: NoteKey, line: NoteSignature, text: string): boolean {
  if (key.role === "log") return verifyEd25519Strict(key.key, utf8(text), line.signature);
  // §07.3.3, C2SP `cosignature/v1`: u64(seconds) ‖ signature.
  if (line.signature.length !== 72) return false;
  const seconds = readUint(line.signature, 0, 8);
  if (seconds === 0 || !Number.isSafeInteger(seconds)) return false;
  const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  return verifyEd25519Strict(key.key, message, line.signature.subarray(8));
}

function cosignerOf(key: NoteKey, line: NoteSignature): Cosigner | undefined {
  if (key.role === "log") return undefined;
  return { role: key.role, name: key.name, seconds: readUint(line.signature, 0, 8) };
}
