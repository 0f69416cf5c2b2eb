import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { encodeSignAnswer, type Issued, type Issuing, readSignRequest, type Signing } from "@veche/api";
import { expectOk, ok } from "@veche/base";
import { finishProposal, type Http, type HttpAnswer, jsonBytes, jsonOf, signProposal } from "@veche/client";
import { type Asking, askFor, FakeNode, fakeTiming } from "@veche/client/testing";
import { rawSign } from "@veche/crypto/signer";
import { type PersonRecord, parsePersonId } from "@veche/election/person";
import {
  canaries,
  ceremony,
  define,
  issuerKeys,
  open,
  seededRandom,
  signerOf,
  TestLedger,
  type TestVoter,
  TIMES,
  testElection,
} from "@veche/ledger/testing";
import {
  accountsPath,
  type Entitled,
  IssuerLink,
  type LetterRegistrar,
  makeRoll,
  type OpenedRegistrar,
  openRegistrar,
  type RegistrarEvent,
  type Roll,
  rollProposals,
  writeAccounts,
} from "./index.ts";

const randomBytes = seededRandom("registrar");

export const personOf = (at: number): PersonRecord => ({
  family: "Иванов",
  given: `Пётр-${at}`,
  patronymic: "",
  birthDate: "1990-01-02",
  document: `4510${100_000 + at}`,
});

export const entitled = (count: number, style = 0): readonly Entitled[] =>
  Array.from({ length: count }, (_, at) => ({
    person: expectOk(parsePersonId(`v-${style}-${at}`), "person"),
    record: personOf(10_000 * style + at),
    style,
  }));

export const election = testElection(
  {
    trustees: { count: 3, quorum: 2 },
    issuers: { count: 3, active: [1, 2] },
    styles: [{ contests: [0] }, { contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  randomBytes,
);

/** An election that opened, its roll made by the registrar. */
function openedLedger(roll: Roll): TestLedger {
  const ledger = new TestLedger(election);
  define(ledger);
  ceremony(ledger);
  issuerKeys(ledger);
  for (const proposal of rollProposals(election.election, roll.chunks, signerOf(election, "registrar", 1))) {
    const signed = [1, 2].reduce(
      (now, index) =>
        expectOk(signProposal(now, signerOf(election, "commission", index), election.election), "signed"),
      proposal,
    );
    ledger.accept(expectOk(finishProposal(signed, election.election), "roll"));
  }
  canaries(ledger);
  open(ledger);
  return ledger.at(TIMES.opens);
}

export const roll = expectOk(
  makeRoll(
    election.election,
    [...entitled(8), ...entitled(2, 1)],
    (message) => signerOf(election, "registrar", 1).sign(message),
    randomBytes,
  ),
  "roll",
);
const opened = openedLedger(roll);
export const newNode = (): FakeNode => new FakeNode(opened.fork());

/** Issuers that sign whatever they are asked to, or misbehave. */
export class FakeIssuers {
  readonly asked: Signing[] = [];
  /** By issuer: an answer instead of a signature. */
  readonly lies = new Map<number, (request: Signing) => HttpAnswer | undefined>();

  link(issuer: number): IssuerLink {
    const http: Http = async (request) => {
      const signing = readSignRequest(jsonOf(request.body ?? new Uint8Array(0)));
      if (signing === undefined) return ok({ status: 400, body: new Uint8Array(0) });
      this.asked.push(signing);
      const style = election.manifest.styles.findIndex(({ id }) => id === signing.style);
      const lie = this.lies.get(issuer)?.(signing);
      if (lie !== undefined) return ok(lie);
      const signature = expectOk(rawSign(election.rsaKey(issuer, style), signing.blinded), "signature");
      return ok({ status: 200, body: jsonBytes(encodeSignAnswer({ issuer, set: 0, signature })) });
    };
    return new IssuerLink(issuer, `https://issuer${issuer}.example`, http);
  }
}

export const refusal = (status: number, code: string): HttpAnswer => ({
  status,
  body: jsonBytes({ code, message: { en: "x", ru: "x" } }),
});

const root = mkdtempSync(join(tmpdir(), "veche-registrar-"));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
export const newFolder = (): string => join(root, `home-${folders++}`);

export type Started = OpenedRegistrar<LetterRegistrar> & {
  readonly folder: string;
  readonly issuers: FakeIssuers;
  readonly clock: { now: number };
  readonly events: RegistrarEvent[];
};

export async function start(node: FakeNode, folder?: string, issuers = new FakeIssuers()): Promise<Started> {
  const home = folder ?? newFolder();
  if (folder === undefined) expectOk(await writeAccounts(accountsPath(home), roll.accounts), "accounts");
  const clock = { now: TIMES.opens };
  const events: RegistrarEvent[] = [];
  const registrar = await openRegistrar({
    folder: home,
    electionId: election.electionId,
    nodes: [node.link()],
    issuers: [1, 2, 3].map((issuer) => issuers.link(issuer)),
    issueKey: election.secrets.issueKey,
    now: () => clock.now,
    pace: { timing: fakeTiming(), backoff: { steps: [100, 200], patienceMs: 2_000 } },
    randomBytes,
    report: (event) => events.push(event),
  });
  return { ...expectOk(registrar, "registrar"), folder: home, issuers, clock, events };
}

/** A letter's voter, and a page that has drawn a credential. */
export function ask(letterAt = 0): { readonly asking: Asking; readonly request: Issuing } {
  const letter = roll.letters[letterAt];
  if (letter === undefined) throw new Error("no such letter");
  const style = election.manifest.styles.findIndex(({ id }) => id === letter.styleId);
  const voter: TestVoter = { style, rollEntry: letter.entry, x: 1n, credential: randomBytes(32) };
  const asking = askFor(election, voter);
  const blinded = asking.blinded.map(({ blindedMessage }) => blindedMessage);
  return { asking, request: { voter: letter.person, secret: letter.secret, style: letter.styleId, blinded } };
}

/** Requests that differ on one letter, as somebody who has it could make them: in range, though nobody could unblind them. */
export const differentRequests = (count: number): readonly Issuing[] => {
  const { request } = ask(0);
  return Array.from({ length: count }, () => ({
    ...request,
    blinded: request.blinded.map(() => new Uint8Array([0x01, ...randomBytes(255)])),
  }));
};

export async function answerOf(started: Started, request: Issuing): Promise<Issued | string> {
  const answer = await started.registrar.issue(request);
  return answer.ok ? answer.value : answer.error;
}
