import { type Bytes, type CborValue, concat, encodeCbor } from "@veche/base";
import { add, encodePoint, type Point } from "@veche/group";
import type { BallotLayout } from "../form/layout.ts";
import { type Ciphertext, readCiphertexts } from "../proofs/ballot.ts";
import { ROLE } from "../replay/authority.ts";
import { hash32, hash64 } from "../transcript.ts";
import { COMMISSION, type CountedBallot, type RecordMaker, trustee } from "./maker.ts";
import { proveEquality } from "./proving.ts";
import { waitUntil } from "./steps-vote.ts";

export function close(maker: RecordMaker, time = lastEnd(maker)): void {
  maker.put(["close", {}, []], Math.max(time, maker.time + 1000));
  maker.closedSize = maker.entries.length;
}

export const lastEnd = (maker: RecordMaker): number =>
  Math.max(...maker.manifest.styles.map((style) => style.castEnds));

type MakerGroup = {
  readonly contest: number;
  readonly styles: readonly number[];
  readonly ballots: readonly CountedBallot[];
};

/** Groups of §08.2, by hand: the test's own reading of what verifier and ledger do. */
function groupsOf(maker: RecordMaker, contest: number): readonly MakerGroup[] {
  const { manifest, counted } = maker;
  const styles = manifest.styles
    .map((_, i) => i)
    .filter((i) => manifest.styles[i]?.contests.includes(contest));
  const ballotsOf = (list: readonly number[]): readonly CountedBallot[] =>
    [...counted.values()].filter((ballot) => list.includes(ballot.style));
  const total = ballotsOf(styles).length;
  if (total === 0 || (total < manifest.minimumGroup && manifest.tiny === "withhold")) return [];
  const parts: number[][] = [[]];
  for (const style of styles) {
    parts.at(-1)?.push(style);
    if (ballotsOf(parts.at(-1) ?? []).length >= manifest.minimumGroup) parts.push([]);
  }
  const rest = parts.length > 1 ? (parts.pop() ?? []) : [];
  parts.at(-1)?.push(...rest);
  return parts.map((part) => ({ contest, styles: part, ballots: ballotsOf(part) }));
}

const allGroups = (maker: RecordMaker): readonly MakerGroup[] =>
  maker.manifest.contests.flatMap((_, contest) => groupsOf(maker, contest));

/** Ciphertexts of one contest in a ballot. */
function ciphertextsOf(maker: RecordMaker, ballot: CountedBallot, contest: number): readonly Ciphertext[] {
  const layout = maker.layouts[ballot.style] as BallotLayout;
  const all = readCiphertexts(ballot.bytes, layout, maker.set.length) ?? [];
  let first = 0;
  for (const one of layout.contests) {
    if (one.contest === contest) return all.slice(first, first + one.encrypted);
    first += one.encrypted;
  }
  return [];
}

export type AggregateList = { readonly bases: readonly Bytes[]; readonly sums: readonly Bytes[] };

export function aggregateList(maker: RecordMaker): AggregateList {
  const bases: Bytes[] = [];
  const sums: Bytes[] = [];
  for (const { contest, ballots } of allGroups(maker)) {
    const columns = ballots.map((ballot) => ciphertextsOf(maker, ballot, contest));
    (columns[0] ?? []).forEach((_, option) => {
      const total = (of: (one: Ciphertext) => Point): Bytes =>
        encodePoint(columns.map((column) => of(column[option] as Ciphertext)).reduce(add));
      bases.push(total((one) => one.alpha));
      sums.push(total((one) => one.beta));
    });
  }
  return { bases, sums };
}

export type Head = { readonly size: number; readonly root: Bytes; readonly aggregates: Bytes };

export function headOf(maker: RecordMaker, root: Bytes): Head {
  const { bases, sums } = aggregateList(maker);
  const pairs = concat(...bases.flatMap((base, i) => [base, sums[i] ?? base]));
  return { size: maker.closedSize, root, aggregates: hash32("aggregates", maker.electionId, pairs) };
}

export function sendHead(maker: RecordMaker, j: number, head: Head): void {
  maker.add("tally-head", { ...head, trustee: j }, trustee(j));
}

/** The head of the log as it is now, right after `close`; trustee 5 signs another one. */
export function heads(maker: RecordMaker): void {
  const head = headOf(maker, maker.root());
  waitUntil(maker, maker.manifest.tallyNotBefore);
  maker.head = head;
  for (const j of [1, 2, 3, 4]) sendHead(maker, j, head);
  sendHead(maker, 5, { ...head, aggregates: head.root });
}

export function sendDecryption(
  maker: RecordMaker,
  j: number,
  secret = maker.shares.get(j) ?? 1n,
  signer: Parameters<RecordMaker["add"]>[2] = trustee(j),
): void {
  const { electionId, random } = maker;
  const { size, root, aggregates } = maker.head as Head;
  const head = hash64("tally-head", electionId, size, root, aggregates);
  const { bases } = aggregateList(maker);
  const { powers, proof } = proveEquality(random, "decryption", [electionId, head, j], secret, bases);
  maker.add("decryption", { points: powers, proof, trustee: j }, signer);
}

/** Trustee 3 sends a wrong decryption first; trustee 4 comes after the result is computed. */
export function decryptions(maker: RecordMaker): void {
  for (const j of [1, 2]) sendDecryption(maker, j);
  sendDecryption(maker, 3, 9n);
  for (const j of [3, 4]) sendDecryption(maker, j);
  maker.resultBytes = encodeCbor(resultValue(maker));
}

/** The result that the voters' own choices add up to. */
export function resultValue(maker: RecordMaker): CborValue {
  const { manifest, counted } = maker;
  const contests = manifest.contests.map(({ min, max, options }, contest) => {
    const styles = manifest.styles
      .map((_, i) => i)
      .filter((i) => manifest.styles[i]?.contests.includes(contest));
    const ballots = [...counted.values()].filter((ballot) => styles.includes(ballot.style)).length;
    const groups = groupsOf(maker, contest).map((group) => {
      const encrypted = options.length - (min === max ? 1 : 0);
      const counts = Array.from({ length: encrypted }, (_, option) =>
        group.ballots.reduce((sum, ballot) => sum + voteOf(maker, ballot, contest, option), 0),
      );
      if (min === max) counts.push(max * group.ballots.length - counts.reduce((sum, one) => sum + one, 0));
      return { ballots: group.ballots.length, counts, styles: group.styles };
    });
    const status = ballots === 0 ? "empty" : groups.length === 0 ? "withheld" : "counted";
    return { ballots, contest, groups, status };
  });
  return { contests, election: maker.electionId };
}

function voteOf(maker: RecordMaker, ballot: CountedBallot, contest: number, option: number): number {
  const at = maker.manifest.styles[ballot.style]?.contests.indexOf(contest) ?? -1;
  return ballot.votes[at]?.[option] ?? 0;
}

export function certify(maker: RecordMaker, bytes = maker.resultBytes ?? new Uint8Array(0)): void {
  maker.control("certify", { result: hash32("result", maker.electionId, bytes) });
}

export function participants(maker: RecordMaker): void {
  const signers = [...COMMISSION, [ROLE.registrar, 1] as const];
  maker.add("participants", { hash: new Uint8Array(32).fill(3) }, signers);
}
