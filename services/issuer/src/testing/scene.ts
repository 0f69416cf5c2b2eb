/** A small election in memory, and desks of its issuers over nodes that can be made to lie. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Signed, Signing } from "@veche/api";
import { assert, type Bytes, expectOk, fromHex, type Result, toHex } from "@veche/base";
import { type Asking, type FakeNode, follow } from "@veche/client/testing";
import { blindedHash, issueHashOf } from "@veche/election";
import {
  type ElectionSketch,
  openElection,
  seededRandom,
  type TestElection,
  type TestLedger,
  type TestVoter,
  TIMES,
} from "@veche/ledger/testing";
import { type DeskEvent, type DeskOptions, IssuerDesk, type IssuerRefusal } from "../desk/desk.ts";
import { type Journal, memoryJournal } from "../desk/journal.ts";
import { type IssuerHome, type OpenedIssuer, openIssuer } from "../home/open-issuer.ts";
import type { IssuerKeys } from "../keys.ts";

export type Scene = {
  readonly test: TestElection;
  /** Open, and nobody is issued. Fork it before use. */
  readonly opened: TestLedger;
  /** Of style 0. */
  readonly voter: (at: number) => TestVoter;
};

/** Three issuers, of whom the first two form the active set: one may be replaced. */
export function newScene(sketch: ElectionSketch = {}): Scene {
  const small: ElectionSketch = {
    trustees: { count: 3, quorum: 2 },
    contests: [{ min: 1, max: 1, options: 2 }],
    styles: [{ contests: [0] }],
    ...sketch,
  };
  const { ledger, voters } = openElection(small, [12], seededRandom("issuer"));
  const voter = (at: number): TestVoter => voters[0]?.[at] as TestVoter;
  return { test: ledger.test, opened: ledger, voter };
}

export function keysOf({ manifest, rsaKey }: TestElection, issuer: number): IssuerKeys {
  return new Map(manifest.styles.map((_, style) => [style, rsaKey(issuer, style)]));
}

/** What the registrar sends to one issuer. */
export function requestTo(test: TestElection, issuer: number, asking: Asking): Signing {
  const blinded = asking.blinded[issuer - 1]?.blindedMessage;
  assert(blinded !== undefined, `no message for issuer ${issuer}`);
  const { styleId: style, hashes } = asking;
  return { election: test.electionId, style, entry: asking.voter.rollEntry, hashes, blinded };
}

/** The same asking with other blinded messages under one hash; those that are absent stay. */
export function withBlinded(
  test: TestElection,
  asking: Asking,
  others: readonly (Bytes | undefined)[],
): Asking {
  const blinded = asking.blinded.map((own, at) => ({
    ...own,
    blindedMessage: others[at] ?? own.blindedMessage,
  }));
  const hashes = blinded.map(({ blindedMessage }) => blindedHash(blindedMessage));
  const issueHash = issueHashOf(test.electionId, asking.styleId, asking.voter.rollEntry, hashes);
  return { ...asking, blinded, hashes, issueHash };
}

/** A modulus plus a number, as 256 bytes. */
export function plus(modulus: Bytes, number: bigint): Bytes {
  const value = BigInt(`0x${toHex(modulus)}`) + number;
  return fromHex(value.toString(16).padStart(512, "0")) as Bytes;
}

export type Staffed = {
  readonly desk: IssuerDesk;
  readonly node: FakeNode;
  readonly journal: Journal;
  readonly events: DeskEvent[];
  /** Set by hand, ms. */
  readonly clock: { now: number };
  readonly ask: (asking: Asking) => Promise<Result<Signed, IssuerRefusal>>;
};

export type Staffing = Partial<Pick<DeskOptions, "journal" | "keys" | "issuer" | "ledger">>;

/** The desk of an issuer, the first one if not said, that follows this node and has not looked yet. */
export async function staff(node: FakeNode, staffing: Staffing = {}): Promise<Staffed> {
  const { test } = node.ledger;
  const { issuer = 1, journal = memoryJournal() } = staffing;
  const events: DeskEvent[] = [];
  const clock = { now: TIMES.opens + 1 };
  const desk = new IssuerDesk({
    electionId: test.electionId,
    issuer,
    keys: staffing.keys ?? keysOf(test, issuer),
    ledger: staffing.ledger ?? (await follow([node])),
    journal,
    clock: () => clock.now,
    report: (event) => events.push(event),
  });
  const ask: Staffed["ask"] = (asking) => desk.sign(requestTo(test, issuer, asking));
  return { desk, node, journal, events, clock, ask };
}

export const codeOf = (answer: Result<unknown, { readonly code: string }>): string =>
  answer.ok ? "SIGNED" : answer.error.code;

let root: string | undefined;
let folders = 0;

/** A folder that is gone after the tests of a file. */
export function newFolder(): string {
  if (root === undefined) {
    const made = mkdtempSync(join(tmpdir(), "veche-issuer-"));
    root = made;
    after(() => rmSync(made, { recursive: true, force: true }));
  }
  return join(root, `home-${folders++}`);
}

export type Started = OpenedIssuer & Pick<Staffed, "ask" | "clock" | "events"> & { readonly folder: string };

export function homeOf(node: FakeNode, change: Partial<IssuerHome> = {}): IssuerHome {
  const { test } = node.ledger;
  const issuer = change.issuer ?? 1;
  return {
    folder: newFolder(),
    electionId: test.electionId,
    issuer,
    keys: keysOf(test, issuer),
    nodes: [node.link()],
    clock: () => TIMES.opens + 1,
    randomBytes: seededRandom("issuer's own"),
    report: () => {},
    ...change,
  };
}

/** An issuer at home in a folder. */
export async function start(node: FakeNode, change: Partial<IssuerHome> = {}): Promise<Started> {
  const { test } = node.ledger;
  const events: DeskEvent[] = [];
  const clock = { now: TIMES.opens + 1 };
  const home = homeOf(node, { clock: () => clock.now, report: (event) => events.push(event), ...change });
  const opened = expectOk(await openIssuer(home), "issuer");
  const ask: Staffed["ask"] = (asking) => opened.desk.sign(requestTo(test, home.issuer, asking));
  return { ...opened, ask, clock, events, folder: home.folder };
}
