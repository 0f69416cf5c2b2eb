import { type Bytes, type CborMap, type CborValue, encodeCbor, type RandomBytes, sha256 } from "@veche/base";
import type { Point, Scalar } from "@veche/group";
import type { TransactionType } from "../form/bodies.ts";
import { type BallotLayout, ballotLayout } from "../form/layout.ts";
import { decodeManifest, type Manifest } from "../form/manifest.ts";
import { isControl, ROLE } from "../replay/authority.ts";
import { hash64 } from "../transcript.ts";
import { issueSecret, partyName, type Signer, signAs } from "./parties.ts";
import { signIssue } from "./proving.ts";
import { ALL_SIGNERS, type NoteSigner, publish, rootOf } from "./publish.ts";
import { seededBytes } from "./random.ts";
import type { Head } from "./steps-tally.ts";
import { START } from "./test-manifest.ts";

/** A cast that the maker counts: what its voter chose, and its ballot. */
export type CountedBallot = {
  readonly style: number;
  readonly votes: readonly (readonly number[])[];
  readonly bytes: Bytes;
};

/**
 * Writes a log with the keys of all parties, and checks nothing: the tests decide what is honest. Each
 * transaction stands in a block of its own, one second later, unless a time is given.
 */
export class RecordMaker {
  readonly random: RandomBytes;
  readonly #value: CborMap;
  readonly manifestBytes: Bytes;
  readonly manifest: Manifest;
  readonly electionId: Bytes;
  readonly layouts: readonly BallotLayout[];
  readonly entries: Bytes[] = [];
  /** Time of the last entry. */
  time = START - 1000;
  controlSeq = 0;
  attempt = 0;
  /** Alive trustees of the last ceremony, their shares, and Y. */
  readonly shares = new Map<number, Scalar>();
  electionKey: Point | undefined;
  /** Roll entries of each style, ascending. */
  readonly roll: Bytes[][] = [];
  set: readonly number[];
  setNumber = 0;
  /** The last ballot of each credential that counts. */
  readonly counted = new Map<string, CountedBallot>();
  signers: readonly NoteSigner[] = ALL_SIGNERS;
  resultBytes: Bytes | undefined;
  closedSize = 0;
  head: Head | undefined;

  constructor(manifest: CborMap, seed = "record") {
    this.#value = manifest;
    this.random = seededBytes(seed);
    this.manifestBytes = new Uint8Array(encodeCbor(manifest));
    this.electionId = sha256(this.manifestBytes);
    const read = decodeManifest(this.manifestBytes);
    // Even a manifest against the rules has the form that its test election needs.
    if (read === undefined) throw new RangeError("a test manifest has the right form");
    this.manifest = read;
    this.layouts = read.styles.map((style) => ballotLayout(read, style));
    this.set = read.issuers.active;
    for (const _ of read.styles) this.roll.push([]);
  }

  /** A signed transaction as a CBOR value. `sequence` of control transactions counts by itself. */
  transaction(
    type: TransactionType,
    body: CborMap,
    signers: readonly Signer[],
    sequence = this.controlSeq,
  ): CborValue {
    const signatures = signers.map(([role, index]) => [
      role,
      index,
      this.sign([role, index], type, body, sequence),
    ]);
    return [type, body, signatures];
  }

  sign(signer: Signer, type: TransactionType, body: CborMap, sequence = this.controlSeq): Bytes {
    const { origin } = this.manifest;
    const item = isControl(type) ? sequence : "";
    const message = hash64("tx", origin, this.electionId, type, item, encodeCbor(body));
    if (signer[0] === ROLE.issueKey) return signIssue(this.random, issueSecret, message);
    return signAs(partyName(signer), message);
  }

  /** Puts any value as an entry of the log. */
  put(transaction: CborValue, time = this.time + 1000): void {
    this.time = time;
    this.entries.push(new Uint8Array(encodeCbor([time, transaction])));
  }

  add(type: TransactionType, body: CborMap, signers: readonly Signer[], time = this.time + 1000): void {
    this.put(this.transaction(type, body, signers), time);
  }

  /** A control transaction signed by two members of the commission. */
  control(type: TransactionType, body: CborMap, time = this.time + 1000): void {
    this.add(type, body, COMMISSION, time);
    this.controlSeq += 1;
  }

  /** Several transactions in one block, the casts in the order they must have. */
  block(transactions: readonly CborValue[], casts: readonly CborValue[]): void {
    const time = this.time + 1000;
    const hashed = casts.map((cast) => ({ cast, hash: Buffer.from(sha256(encodeCbor(cast))) }));
    hashed.sort((a, b) => Buffer.compare(a.hash, b.hash));
    for (const transaction of [...transactions, ...hashed.map((one) => one.cast)])
      this.put(transaction, time);
  }

  /** A second maker that goes on from here on its own. */
  copy(): RecordMaker {
    const other = new RecordMaker(this.#value, `copy at ${this.entries.length}`);
    other.entries.push(...this.entries);
    const { time, controlSeq, attempt, electionKey, set, setNumber, signers } = this;
    const { resultBytes, closedSize, head } = this;
    Object.assign(other, { time, controlSeq, attempt, electionKey, set, setNumber, signers });
    Object.assign(other, { resultBytes, closedSize, head });
    for (const [j, share] of this.shares) other.shares.set(j, share);
    for (const [voter, ballot] of this.counted) other.counted.set(voter, ballot);
    this.roll.forEach((entries, style) => {
      other.roll[style] = [...entries];
    });
    return other;
  }

  root(): Bytes {
    return rootOf(this.entries);
  }

  files(): Map<string, Bytes> {
    const files = publish(this.entries, this.manifest.origin, this.signers);
    if (this.resultBytes !== undefined) files.set("result.cbor", this.resultBytes);
    return files;
  }
}

export const COMMISSION: readonly Signer[] = [
  [ROLE.commission, 1],
  [ROLE.commission, 2],
];
export const trustee = (index: number): readonly Signer[] => [[ROLE.trustee, index]];
