import { type Bytes, sha256 } from "@veche/base";
import { hash, preimage } from "@veche/crypto";
import { verifyEd25519Strict } from "@veche/group";

/** The salt of a roll entry, bytes: it keeps the entry from being guessed from the person (L25). */
export const ROLL_SALT_BYTES = 32;

/** What an entry of the roll commits to (§04.1.2). `record`: canonical person record of §04.1.1, never on the ledger. */
export type RollRecord = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly record: Bytes;
  readonly salt: Bytes;
};

/** §04.1.2: the 32 bytes that stand in the roll. */
export function rollEntryOf({ electionId, styleId, record, salt }: RollRecord): Bytes {
  return sha256(preimage("roll", electionId, styleId, record, salt));
}

/** §04.1.3: the 64 bytes that the registrar signs (Ed25519) for the voter, so that a missing entry can be proved. */
export function rollRecordMessage(roll: RollRecord): Bytes {
  const { electionId, styleId, record, salt } = roll;
  return hash("roll-record", electionId, styleId, record, salt, rollEntryOf(roll));
}

/** §04.1.3: the voter's check of what the registrar handed over. */
export function verifyRollRecord(registrarKey: Bytes, roll: RollRecord, signature: Bytes): boolean {
  return verifyEd25519Strict(registrarKey, rollRecordMessage(roll), signature);
}
