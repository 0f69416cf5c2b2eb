import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Signing } from "@veche/api";
import { type Bytes, expectOk } from "@veche/base";
import { type Asking, FakeNode } from "@veche/client/testing";
import { openElection, seededRandom, type TestLedger, type TestVoter } from "@veche/ledger/testing";
import { type OpenedIssuer, openIssuer } from "./service.ts";

/** Four issuers, of whom the first two form the active set; one may be replaced. */
const { ledger: openedLedger, voters } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    issuers: { count: 4, active: [1, 2] },
    styles: [{ contests: [0] }, { contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [6, 2],
  seededRandom("issuer"),
);

export const { test: testElection } = openedLedger;
export const voter = (at: number): TestVoter => voters[0]?.[at] as TestVoter;

export const newLedger = (): TestLedger => openedLedger.fork();
export const newNode = (ledger = newLedger()): FakeNode => new FakeNode(ledger);

const root = mkdtempSync(join(tmpdir(), "veche-issuer-"));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
export const newFolder = (): string => join(root, `home-${folders++}`);

export type Started = OpenedIssuer & {
  readonly folder: string;
  /** The issuer's clock, ms. */
  readonly clock: { now: number };
};

/** An issuer at home in `folder`, looking at `node`. */
export async function start(issuer: number, node: FakeNode, folder = newFolder()): Promise<Started> {
  const clock = { now: node.ledger.time };
  const opened = await openIssuer({
    folder,
    electionId: testElection.electionId,
    issuer,
    keys: new Map([0, 1].map((style) => [style, testElection.rsaKey(issuer, style)] as const)),
    nodes: [node.link()],
    now: () => clock.now,
    randomBytes: seededRandom("issuer's own"),
  });
  return { ...expectOk(opened, "issuer"), folder, clock };
}

/** What the registrar sends to one issuer. */
export const requestTo = (
  issuer: number,
  { voter: { rollEntry }, styleId, hashes, blinded }: Asking,
): Signing => ({
  election: testElection.electionId,
  style: styleId,
  entry: rollEntry,
  hashes,
  blinded: blinded[issuer - 1]?.blindedMessage as Bytes,
});

/** The signature, or the code of the refusal. */
export async function answerOf(started: Started, request: Signing): Promise<Bytes | string> {
  const answer = await started.issuer.sign(request);
  return answer.ok ? answer.value.signature : answer.error.code;
}
