import assert from "node:assert/strict";
import type { TrackerAnswer, VotingAnswer } from "@veche/api";
import type { HandoverAnswer, PortalIssueAnswer, SessionAnswer } from "@veche/api/portal";
import { type Bytes, expectOk, fromBase64, fromHex, type RandomBytes, toBase64, utf8 } from "@veche/base";
import { checkIssueReceipt, checkReceipt } from "@veche/client";
import {
  decodeManifest,
  type Election,
  type EncryptedBallot,
  electionIdOf,
  encryptBallot,
  encryptionContext,
  SEED_BYTES,
} from "@veche/election";
import { beginIssue, type Credential, finalizeCredential, type PendingIssue } from "@veche/election/spend";
import { decodePoint } from "@veche/group";
import { assembleTransaction } from "@veche/ledger";
import type { PracticePerson } from "../../persons.ts";
import type { Addresses } from "../../practice.ts";
import { blindedFragment, signedFragment, votingFragment } from "./fragments.ts";
import { PageBrowser } from "./page-browser.ts";

type Places = Pick<Addresses, "portal" | "ballot">;
type Device = {
  readonly election: Election;
  readonly voting: VotingAnswer;
  readonly pending: PendingIssue;
  readonly credential: Credential;
  readonly issued: PortalIssueAnswer;
  readonly issue: {
    readonly entry: Bytes;
    readonly hash: Bytes;
    readonly index: number;
    readonly time: number;
  };
};
export type Cast = {
  readonly ballot: EncryptedBallot;
  readonly transaction: Bytes;
  readonly seed: Bytes;
  readonly index: number;
  readonly time: number;
};

/** A voter and the pages of both hosts as they behave: the way in two halves, so that others can come between issue and cast. */
export class PageVoter {
  readonly person: PracticePerson;
  readonly browser: PageBrowser;
  readonly #places: Places;
  readonly #randomBytes: RandomBytes;
  #device: Device | undefined;
  #cast: Cast | undefined;
  #session: SessionAnswer | undefined;

  constructor(person: PracticePerson, places: Places, address: string | undefined, randomBytes: RandomBytes) {
    this.person = person;
    this.browser = new PageBrowser(address);
    this.#places = places;
    this.#randomBytes = randomBytes;
  }

  get device(): Device {
    return this.#device ?? assert.fail("nothing was issued");
  }

  get cast(): Cast {
    return this.#cast ?? assert.fail("nothing was cast");
  }

  get csrf(): string {
    return this.#session?.csrf ?? "";
  }

  async signIn(): Promise<void> {
    const { portal } = this.#places;
    await this.browser.navigate(`${portal}/`);
    const login = await this.browser.navigate(`${portal}/auth/sign-in?return=/`);
    assert.equal(login.status, 200, login.body);
    await this.browser.navigate(login.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ person: this.person.id }).toString(),
    });
    this.#session = await this.#portal<SessionAnswer>("/api/session");
    assert.equal(this.#session.person?.family, this.person.family);
  }

  /** From "my elections" to a credential on the device. `isLost`: the first answer is, and the page asks again. */
  async getBallot(campaign: string, isLost: boolean): Promise<void> {
    await this.#portal("/api/campaigns");
    const {
      electionId: id,
      ballotPage,
      style,
    } = await this.#portal<HandoverAnswer>(`/api/campaigns/${campaign}/handover`);
    await this.browser.navigate(`${ballotPage}#${votingFragment(style)}`);
    await this.#board("/page/settings.json");
    const voting = await this.#board<VotingAnswer>(`/e/${id}/voting/${style}`);
    const { election, pending } = this.#begin(fromHex(id) as Bytes, style, voting);
    const blinded = pending.shares.map(({ blindedMessage }) => blindedMessage);
    await this.browser.navigate(`${this.#places.portal}/issue/${id}#${blindedFragment(style, blinded)}`);
    const ask = { style, blinded: blinded.map(toBase64) };
    const code = await this.#code(campaign);
    const confirmed = { ...ask, confirmation: { method: "sms", code } };
    const first = await this.#post<PortalIssueAnswer>(`/api/e/${id}/issue`, confirmed);
    const issued = isLost ? await this.#post<PortalIssueAnswer>(`/api/e/${id}/issue`, confirmed) : first;
    assert.deepEqual(issued.signatures, first.signatures);
    const issue = expectOk(checkIssueReceipt(utf8(issued.proof), election), "the proof of issue");
    const signatures = issued.signatures.map((text) => fromBase64(text) as Bytes);
    await this.browser.navigate(`${ballotPage}#${signedFragment(signatures)}`);
    const credential = this.#finalize(election, pending, issued, issue);
    this.#device = { election, voting, pending, credential, issued, issue };
  }

  /** In the ballot page, opened anew: encrypts, casts and looks at the receipt. */
  async castBallot(): Promise<void> {
    const { election, voting, credential } = this.device;
    const id = Buffer.from(election.electionId).toString("hex");
    await this.browser.navigate(`${this.#places.ballot}/e/${id}/`);
    await this.#board(`/e/${id}/status`);
    const seed = this.#randomBytes(SEED_BYTES);
    const ballot = this.#encrypt(election, voting, credential, seed);
    const transaction = assembleTransaction("cast", { ballot: ballot.bytes }, []);
    const posted = await this.browser.fetch(`${this.#places.ballot}/e/${id}/tx`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body: transaction,
    });
    assert.equal(posted.status, 200, posted.body);
    const { index } = JSON.parse(posted.body) as { readonly index: number };
    const proof = await this.browser.fetch(`${this.#places.ballot}/e/${id}/proof/${index}`);
    const receipt = expectOk(checkReceipt(utf8(proof.body), election.manifest), "receipt");
    assert.deepEqual(receipt.transaction, transaction);
    const tracker = ballot.tracker.replaceAll("-", "");
    const found = await this.#board<TrackerAnswer>(`/e/${id}/tracker/${tracker}`);
    assert.deepEqual(found.entries, [{ index, superseded: false }]);
    this.#cast = { ballot, transaction, seed, index, time: receipt.time };
  }

  async signOut(): Promise<void> {
    await this.browser.navigate(`${this.#places.portal}/`);
    await this.#post("/api/sign-out", {});
  }

  #begin(electionId: Bytes, style: number, voting: VotingAnswer) {
    const bytes = fromBase64(voting.manifest) as Bytes;
    assert.deepEqual(electionIdOf(bytes), electionId);
    const election = { electionId, manifest: expectOk(decodeManifest(bytes), "manifest") };
    const moduli = voting.style.moduli.map((modulus) => fromBase64(modulus) as Bytes);
    const styleId = election.manifest.styles[style]?.id ?? "";
    const pending = expectOk(beginIssue({ electionId, styleId, style }, moduli, this.#randomBytes), "issue");
    return { election, pending };
  }

  #finalize(
    election: Election,
    pending: PendingIssue,
    issued: PortalIssueAnswer,
    issue: Device["issue"] & { readonly set: number; readonly style: number },
  ): Credential {
    const { active } = election.manifest.issuers;
    const signatures = issued.signatures.map((text, at) => ({
      issuer: active[at] ?? 0,
      blindSignature: fromBase64(text) as Bytes,
    }));
    const answers = { active, replacements: [], set: issued.set, signatures };
    return expectOk(finalizeCredential(pending, issue, answers), "the credential");
  }

  /** Any choice that the rules allow, drawn. */
  #encrypt(
    election: Election,
    voting: VotingAnswer,
    { style, set, x, token }: Credential,
    seed: Bytes,
  ): EncryptedBallot {
    const { contests, styles } = election.manifest;
    const choices = (styles[style]?.contests ?? []).map((at) => {
      const options = contests[at]?.options ?? [];
      const chosen = (this.#randomBytes(1)[0] ?? 0) % options.length;
      return options.map((_, option) => (option === chosen ? 1 : 0) as 0 | 1);
    });
    const key = decodePoint(fromHex(voting.key.electionKey) as Bytes) ?? assert.fail("a point");
    const asked = { style, seq: 0, set, x, token, choices, seed };
    return expectOk(encryptBallot(encryptionContext(election, key), asked, this.#randomBytes), "ballot");
  }

  /** The code that came to this telephone. */
  async #code(subject: string): Promise<string> {
    await this.#post("/api/codes", { purpose: "issue", subject, language: "en" });
    const { body } = await this.browser.fetch(`${this.#places.portal}/outbox`);
    const own = body.slice(body.indexOf(`<h2>${this.person.telephone}</h2>`));
    return /\b[0-9]{6}\b/.exec(own.slice(own.indexOf("<pre>")))?.[0] ?? assert.fail("no message came");
  }

  async #portal<T>(path: string): Promise<T> {
    const page = await this.browser.fetch(this.#places.portal + path);
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return JSON.parse(page.body) as T;
  }

  async #board<T>(path: string): Promise<T> {
    const page = await this.browser.fetch(this.#places.ballot + path);
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return JSON.parse(page.body) as T;
  }

  async #post<T>(path: string, body: unknown): Promise<T> {
    const page = await this.browser.fetch(this.#places.portal + path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-veche-csrf": this.csrf },
      body: JSON.stringify(body),
    });
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return (page.body === "" ? {} : JSON.parse(page.body)) as T;
  }
}
