import type { Bytes } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import type { TransactionType } from "../form/bodies.ts";
import type { Signature, Transaction } from "../form/entry.ts";
import type { Manifest } from "../form/manifest.ts";
import { hash64 } from "../transcript.ts";
import type { Judge } from "./judge.ts";

/** Roles of §06.2.1. */
export const ROLE = {
  genesis: 1,
  commission: 2,
  trustee: 3,
  registrar: 4,
  issuer: 5,
  issueKey: 6,
} as const;

const CONTROL: ReadonlySet<TransactionType> = new Set([
  "issuer-set",
  "open",
  "suspend",
  "resume",
  "extend",
  "ceremony-restart",
  "certify",
]);

export const isControl = (type: TransactionType): boolean => CONTROL.has(type);

/** What an election's signatures are checked against. */
export type SignatureContext = {
  readonly manifest: Manifest;
  readonly electionId: Bytes;
  readonly controlSeq: number;
  /** Before `define` organisations of genesis send parts, after it trustees (§06.7.2). */
  readonly defined: boolean;
};

/** §06.2.3: the 64 bytes that are signed. */
export function signedMessage(context: SignatureContext, tx: Transaction): Bytes {
  const sequence = isControl(tx.type) ? context.controlSeq : "";
  // §06.7.1: before the definition a part is signed under the origin that it states itself.
  const origin = tx.type === "part" && !context.defined ? tx.body.origin : context.manifest.origin;
  return hash64("tx", origin, context.electionId, tx.type, sequence, tx.bodyBytes);
}

type Signers = {
  readonly quorums: readonly number[];
  /** (role, index) of those who sign beside the quorums. */
  readonly exactly: readonly (readonly [number, number])[];
};

const COMMISSION: Signers = { quorums: [ROLE.commission], exactly: [] };
const NOBODY: Signers = { quorums: [], exactly: [] };

/** The column "signatures" of §06.5. */
function signersOf(tx: Exclude<Transaction, { type: "part" }>): Signers {
  switch (tx.type) {
    case "define":
      return { quorums: [ROLE.genesis, ROLE.commission], exactly: [] };
    case "trustee-hash":
    case "trustee-commit":
    case "trustee-shares":
    case "trustee-confirm":
    case "trustee-complaint":
    case "trustee-answer":
    case "canary":
    case "tally-head":
    case "decryption":
      return { quorums: [], exactly: [[ROLE.trustee, tx.body.trustee]] };
    case "issuer-keys":
      return { quorums: [], exactly: [[ROLE.issuer, tx.body.issuer]] };
    case "roll":
    case "participants":
      return { quorums: [ROLE.commission], exactly: [[ROLE.registrar, 1]] };
    case "registration-totals":
      return { quorums: [], exactly: [[ROLE.registrar, 1]] };
    case "issue":
      return { quorums: [], exactly: [[ROLE.issueKey, 1]] };
    case "deadline":
    case "cast":
    case "close":
      return NOBODY;
    case "ceremony-restart":
    case "issuer-set":
    case "open":
    case "suspend":
    case "resume":
    case "extend":
    case "certify":
      return COMMISSION;
  }
}

/** V08, §06.2: order, signers and validity. The signature of `issue` is a matter of V16. */
export function checkSignatures(context: SignatureContext, tx: Transaction, judge: Judge): void {
  const check = tx.type === "issue" ? "V16" : "V08";
  if (check === "V08") judge.examined("V08", tx.signatures.length);
  if (!judge.expect(strictlyAscending(tx.signatures), check, "SIGNATURE_ORDER")) return;
  if (!signersAreRight(context, tx, judge) || tx.type === "issue") return;
  const message = signedMessage(context, tx);
  const wrong = tx.signatures.find(({ role, index, signature }) => {
    const key = keyOf(context.manifest, role, index);
    return key === undefined || !verifyEd25519Strict(key, message, signature);
  });
  if (wrong !== undefined) judge.fail("V08", "SIGNATURE_INVALID", `${wrong.role}/${wrong.index}`);
}

function strictlyAscending(signatures: readonly Signature[]): boolean {
  return signatures.every((one, i) => {
    const before = signatures[i - 1];
    if (before === undefined) return true;
    return one.role > before.role || (one.role === before.role && one.index > before.index);
  });
}

function signersAreRight(context: SignatureContext, tx: Transaction, judge: Judge): boolean {
  const check = tx.type === "issue" ? "V16" : "V08";
  if (tx.type === "part") return judge.expect(isPartSigner(context, tx.signatures), check, "SIGNERS_WRONG");
  const { quorums, exactly } = signersOf(tx);
  const named = ({ role, index }: Signature): boolean => exactly.some(([r, i]) => r === role && i === index);
  const known = tx.signatures.every(
    (one) =>
      (quorums.includes(one.role) || named(one)) && (one.role === ROLE.issueKey || hasKey(context, one)),
  );
  const all = exactly.every(([role, index]) =>
    tx.signatures.some((one) => one.role === role && one.index === index),
  );
  if (!judge.expect(known && all, check, "SIGNERS_WRONG")) return false;
  const enough = quorums.every(
    (role) => tx.signatures.filter((one) => one.role === role).length >= quorumOf(context.manifest, role),
  );
  return judge.expect(enough, check, "QUORUM_MISSING");
}

/** §06.7.2. */
function isPartSigner(context: SignatureContext, signatures: readonly Signature[]): boolean {
  const [signer, ...others] = signatures;
  if (signer === undefined || others.length > 0 || !hasKey(context, signer)) return false;
  return signer.role === (context.defined ? ROLE.trustee : ROLE.genesis);
}

function quorumOf(manifest: Manifest, role: number): number {
  return role === ROLE.genesis ? manifest.genesis.quorum : manifest.commission.quorum;
}

const hasKey = ({ manifest }: SignatureContext, { role, index }: Signature): boolean =>
  keyOf(manifest, role, index) !== undefined;

/** The Ed25519 key of a party; indices count from 1. */
function keyOf(manifest: Manifest, role: number, index: number): Bytes | undefined {
  switch (role) {
    case ROLE.genesis:
      return manifest.genesis.organisations[index - 1]?.key;
    case ROLE.commission:
      return manifest.commission.members[index - 1]?.key;
    case ROLE.trustee:
      return manifest.trustees.members[index - 1]?.key;
    case ROLE.registrar:
      return index === 1 ? manifest.registrar.key : undefined;
    case ROLE.issuer:
      return manifest.issuers.members[index - 1]?.key;
    default:
      return undefined;
  }
}
