import { assert, type Bytes, type CborMap, concat, expectOk } from "@veche/base";
import { proveKeyForm } from "@veche/crypto/signer";
import { joinRoots, rsaKeySeed } from "@veche/election";
import type { TransactionType } from "../format/bodies.ts";
import { openBody } from "../transactions/opening.ts";
import { type ElectionSketch, TIMES } from "./sketch.ts";
import { type TestElection, testElection } from "./test-election.ts";
import { TestLedger } from "./test-ledger.ts";
import { TestTrustees } from "./trustees.ts";
import { makeVoters, styleIdOf, type TestVoter } from "./voters.ts";

/** Steps of an election's life (§00.2), each taking a ledger from one to the next. */
export function define(ledger: TestLedger): void {
  ledger.accept(ledger.tx("define", { manifest: ledger.test.manifestBytes }));
}

/** One step of the ceremony by several trustees, all alive if none are named. */
export function step(
  ledger: TestLedger,
  type: TransactionType,
  body: (trustee: number) => CborMap,
  trustees: readonly number[] = ledger.state.ceremony?.alive ?? [],
): void {
  ledger.accept(...trustees.map((trustee) => ledger.tx(type, body(trustee))));
}

/** Everything up to step `confirm`. */
export function dealAll(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee));
  step(ledger, "trustee-commit", (trustee) => trustees.commitBody(trustee));
  step(ledger, "trustee-shares", (trustee) => trustees.sharesBody(trustee));
}

/** A whole ceremony without complaints. */
export function ceremony(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  dealAll(ledger);
  step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee));
}

export function canaries(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  for (const stage of ["ceremony", "open"] as const) {
    step(ledger, "canary", (trustee) => trustees.canaryBody(trustee, stage));
  }
}

export function issuerKeysBody(test: TestElection, issuer: number, style: number): CborMap {
  const key = test.rsaKey(issuer, style);
  const seedFor = rsaKeySeed(test.electionId, issuer, styleIdOf(test, style), key.modulus);
  const roots = joinRoots(expectOk(proveKeyForm(key, seedFor), "roots"));
  return { issuer, modulus: key.modulus, roots, style };
}

export function issuerKeys(ledger: TestLedger): void {
  const { issuers, styles } = ledger.test.manifest;
  const bodies = issuers.members.flatMap((_, at) =>
    styles.map((_, style) => issuerKeysBody(ledger.test, at + 1, style)),
  );
  ledger.accept(...bodies.map((body) => ledger.tx("issuer-keys", body)));
}

export function rollBody(style: number, first: number, entries: readonly Bytes[]): CborMap {
  return { entries: concat(...entries), first, style };
}

/** Voters by style, as many as asked for, on the roll. */
export function roll(ledger: TestLedger, counts: readonly number[]): readonly (readonly TestVoter[])[] {
  const voters = counts.map((count, style) => makeVoters(ledger.test, style, count));
  voters.forEach((ofStyle, style) => {
    if (ofStyle.length === 0) return;
    const entries = ofStyle.map(({ rollEntry }) => rollEntry);
    ledger.accept(ledger.tx("roll", rollBody(style, 0, entries)));
  });
  return voters;
}

export function open(ledger: TestLedger): void {
  const body = openBody(ledger.state, ledger.view);
  assert(body !== undefined, "the ceremony is done");
  ledger.accept(ledger.tx("open", body));
}

export type OpenElection = {
  readonly ledger: TestLedger;
  /** By style. */
  readonly voters: readonly (readonly TestVoter[])[];
};

/** An election that is set up but not open, and its voters. */
export function readyElection(
  sketch: ElectionSketch,
  counts: readonly number[],
  randomBytes: TestElection["randomBytes"],
): OpenElection {
  const ledger = new TestLedger(testElection(sketch, randomBytes));
  define(ledger);
  ceremony(ledger);
  issuerKeys(ledger);
  const voters = roll(ledger, counts);
  canaries(ledger);
  return { ledger, voters };
}

/** An election that opened and has just reached `TIMES.opens`. */
export function openElection(
  sketch: ElectionSketch,
  counts: readonly number[],
  randomBytes: TestElection["randomBytes"],
): OpenElection {
  const ready = readyElection(sketch, counts, randomBytes);
  open(ready.ledger);
  ready.ledger.at(TIMES.opens);
  return ready;
}

/** `close` after the last end, and the heads of all trustees at tallyNotBefore. */
export function close(ledger: TestLedger): void {
  ledger.at(Math.max(ledger.time, ledger.state.lastCastEnds)).accept(ledger.tx("close", {}));
}

export function signHeads(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  ledger.at(Math.max(ledger.time, ledger.test.manifest.tallyNotBefore));
  step(ledger, "tally-head", (trustee) => trustees.headBody(trustee));
}

/** Decryptions of the first k trustees alive: the result is computed. */
export function decrypt(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  const first = trustees.alive.slice(0, ledger.test.manifest.trustees.quorum);
  step(ledger, "decryption", (trustee) => trustees.decryptionBody(trustee), first);
}

/** From `close` to `certify`. */
export function finish(ledger: TestLedger): void {
  close(ledger);
  signHeads(ledger);
  if (ledger.state.head?.length !== 0) decrypt(ledger);
  const { resultHash } = ledger.state;
  assert(resultHash !== undefined, "the result is computed");
  ledger.accept(ledger.tx("certify", { result: resultHash }));
}
