import assert from "node:assert/strict";
import type { TrackerAnswer, VotingAnswer } from "@veche/api";
import type {
  CampaignAnswer,
  CampaignsAnswer,
  HandoverAnswer,
  PortalIssueAnswer,
  SessionAnswer,
} from "@veche/api/portal";
import type { Credential } from "@veche/election/spend";
import {
  beginBallot,
  blindedOf,
  checkReceiptOf,
  credentialOf,
  sealBallot,
  type Voting,
  votingOf,
} from "../crowd/device.ts";
import type { Addresses } from "../practice.ts";
import { Browser, type Page } from "./browser.ts";

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
    const { electionId, voting } = await this.handover(campaign);
    const pending = beginBallot(voting);
    const code = await this.issueCode(campaign);
    const issued = await this.post<PortalIssueAnswer>(`/api/e/${electionId}/issue`, {
      confirmation: { method: "sms", code },
      style: voting.style,
      blinded: blindedOf(pending),
    });
    return this.cast(electionId, voting, credentialOf(voting, pending, issued));
  }

  /** What the ballot page is handed over, and what it reads then. */
  async handover(campaign: string): Promise<{ readonly electionId: string; readonly voting: Voting }> {
    const { style, electionId } = await this.#get<HandoverAnswer>(`/api/campaigns/${campaign}/handover`);
    const answer = await this.#board<VotingAnswer>(`/e/${electionId}/voting/${style}`);
    return { electionId, voting: votingOf(electionId, style, answer) };
  }

  issueCode(campaign: string): Promise<string> {
    return this.#code({ purpose: "issue", subject: campaign });
  }

  /** "Go on to voting". */
  async goOn(campaign: string): Promise<void> {
    const { goOn } = await this.campaign(campaign);
    assert.ok(goOn !== undefined, "nothing to go on to");
    await this.post(goOn, {});
  }

  /** As it comes, refused or not. */
  ask(path: string, body: unknown): Promise<Page> {
    return this.browser.send(this.#portal + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.#portal, "x-veche-csrf": this.#csrf },
      body: JSON.stringify(body),
    });
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const page = await this.ask(path, body);
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

  async cast(id: string, voting: Voting, credential: Credential): Promise<Recorded> {
    const ballot = sealBallot(voting, credential);
    const posted = await this.browser.send(`${this.#ballot}/e/${id}/tx`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body: ballot.transaction,
    });
    assert.equal(posted.status, 200, posted.body);
    const { index } = JSON.parse(posted.body) as { readonly index: number };
    const proof = await this.browser.send(`${this.#ballot}/e/${id}/proof/${index}`);
    checkReceiptOf(voting, ballot, proof.body);
    const found = await this.#board<TrackerAnswer>(`/e/${id}/tracker/${ballot.tracker.replaceAll("-", "")}`);
    assert.deepEqual(found.entries, [{ index, superseded: false }]);
    return { tracker: ballot.tracker, index };
  }
}
