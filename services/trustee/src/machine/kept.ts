import { type Bytes, decodeCbor, encodeCbor, equalBytes, err, ok, type Result } from "@veche/base";
import {
  type Attempt,
  anyBytes,
  bytes64,
  type Dealing,
  type DecryptionBody,
  decodeKeptHead,
  type Election,
  type ElectionKeys,
  type KeptHead,
  mapOf,
  restoreDealing,
  TrusteeShare,
  uint,
} from "@veche/election";
import type { Item } from "../vault/items.ts";
import type { TrusteeVault } from "../vault/vault.ts";
import type { Desk } from "./desk.ts";
import type { MachineError } from "./machine-error.ts";

/** An item of the vault as the object it stands for; `undefined`: never kept. */
type Kept<T> = Promise<Result<T | undefined, MachineError>>;

/** Binds a new vault to one election and trustee; any other one is refused from then on. */
export async function bindVault(
  vault: TrusteeVault,
  { electionId }: Election,
  trustee: number,
): Promise<Result<undefined, MachineError>> {
  const bytes = encodeCbor({ election: electionId, trustee });
  const done = await vault.keep("election", bytes);
  if (done.ok) return done;
  if (done.error.code === "KEPT_DIFFERS") return err({ code: "VAULT_OF_ANOTHER_ELECTION" });
  // One medium has failed: what the other says is enough to go on as far as nothing new is kept.
  const bound = await vault.read("election");
  if (!bound.ok) return bound;
  return bound.value !== undefined && equalBytes(bound.value, bytes) ? ok(undefined) : done;
}

export function keptDealing({ vault, trustee }: Desk, attempt: Attempt): Kept<Dealing> {
  return readAs(vault, `polynomial-${attempt.attempt}`, (bytes) => {
    const dealing = restoreDealing(bytes);
    return dealing.ok && isOf(attempt, trustee, dealing.value) ? dealing.value : undefined;
  });
}

/** @param keys those of the ledger: the share must be the one that belongs to Y_j. */
export function keptShare(
  { vault, trustee }: Desk,
  attempt: Attempt,
  keys: ElectionKeys,
): Kept<TrusteeShare> {
  return readAs(vault, `share-${attempt.attempt}`, (bytes) => {
    const share = TrusteeShare.restore(bytes, keys);
    return share.ok && isOf(attempt, trustee, share.value) ? share.value : undefined;
  });
}

export function keptHead({ vault, election, trustee }: Desk): Kept<KeptHead> {
  return readAs(vault, "head", (bytes) => {
    const head = decodeKeptHead(bytes);
    if (!head.ok || !equalBytes(head.value.electionId, election.electionId)) return undefined;
    return head.value.trustee === trustee ? head.value : undefined;
  });
}

export function keptDecryption({ vault, trustee }: Desk): Kept<DecryptionBody> {
  return readAs(vault, "decryption", (bytes) => {
    const body = decodeDecryption(bytes);
    return body?.trustee === trustee ? body : undefined;
  });
}

export const encodeDecryption = (body: DecryptionBody): Bytes => encodeCbor(body);

const storedDecryption = mapOf({ points: anyBytes, proof: bytes64, trustee: uint });

function decodeDecryption(bytes: Bytes): DecryptionBody | undefined {
  const decoded = decodeCbor(bytes);
  const read = decoded.ok ? storedDecryption(decoded.value, "") : decoded;
  return read.ok ? read.value : undefined;
}

/** What is kept and does not fit is an error and never "not there": something new in its place would be a second one. */
async function readAs<T>(vault: TrusteeVault, item: Item, decode: (bytes: Bytes) => T | undefined): Kept<T> {
  const bytes = await vault.read(item);
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return ok(undefined);
  const value = decode(bytes.value);
  return value === undefined ? err({ code: "ITEM_MALFORMED", item }) : ok(value);
}

function isOf(
  attempt: Attempt,
  trustee: number,
  kept: { readonly attempt: Attempt; readonly trustee: number },
): boolean {
  const isSameAttempt = kept.attempt.attempt === attempt.attempt;
  return isSameAttempt && equalBytes(kept.attempt.electionId, attempt.electionId) && kept.trustee === trustee;
}
