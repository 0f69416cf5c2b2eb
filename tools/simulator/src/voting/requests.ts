import { assert, type Bytes, compareBytes, concat, expectOk, type RandomBytes } from "@veche/base";
import { blindMany, MODULUS_LENGTH } from "@veche/crypto";
import { blindedHash, issueHashOf, tokenMessage } from "@veche/election";
import type { PendingShare } from "@veche/election/spend";
import { randomScalar, type Scalar } from "@veche/group";
import { assembleTransaction, logNameOf, ROLES, signedMessage } from "@veche/ledger";
import { signIssues } from "../bulk/issue-signatures.ts";
import { takeFrom } from "../bulk/scalars.ts";
import { simulatedEntry } from "../roll.ts";
import { seededRandom } from "../seeded-random.ts";
import type { Booth } from "./frame.ts";

/** Voters of one style by their numbers. `moduli`: of all issuers for the style. */
export type Group = {
  readonly style: number;
  readonly numbers: Uint32Array;
  readonly moduli: readonly Bytes[];
};

/** What a group asks for: rows of `rowBytes`, and the signed `issue` transactions one after the other, equally long. */
export type Requests = { readonly rows: Bytes; readonly transactions: Bytes };

/** What a voter keeps between asking and casting. */
export type Request = { readonly entry: Bytes; readonly shares: readonly PendingShare[] };

const ENTRY = 32;

/** A row: the roll entry, then for each issuer the blinded message and the secret that unblinds the answer. */
export const rowBytes = (issuers: number): number => ENTRY + 2 * MODULUS_LENGTH * issuers;

export const entryOfRow = (row: Bytes): Bytes => row.subarray(0, ENTRY);

export function readRow(row: Bytes, moduli: readonly Bytes[]): Request {
  const shares = moduli.map((modulus, at): PendingShare => {
    const from = rowBytes(at);
    const middle = from + MODULUS_LENGTH;
    const blindedMessage = row.subarray(from, middle);
    return { modulus, blindedMessage, inverse: row.subarray(middle, middle + MODULUS_LENGTH) };
  });
  return { entry: entryOfRow(row), shares };
}

/** Everything secret of a simulated voter but the proofs' randomness follows from seed, style and number. */
export const voterRandom = (booth: Booth, style: number, number: number, what: string): RandomBytes =>
  seededRandom(booth.seed, `voter ${style} ${number} ${what}`);

export type Voter = { readonly number: number; readonly x: Scalar; readonly point: Bytes };

/** Credentials as `newSecret` draws them: the first of the bytes that a voter's request is made of. */
export function votersOf(
  booth: Booth,
  { style, numbers }: Group,
): readonly (Voter & { readonly random: RandomBytes })[] {
  const drawn = [...numbers].map((number) => {
    const random = voterRandom(booth, style, number, "credential");
    return { number, random, x: randomScalar(random) };
  });
  const points = takeFrom(booth.bases.multiplesOfBase(drawn.map(({ x }) => x)));
  return drawn.map((voter) => ({ ...voter, point: points(1) }));
}

/** The rows of a group: what `beginIssue` gives for each voter with the same random bytes (§04.5.1). */
export function makeRows(booth: Booth, group: Group): Bytes {
  const { style, moduli } = group;
  const { electionId, styleId } = names(booth, style);
  const voters = votersOf(booth, group);
  const messages = voters.map(({ point }) => tokenMessage(electionId, styleId, point));
  const rows = new Uint8Array(voters.length * rowBytes(moduli.length));
  const row = (at: number): Bytes => rows.subarray(at * rowBytes(moduli.length));
  for (const [at, { number }] of voters.entries()) {
    row(at).set(simulatedEntry({ electionId, styleId, seed: booth.seed }, style, number));
  }
  const randoms = voters.map(({ random }) => random);
  for (const [issuer, modulus] of moduli.entries()) {
    const blinded = expectOk(blindMany(modulus, messages, inTurn(modulus, randoms)), "blinding");
    for (const [at, { blindedMessage, inverse }] of blinded.entries()) {
      row(at).set(blindedMessage, rowBytes(issuer));
      row(at).set(inverse, rowBytes(issuer) + MODULUS_LENGTH);
    }
  }
  return rows;
}

/**
 * Random bytes for `blindMany`, which draws one factor for each message: each from its voter's own stream, and past those that are not
 * below the modulus, as `blind` would pass over them.
 */
function inTurn(modulus: Bytes, randoms: readonly RandomBytes[]): RandomBytes {
  let turn = 0;
  return (length) => {
    const random = randoms[turn++];
    assert(random !== undefined, "a factor for each message");
    for (;;) {
      const factor = random(length);
      if (compareBytes(factor, modulus) < 0) return factor;
    }
  };
}

/** The rows of a group, and the registrar's `issue` for each (§04.5.3). `set`: the current issuer set. */
export function makeRequests(booth: Booth, group: Group, set: number): Requests {
  const { style, moduli, numbers } = group;
  const { electionId, styleId } = names(booth, style);
  const log = logNameOf(booth.election);
  const rows = makeRows(booth, group);
  const bodies = cutRows(rows, moduli.length).map((row) => {
    const { entry, shares } = readRow(row, moduli);
    const hashes = shares.map(({ blindedMessage }) => blindedHash(blindedMessage));
    return { entry, hash: issueHashOf(electionId, styleId, entry, hashes), set, style };
  });
  const messages = bodies.map((body) => signedMessage(log, "issue", 0, body));
  const randoms = [...numbers].map((number) => voterRandom(booth, style, number, "issue signature"));
  const signatures = signIssues("registrar-issue", booth.bases, booth.registrar, messages, randoms);
  const transactions = bodies.map((body, at) => {
    const signature = { role: ROLES.issueKey, index: 1, bytes: signatures[at] as Bytes };
    return assembleTransaction("issue", body, [signature]);
  });
  return { rows, transactions: joinEqual(transactions) };
}

export function cutRows(rows: Bytes, issuers: number): readonly Bytes[] {
  const length = rowBytes(issuers);
  return Array.from({ length: rows.length / length }, (_, at) =>
    rows.subarray(at * length, (at + 1) * length),
  );
}

/** One after the other; all have one length, so that their number tells them apart again. */
export function joinEqual(parts: readonly Bytes[]): Bytes {
  assert(
    parts.every(({ length }) => length === parts[0]?.length),
    "transactions of one kind and style have one length",
  );
  return concat(...parts);
}

export function names(
  { election }: Booth,
  style: number,
): { readonly electionId: Bytes; readonly styleId: string } {
  const { id } = election.manifest.styles[style] as { readonly id: string };
  return { electionId: election.electionId, styleId: id };
}
