import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor, equalBytes } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { decodeTransaction, type Genesis, type RefusalCode, ROLES, signedMessage } from "@veche/ledger";

/**
 * Why a `define` is turned away before its manifest is read; nothing for what is none, or may be right. ⚔ The keys of a manifest take seconds to check, and
 * its rules come before its signatures (§06.6): without this anyone who can reach a node keeps it busy, with bytes that nobody has
 * signed. Asked for at the door only: what a block holds is judged by §06.6 alone.
 */
export function refuseDefinition(
  genesis: Genesis,
  electionId: Bytes,
  transaction: Bytes,
): RefusalCode | undefined {
  const decoded = decodeTransaction(transaction);
  if (!decoded.ok || decoded.value.type !== "define") return undefined;
  const { body, bodyBytes, signatures } = decoded.value;
  const { manifest } = body;
  const fields = mapIn(manifest);
  if (fields === undefined) return "MANIFEST_INVALID";
  const { origin, genesis: founders = "" } = fields;
  if (typeof origin !== "string") return "MANIFEST_INVALID";
  if (!equalBytes(encodeCbor(founders), encodeCbor(genesis))) return "GENESIS_MISMATCH";
  const first = signatures.find(({ role }) => role === ROLES.genesis);
  const key = genesis.organisations[(first?.index ?? 0) - 1]?.key;
  if (first === undefined || key === undefined) return "SIGNERS_WRONG";
  // One is enough: of an organisation that would have to mean harm.
  const message = signedMessage({ electionId, origin }, "define", 0, bodyBytes);
  return verifyEd25519Strict(key, message, first.bytes) ? undefined : "SIGNATURE_INVALID";
}

function mapIn(bytes: CborValue | undefined): CborMap | undefined {
  const decoded = bytes instanceof Uint8Array ? decodeCbor(bytes) : undefined;
  if (decoded === undefined || !decoded.ok) return undefined;
  const { value } = decoded;
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap && !(value instanceof Uint8Array) ? (value as CborMap) : undefined;
}
