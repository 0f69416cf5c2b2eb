import { type Bytes, concat, sha256, u32, utf8 } from "@veche/base";
import {
  addScalars,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyScalars,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { ROLE } from "../replay/authority.ts";
import { hash32, hashPoint } from "../transcript.ts";
import { COMMISSION, type RecordMaker, trustee } from "./maker.ts";
import { modulusOf, rsaKeyOf } from "./parties.ts";
import { proveEquality, proveKnowledge, rsaRoots } from "./proving.ts";

export function define(maker: RecordMaker): void {
  maker.add("define", { manifest: maker.manifestBytes }, [
    [ROLE.genesis, 1],
    [ROLE.genesis, 2],
    ...COMMISSION,
  ]);
}

/** What one dealer deals in one attempt. */
export type Deal = { readonly coefficients: readonly Scalar[]; readonly commitments: Bytes };

export function deal(maker: RecordMaker): Deal {
  const coefficients = maker.manifest.trustees.members
    .slice(0, maker.manifest.trustees.quorum)
    .map(() => randomScalar(maker.random));
  const commitments = concat(...coefficients.map((a) => encodePoint(multiplyBase(a))));
  return { coefficients, commitments };
}

export function shareOf({ coefficients }: Deal, receiver: number): Scalar {
  return coefficients.reduceRight(
    (sum, coefficient) => addScalars(multiplyScalars(sum, BigInt(receiver)), coefficient),
    0n,
  );
}

export function sendHash(maker: RecordMaker, j: number, { commitments }: Deal): void {
  const { attempt, electionId } = maker;
  const hash = hash32("commitments", electionId, attempt, j, commitments);
  maker.add("trustee-hash", { attempt, hash, trustee: j }, trustee(j));
}

export function sendCommit(maker: RecordMaker, j: number, { commitments, coefficients }: Deal): void {
  const { attempt, electionId, random } = maker;
  const context = [electionId, attempt, j];
  const proof = proveKnowledge(random, context, commitments, coefficients[0] ?? 0n);
  maker.add("trustee-commit", { attempt, commitments, proof, trustee: j }, trustee(j));
}

export function sendShares(maker: RecordMaker, j: number, alive: readonly number[]): void {
  const shares = alive.filter((one) => one !== j).map((one) => utf8(`age file for ${one}`));
  maker.add("trustee-shares", { attempt: maker.attempt, shares, trustee: j }, trustee(j));
}

export function sendConfirm(maker: RecordMaker, j: number): void {
  maker.add("trustee-confirm", { attempt: maker.attempt, trustee: j }, trustee(j));
}

/** The steps `hash`, `commit` and `shares` of an attempt. */
export function dealAll(maker: RecordMaker, alive: readonly number[]): ReadonlyMap<number, Deal> {
  const deals = new Map(alive.map((j) => [j, deal(maker)] as const));
  for (const [j, one] of deals) sendHash(maker, j, one);
  for (const [j, one] of deals) sendCommit(maker, j, one);
  for (const j of alive) sendShares(maker, j, alive);
  return deals;
}

/** Remembers the keys of a ceremony that came to its end. */
export function takeKeys(maker: RecordMaker, deals: ReadonlyMap<number, Deal>): void {
  maker.shares.clear();
  const total = (of: (one: Deal) => Scalar): Scalar =>
    [...deals.values()].reduce((sum, one) => addScalars(sum, of(one)), 0n);
  for (const j of deals.keys())
    maker.shares.set(
      j,
      total((one) => shareOf(one, j)),
    );
  maker.electionKey = multiplyBase(total((one) => one.coefficients[0] ?? 0n));
}

/** An honest ceremony in which trustee 2 complains about dealer 1, and is answered. */
export function ceremony(maker: RecordMaker, alive: readonly number[] = [1, 2, 3, 4, 5]): void {
  const { attempt } = maker;
  const deals = dealAll(maker, alive);
  for (const j of alive) {
    if (j === 2) maker.add("trustee-complaint", { against: [1], attempt, trustee: 2 }, trustee(2));
    else sendConfirm(maker, j);
  }
  const share = encodeScalar(shareOf(deals.get(1) as Deal, 2));
  maker.add("trustee-answer", { attempt, complainer: 2, share, trustee: 1 }, trustee(1));
  sendConfirm(maker, 2);
  takeKeys(maker, deals);
}

export function sendIssuerKeys(maker: RecordMaker, issuer: number, style: number): void {
  const key = rsaKeyOf(issuer, style);
  const roots = rsaRoots(maker.electionId, issuer, maker.manifest.styles[style]?.id ?? "", key);
  maker.add("issuer-keys", { issuer, modulus: modulusOf(key), roots, style }, [[ROLE.issuer, issuer]]);
}

export function issuerKeys(maker: RecordMaker): void {
  maker.manifest.styles.forEach((_, style) => {
    for (const issuer of [1, 2, 3]) sendIssuerKeys(maker, issuer, style);
  });
}

export const testRollEntries = (style: number, count: number): Bytes[] =>
  Array.from({ length: count }, (_, i) => sha256(utf8(`roll ${style} ${i}`))).sort((a, b) =>
    Buffer.compare(a, b),
  );

export function sendRoll(maker: RecordMaker, style: number, entries: readonly Bytes[], first: number): void {
  maker.add("roll", { entries: concat(...entries), first, style }, [...COMMISSION, [ROLE.registrar, 1]]);
}

/** Two chunks for style 0, one for style 1. */
export function roll(maker: RecordMaker): void {
  const [a, b] = [testRollEntries(0, 6), testRollEntries(1, 5)];
  maker.roll[0] = a;
  maker.roll[1] = b;
  sendRoll(maker, 0, a.slice(0, 4), 0);
  sendRoll(maker, 0, a.slice(4), 4);
  sendRoll(maker, 1, b, 0);
}

export function sendCanary(
  maker: RecordMaker,
  j: number,
  stage: string,
  secret = maker.shares.get(j) ?? 1n,
): void {
  const { attempt, electionId, random } = maker;
  const base = encodePoint(hashPoint("canary", electionId, attempt, stage));
  const context = [electionId, attempt, stage, j];
  const { powers, proof } = proveEquality(random, "canary-proof", context, secret, [base]);
  maker.add("canary", { attempt, point: powers, proof, stage, trustee: j }, trustee(j));
}

/** Four trustees pass; the second sends a wrong one first. */
export function canaries(maker: RecordMaker): void {
  const tried = [...maker.shares.keys()].slice(0, 4);
  sendCanary(maker, tried[1] ?? 0, "ceremony", 5n);
  for (const stage of ["ceremony", "open"]) for (const j of tried) sendCanary(maker, j, stage);
}

export function openBody(maker: RecordMaker): { readonly key: Bytes; readonly styles: readonly Bytes[] } {
  const { attempt, electionId, manifest } = maker;
  const shares = [...maker.shares].map(([j, share]) => concat(u32(j), encodePoint(multiplyBase(share))));
  const key = encodePoint(maker.electionKey as Point);
  const set = concat(...maker.set.map((issuer) => u32(issuer)));
  return {
    key: hash32("election-key", electionId, attempt, key, concat(...shares), set),
    styles: manifest.styles.map(({ id }, style) => {
      const moduli = concat(...manifest.issuers.members.map((_, i) => modulusOf(rsaKeyOf(i + 1, style))));
      return hash32("issuer-style", electionId, id, moduli, maker.roll[style]?.length ?? 0);
    }),
  };
}

export function open(maker: RecordMaker): void {
  maker.control("open", openBody(maker));
}
