import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import type { TrackerAnswer, VotingAnswer } from "@veche/api";
import type {
  CampaignAnswer,
  CampaignsAnswer,
  HandoverAnswer,
  PortalIssueAnswer,
  SessionAnswer,
} from "@veche/api/portal";
import { type Bytes, expectOk, fromBase64, fromHex, type RandomBytes, toBase64, utf8 } from "@veche/base";
import { checkIssueReceipt, checkReceipt } from "@veche/client";
import {
  decodeManifest,
  type Election,
  electionIdOf,
  encryptBallot,
  encryptionContext,
  SEED_BYTES,
} from "@veche/election";
import { beginIssue, type Credential, finalizeCredential, type PendingIssue } from "@veche/election/spend";
import { decodePoint } from "@veche/group";
import { assembleTransaction } from "@veche/ledger";
import type { Addresses } from "../practice.ts";
import { Browser } from "./browser.ts";

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

export type Recorded = { readonly tracker: string; readonly index: number };

/** A test person at the portal, and a device at the ballot host, over HTTP as pages speak it, without a page. */
export class Voter {
  readonly browser = new Browser();
  readonly #portal: string;
  readonly #ballot: string;
  #csrf = "";

  constructor({ portal, ballot }: Pick<Addresses, "portal" | "ballot">) {
    this.#portal = portal;
    this.#ballot = ballot;
  }

  async signIn(person: string): Promise<SessionAnswer> {
    const login = await this.browser.open(`${this.#portal}/auth/sign-in?return=/`);
    assert.equal(login.status, 200, login.body);
    await this.browser.open(login.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ person }).toString(),
    });
    const session = await this.#get<SessionAnswer>("/api/session");
    this.#csrf = session.csrf ?? "";
    return session;
  }

  async campaign(id: string): Promise<CampaignAnswer> {
    const { campaigns } = await this.#get<CampaignsAnswer>("/api/campaigns");
    return campaigns.find((one) => one.id === id) ?? assert.fail(`no campaign ${id}`);
  }

  /** Applies, with a code that was sent to the telephone. The application's state. */
  async apply(campaign: string, telephone: string, email: string): Promise<string> {
    const code = await this.#code({ purpose: "application", subject: campaign, telephone });
    const { application } = await this.post<{ application?: { state: string } }>(
      `/api/campaigns/${campaign}/application`,
      { telephone, email, confirmation: { method: "sms", code }, consent: true },
    );
    return application?.state ?? "";
  }

  /** The whole way from the portal to the receipt: first option of each contest that needs one. */
  async vote(campaign: string): Promise<Recorded> {
    const handover = await this.#get<HandoverAnswer>(`/api/campaigns/${campaign}/handover`);
    const { style, electionId } = handover;
    const voting = await this.#board<VotingAnswer>(`/e/${electionId}/voting/${style}`);
    const { election, pending } = this.#begin(fromHex(electionId) as Bytes, style, voting);
    const code = await this.#code({ purpose: "issue", subject: campaign });
    const issued = await this.post<PortalIssueAnswer>(`/api/e/${electionId}/issue`, {
      confirmation: { method: "sms", code },
      style,
      blinded: pending.shares.map(({ blindedMessage }) => toBase64(blindedMessage)),
    });
    const credential = this.#finalize(election, pending, issued);
    return this.#cast(election, electionId, voting, credential);
  }

  /** "Go on to voting". */
  async goOn(campaign: string): Promise<void> {
    const { goOn } = await this.campaign(campaign);
    assert.ok(goOn !== undefined, "nothing to go on to");
    await this.post(goOn, {});
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const page = await this.browser.send(this.#portal + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.#portal, "x-veche-csrf": this.#csrf },
      body: JSON.stringify(body),
    });
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return JSON.parse(page.body) as T;
  }

  async #get<T>(path: string): Promise<T> {
    const page = await this.browser.send(this.#portal + path);
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return JSON.parse(page.body) as T;
  }

  async #board<T>(path: string): Promise<T> {
    const page = await this.browser.send(this.#ballot + path);
    assert.equal(page.status, 200, `${path}: ${page.body}`);
    return JSON.parse(page.body) as T;
  }

  /** The newest code of the outbox page. */
  async #code(asked: object): Promise<string> {
    await this.post("/api/codes", { ...asked, language: "en" });
    const { body } = await this.browser.send(`${this.#portal}/outbox`);
    const newest = body.slice(body.indexOf("<ol"));
    return /\b[0-9]{6}\b/.exec(newest)?.[0] ?? assert.fail(body);
  }

  #begin(
    electionId: Bytes,
    style: number,
    voting: VotingAnswer,
  ): { readonly election: Election; readonly pending: PendingIssue } {
    const bytes = fromBase64(voting.manifest) as Bytes;
    assert.deepEqual(electionIdOf(bytes), electionId);
    const election = { electionId, manifest: expectOk(decodeManifest(bytes), "manifest") };
    const moduli = voting.style.moduli.map((modulus) => fromBase64(modulus) as Bytes);
    const styleId = election.manifest.styles[style]?.id ?? "";
    return {
      election,
      pending: expectOk(beginIssue({ electionId, styleId, style }, moduli, randomBytes), "issue"),
    };
  }

  #finalize(election: Election, pending: PendingIssue, issued: PortalIssueAnswer): Credential {
    const issue = expectOk(checkIssueReceipt(utf8(issued.proof), election), "the proof of issue");
    const { active } = election.manifest.issuers;
    const signatures = issued.signatures.map((text, at) => ({
      issuer: active[at] ?? 0,
      blindSignature: fromBase64(text) as Bytes,
    }));
    const answers = { active, replacements: [], set: issued.set, signatures };
    return expectOk(finalizeCredential(pending, issue, answers), "the credential");
  }

  async #cast(
    election: Election,
    id: string,
    voting: VotingAnswer,
    { style, set, x, token }: Credential,
  ): Promise<Recorded> {
    const { manifest } = election;
    const contests = (manifest.styles[style]?.contests ?? []).map((at) => manifest.contests[at]);
    const choices = contests.map((contest) => {
      const { min = 0, options = [] } = contest ?? {};
      return options.map((_, option) => (option < min ? 1 : 0) as 0 | 1);
    });
    const key = decodePoint(fromHex(voting.key.electionKey) as Bytes) ?? assert.fail("a point");
    const request = { style, seq: 0, set, x, token, choices, seed: randomBytes(SEED_BYTES) };
    const ballot = expectOk(encryptBallot(encryptionContext(election, key), request, randomBytes), "ballot");
    const transaction = assembleTransaction("cast", { ballot: ballot.bytes }, []);
    const posted = await this.browser.send(`${this.#ballot}/e/${id}/tx`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body: transaction,
    });
    assert.equal(posted.status, 200, posted.body);
    const { index } = JSON.parse(posted.body) as { readonly index: number };
    const proof = await this.browser.send(`${this.#ballot}/e/${id}/proof/${index}`);
    const receipt = expectOk(checkReceipt(utf8(proof.body), manifest), "receipt");
    assert.deepEqual(receipt.transaction, transaction);
    const found = await this.#board<TrackerAnswer>(`/e/${id}/tracker/${ballot.tracker.replaceAll("-", "")}`);
    assert.deepEqual(found.entries, [{ index, superseded: false }]);
    return { tracker: ballot.tracker, index };
  }
}
