import { type Bytes, type CborValue, encodeCbor } from "@veche/base";
import { encodeScalar } from "@veche/group";
import { ROLE } from "../../replay/authority.ts";
import { RecordMaker, trustee } from "../maker.ts";
import { GENESIS, putParts } from "../steps-parts.ts";
import {
  type Deal,
  deal,
  dealAll,
  define,
  issuerKeys,
  open,
  roll,
  sendCanary,
  sendCommit,
  sendConfirm,
  sendHash,
  sendShares,
  shareOf,
  takeKeys,
} from "../steps-setup.ts";
import {
  certify,
  headOf,
  lastEnd,
  participants,
  resultValue,
  sendDecryption,
  sendHead,
} from "../steps-tally.ts";
import {
  ballotOf,
  type CastPlan,
  cast,
  castTransaction,
  issue,
  issueTransaction,
  VOTES_A,
  VOTES_B,
  waitUntil,
} from "../steps-vote.ts";
import { HOUR, type TestManifest, testManifest } from "../test-manifest.ts";

/** Records in which every type of transaction stands, with every field that a type can have. */

const MINUTE = 60_000;
/** How far `extend` moves the ends, and the last moment that it allows. */
export const EXTENDED_BY = HOUR / 2;
export const reason = { en: "a reason", ru: "причина" };
const ALIVE = [1, 2, 3, 4];

/** The usual test manifest with every optional key, a tick for style `b`, and groups that have to merge. */
export function corpusManifest() {
  const usual: TestManifest = testManifest();
  return {
    ...usual,
    minimumGroup: 4,
    styles: usual.styles.map((style, i) => (i === 1 ? { ...style, tick: 600 } : style)),
    release: { hash: new Uint8Array(32).fill(9), version: "1.0" },
  };
}
export type CorpusManifest = ReturnType<typeof corpusManifest>;

/** What `registration-totals` says of a day. */
export const totalsOf = (date: string) => ({
  accepted: 5,
  applied: 9,
  date,
  recalled: 1,
  refused: { NO_DOCUMENT: 2, UNDER_AGE: 1 },
});

function totals(maker: RecordMaker, date: string): void {
  maker.add("registration-totals", totalsOf(date), [[ROLE.registrar, 1]]);
}

/** Two parts of something that is no transaction: they enter without effect (§06.7.4). */
function uselessParts(maker: RecordMaker): void {
  putParts(maker, "not a transaction", [ROLE.trustee, 1]);
}

/** Trustee 5 is excluded by a restart; dealers 1 and 3 have to answer trustee 2; two messages are blamed. */
function corpusCeremony(maker: RecordMaker): void {
  maker.control("ceremony-restart", { excluded: [5] });
  maker.attempt = 1;
  const { attempt } = maker;
  const deals = new Map(ALIVE.map((j) => [j, deal(maker)] as const));
  for (const [j, one] of deals) sendHash(maker, j, one);
  sendCommit(maker, 1, deal(maker));
  for (const [j, one] of deals) sendCommit(maker, j, one);
  for (const j of ALIVE) sendShares(maker, j, ALIVE);
  for (const j of ALIVE) {
    if (j === 2) maker.add("trustee-complaint", { against: [1, 3], attempt, trustee: 2 }, trustee(2));
    else sendConfirm(maker, j);
  }
  sendAnswer(maker, 1, new Uint8Array(32));
  for (const dealer of [1, 3]) sendAnswer(maker, dealer, encodeScalar(shareOf(deals.get(dealer) as Deal, 2)));
  sendConfirm(maker, 2);
  takeKeys(maker, deals);
}

function sendAnswer(maker: RecordMaker, dealer: number, share: Bytes): void {
  const { attempt } = maker;
  maker.add("trustee-answer", { attempt, complainer: 2, share, trustee: dealer }, trustee(dealer));
}

/** As many canaries as `open` needs, none to spare. */
function corpusCanaries(maker: RecordMaker): void {
  sendCanary(maker, 2, "ceremony", 5n);
  for (const stage of ["ceremony", "open"]) for (const j of ALIVE) sendCanary(maker, j, stage);
}

const planA = (voter: string, n: number, rest: Partial<CastPlan> = {}): CastPlan => ({
  voter,
  style: 0,
  votes: VOTES_A[n] ?? [],
  ...rest,
});
const planB = (voter: string, n: number): CastPlan => ({ voter, style: 1, votes: VOTES_B[n] ?? [] });

/** Casts of one block, counted. */
function castBlock(maker: RecordMaker, transactions: readonly CborValue[], plans: readonly CastPlan[]): void {
  const casts = plans.map((plan) => {
    const bytes = ballotOf(maker, plan);
    maker.counted.set(plan.voter, { style: plan.style, votes: plan.votes, bytes });
    return castTransaction(bytes);
  });
  maker.block(transactions, casts);
}

/** A pause, an extension, a new issuer set, re-votes, and casts at the last moment of the extended windows. */
function corpusVoting(maker: RecordMaker): void {
  const { opens = 0, issueEnds = 0, castEnds = 0 } = maker.manifest.styles[0] ?? {};
  totals(maker, "2023-11-14");
  maker.control("suspend", { reason });
  maker.control("resume", { reason });
  waitUntil(maker, opens - 1000);
  for (const n of [0, 1, 2, 3]) issue(maker, 0, n);
  for (const n of [0, 1]) issue(maker, 1, n);
  for (const n of [0, 1, 2]) cast(maker, planA(`a${n}`, n));
  waitUntil(maker, opens + 6 * MINUTE - 1000);
  cast(maker, planB("b0", 0));
  maker.control("extend", { by: EXTENDED_BY, reason, styles: [0, 1] });
  waitUntil(maker, opens + 16 * MINUTE - 1000);
  cast(maker, planB("b1", 1));
  maker.control("issuer-set", { in: 3, out: 2 });
  maker.set = [1, 3];
  maker.setNumber = 1;
  totals(maker, "2023-11-15");
  castBlock(
    maker,
    [issueTransaction(maker, 0, maker.roll[0]?.[4] as Bytes)],
    [planA("a3", 3), planA("a1", 0, { seq: 1, set: 0, issuers: [1, 2] })],
  );
  cast(maker, planA("a1", 1, { seq: 2 }));
  sendCanary(maker, 1, "close");
  waitUntil(maker, issueEnds + EXTENDED_BY - 1 - 1000);
  castBlock(
    maker,
    [0, 1].map((style) => lateIssue(maker, style)),
    [],
  );
  maker.time += 1 - 1000;
  participants(maker);
  waitUntil(maker, castEnds + EXTENDED_BY - 1 - 1000);
  castBlock(maker, [], [planA("a4", 2), planB("b2", 2)]);
}

const lateIssue = (maker: RecordMaker, style: number): CborValue =>
  issueTransaction(maker, style, maker.roll[style]?.[style === 0 ? 5 : 2] as Bytes);

/** The record up to `close`, whose root the trustees then sign. */
export function closedCorpus(
  manifest: (usual: CorpusManifest) => { readonly [key: string]: CborValue } = (usual) => usual,
): RecordMaker {
  const maker = new RecordMaker(manifest(corpusManifest()), "corpus");
  define(maker);
  uselessParts(maker);
  corpusCeremony(maker);
  issuerKeys(maker);
  roll(maker);
  corpusCanaries(maker);
  open(maker);
  corpusVoting(maker);
  maker.put(["close", {}, []], lastEnd(maker) + EXTENDED_BY);
  maker.closedSize = maker.entries.length;
  return maker;
}

/**
 * Heads, decryptions and certificate for the log as it is, by the trustees and the commission: trustee 4 signs
 * another head, trustee 3 sends a wrong decryption first, and exactly as many right ones stand as are needed.
 */
export function finish(maker: RecordMaker): RecordMaker {
  const head = headOf(maker, maker.root());
  waitUntil(maker, maker.manifest.tallyNotBefore - 1000);
  maker.head = head;
  for (const j of [1, 2, 3]) sendHead(maker, j, head);
  sendHead(maker, 4, { ...head, aggregates: head.root });
  for (const j of [1, 2]) sendDecryption(maker, j);
  sendDecryption(maker, 3, 9n);
  sendDecryption(maker, 3);
  maker.resultBytes = new Uint8Array(encodeCbor(resultValue(maker)));
  certify(maker);
  return maker;
}

/** An election of which somebody missed a deadline, up to the attempt that followed. */
export function deadlineCorpus(): RecordMaker {
  const maker = new RecordMaker(corpusManifest(), "deadline");
  define(maker);
  const deals = [1, 2, 3, 4, 5].map((j) => [j, deal(maker)] as const);
  for (const [j, one] of deals) sendHash(maker, j, one);
  for (const [j, one] of deals.slice(0, 4)) sendCommit(maker, j, one);
  // The step began with the last hash, four commitments before.
  maker.put(["deadline", { attempt: 0, step: "commit" }, []], maker.time - 4000 + 600_000);
  maker.attempt = 1;
  dealAll(maker, ALIVE);
  return maker;
}

/** An election whose definition came in two parts of an organisation of genesis. */
export function partsCorpus(): RecordMaker {
  const title = { en: "x".repeat(600), ru: "y".repeat(600) };
  const usual = corpusManifest();
  const options = Array.from({ length: 60 }, (_, i) => ({ id: `o${i}`, title }));
  const contests = usual.contests.map((one, i) => (i === 0 ? { ...one, options, min: 0 } : one));
  const maker = new RecordMaker({ ...usual, contests }, "parts");
  const signers = [...GENESIS, [ROLE.commission, 1], [ROLE.commission, 2]] as const;
  putParts(maker, maker.transaction("define", { manifest: maker.manifestBytes }, signers), [ROLE.genesis, 1]);
  sendHash(maker, 1, deal(maker));
  return maker;
}
