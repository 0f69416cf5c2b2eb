import { type Bytes, equalBytes, sha256 } from "@veche/base";
import { BODIES, type Body, isTransactionType, type TransactionType } from "./format/bodies.ts";
import { decodeTransaction, ENTRY_BYTES_MAX, entryLength, type ReadTransaction } from "./format/entry.ts";
import { type Outcome, type Refusal, refuse } from "./format/outcome.ts";
import { WHOLE_BYTES_MIN, WHOLE_TYPES } from "./format/parts.ts";
import { TRANSACTIONS } from "./format/table.ts";
import { type Blame, type Completed, isRefusal, type Rule, type Stages } from "./rule.ts";
import { type Authorities, checkSignatures, checkSigners } from "./signers.ts";
import { logNameOf } from "./state/state.ts";
import { RULES } from "./transactions/index.ts";
import type { Work } from "./work.ts";

/** A verdict, and what it does if the transaction stands in the log. */
export type Judgement = {
  readonly outcome: Outcome;
  /** Present iff the outcome enters. Returns the outcome of a whole that the transaction completed. */
  readonly effect?: () => Outcome | undefined;
  /** To be called once the entry is the last leaf of the log. */
  readonly entered?: () => void;
};

/** §06.5.6 */
const BLAMES_MAX = 3;

/** Judges transaction bytes at their place in a block, in the precedence of §06.6. Changes nothing. */
export function judge(work: Work, bytes: Bytes): Judgement {
  const transaction = decodeTransaction(bytes);
  if (!transaction.ok) return refused(refuse("MALFORMED", transaction.error.reason));
  const read = readBody(transaction.value, bytes);
  if ("code" in read) return refused(read);
  // §06.1.1
  if (entryLength(work.time, bytes.length) > ENTRY_BYTES_MAX) {
    return refused(refuse("TOO_LARGE", `${bytes.length} bytes`));
  }
  return judgeRead(work, read);
}

/** A transaction of the right form. */
type Candidate = {
  readonly type: TransactionType;
  readonly body: Body<TransactionType>;
  readonly transaction: ReadTransaction;
  readonly bytes: Bytes;
};

function readBody(transaction: ReadTransaction, bytes: Bytes): Candidate | Refusal {
  const { type, body } = transaction;
  if (!isTransactionType(type)) return refuse("MALFORMED", `no transaction ${type}`);
  const read = BODIES[type](body, "body");
  if (!read.ok) return refuse("MALFORMED", `${read.error.path}: expected ${read.error.expected}`);
  return { type, body: read.value, transaction, bytes };
}

function judgeRead(work: Work, candidate: Candidate): Judgement {
  const { type, body, transaction, bytes } = candidate;
  const { phase } = work.state;
  if (phase === "undefined" && !TRANSACTIONS[type].phases.includes("undefined")) {
    return refused(refuse("ELECTION_UNDEFINED", "no `define` yet"));
  }
  if (isBlamed(work, type, bytes)) return refused(refuse("ALREADY", "it is in the log, blamed"));
  const stages = (RULES[type] as Rule<TransactionType>)(work, body, transaction);
  if (isRefusal(stages)) return refused(stages);
  const refusal = checkPlace(work, type, stages) ?? checkAuthority(work, type, stages, transaction);
  if (refusal !== undefined) return refused(refusal);
  const content = stages.content?.();
  if (content === undefined) return accepted(work, type, stages);
  return isRefusal(content) ? refused(content) : blamed(work, candidate, stages.named ?? 0, content);
}

/** Codes 16 … 70. */
function checkPlace(work: Work, type: TransactionType, stages: Stages): Refusal | undefined {
  const { phases, control } = TRANSACTIONS[type];
  const { phase } = work.state;
  if (!phases.includes(phase)) return refuse("PHASE", `${type} in phase ${phase}`);
  const misplaced = stages.phase?.() ?? stages.reference?.();
  if (misplaced !== undefined) return misplaced;
  // §06.4.3
  if (control && work.control !== undefined) {
    return refuse("CONTROL_TAKEN", "a control transaction stands in this block already");
  }
  return stages.conditions?.();
}

/** Codes 80 and 81. */
function checkAuthority(
  work: Work,
  type: TransactionType,
  stages: Stages,
  transaction: ReadTransaction,
): Refusal | undefined {
  const authorities: Authorities = stages.authorities ?? work.manifest;
  const log = stages.log ?? logNameOf(work.election);
  return (
    checkSigners(authorities, TRANSACTIONS[type], stages.named ?? 0, transaction.signatures) ??
    checkSignatures(work.checks, authorities, log, work.state.controlSeq, transaction)
  );
}

function accepted(work: Work, type: TransactionType, stages: Stages): Judgement {
  const effect = (): Outcome | undefined => {
    if (!TRANSACTIONS[type].control) {
      const completed = stages.apply();
      return completed && takeWhole(work, completed);
    }
    // §06.4.3: nothing of it is visible before the end of the block.
    work.control = { type, effect: () => takeControl(work, stages) };
    return undefined;
  };
  const { entered } = stages;
  return { outcome: { code: "ACCEPTED" }, effect, ...(entered === undefined ? {} : { entered }) };
}

function takeControl(work: Work, stages: Stages): void {
  stages.apply();
  // §06.2.3
  work.change({ controlSeq: work.state.controlSeq + 1 });
}

/** §06.7.4: a whole is judged as if it stood here, whatever its size. Refused or not, its last part has entered. */
function takeWhole(work: Work, { hash, bytes }: Completed): Outcome {
  if (!equalBytes(sha256(bytes), hash)) return refuse("MALFORMED", "the parts do not hash to the whole");
  if (bytes.length < WHOLE_BYTES_MIN) return refuse("MALFORMED", "too small for parts");
  const transaction = decodeTransaction(bytes);
  if (!transaction.ok) return refuse("MALFORMED", transaction.error.reason);
  const { type } = transaction.value;
  if (!WHOLE_TYPES.some((one) => one === type))
    return refuse("MALFORMED", `a ${type} does not come in parts`);
  const read = readBody(transaction.value, bytes);
  if ("code" in read) return read;
  const { outcome, effect } = judgeRead(work, read);
  effect?.();
  return outcome;
}

/** §06.3.5: ⚔ a blamed transaction is public; played again by anyone it would use up its sender's three attempts. */
function isBlamed({ state }: Work, type: TransactionType, bytes: Bytes): boolean {
  const ofType = state.blames.filter((blame) => blame.type === type);
  if (ofType.length === 0) return false;
  const hash = sha256(bytes);
  return ofType.some(({ hashes }) => hashes.some((one) => equalBytes(one, hash)));
}

/** §06.5.6 */
function blamed(work: Work, { type, bytes }: Candidate, trustee: number, { blame }: Blame): Judgement {
  const { blames } = work.state;
  const before = blames.find((one) => one.trustee === trustee && one.type === type)?.hashes ?? [];
  if (before.length >= BLAMES_MAX) return refused(refuse("BLAME_LIMIT", blame));
  const effect = (): undefined => {
    const others = work.state.blames.filter((one) => one.trustee !== trustee || one.type !== type);
    work.change({ blames: [...others, { trustee, type, hashes: [...before, sha256(bytes)] }] });
  };
  return { outcome: { code: "BLAMED", detail: blame }, effect };
}

const refused = (refusal: Refusal): Judgement => ({ outcome: refusal });
