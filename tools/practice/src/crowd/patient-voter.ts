import type { TrackerAnswer, VotingAnswer } from "@veche/api";
import type { HandoverAnswer, PortalIssueAnswer, PortalRefusal, SessionAnswer } from "@veche/api/portal";
import { assert } from "@veche/base";
import type { Credential, PendingIssue } from "@veche/election/spend";
import type { PracticePerson } from "../persons.ts";
import type { Addresses } from "../practice.ts";
import { Browser, type Page } from "./browser.ts";
import {
  beginBallot,
  blindedOf,
  checkReceiptOf,
  credentialOf,
  type Sealed,
  sealBallot,
  type Voting,
  votingOf,
} from "./device.ts";
import type { Telephones } from "./telephones.ts";

/** What a voter waits for, as measurements count it. */
export type Step = "sign-in" | "apply" | "code" | "handover" | "issue" | "cast" | "receipt";

export type VoterWorld = {
  readonly addresses: Pick<Addresses, "portal" | "ballot">;
  readonly telephones: Pick<Telephones, "codeFor">;
  /** Nobody waits longer, ms since 1970. */
  readonly until: () => number;
  /** One request each: `status` 0 if no answer came. */
  readonly told?: (step: Step, ms: number, status: number) => void;
  /** Shared by devices of one machine: what is the same for all of a style is read once. */
  readonly votings?: Map<string, Voting>;
};

export type Finished = {
  readonly person: string;
  readonly tracker: string;
  readonly index: number;
  readonly entryProof: string;
};

type Refused = { readonly status: number; readonly refusal: PortalRefusal };

const PAUSE_MS = 250;

/** A voter who does not give up: comes again after every error, with what the device has kept, and never asks for anything twice otherwise. */
export class PatientVoter {
  readonly person: PracticePerson;
  readonly #world: VoterWorld;
  #browser = new Browser();
  #csrf = "";
  /** The last that was used. */
  #code: string | undefined;
  /** Last reason to come again, for whoever wonders why it took so long. */
  #reason = "";

  constructor(person: PracticePerson, world: VoterWorld) {
    this.person = person;
    this.#world = world;
  }

  get reason(): string {
    return this.#reason;
  }

  async signIn(): Promise<void> {
    const { portal } = this.#world.addresses;
    for (;;) {
      const began = performance.now();
      try {
        this.#browser = new Browser();
        const login = await this.#browser.open(`${portal}/auth/sign-in?return=/`);
        const form = new URLSearchParams({ person: this.person.id }).toString();
        await this.#browser.open(login.url, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: form,
        });
        const page = await this.#browser.send(`${portal}/api/session`);
        const session = page.status === 200 ? (JSON.parse(page.body) as SessionAnswer) : undefined;
        this.#world.told?.("sign-in", performance.now() - began, page.status);
        if (session?.signedIn === true) {
          this.#csrf = session.csrf ?? "";
          return;
        }
        await this.#again(`sign-in ${page.status}`);
      } catch (error) {
        this.#world.told?.("sign-in", performance.now() - began, 0);
        await this.#again(String(error));
      }
    }
  }

  /** Resolves to the application's state. */
  async apply(campaign: string): Promise<string> {
    const { telephone, email } = this.person;
    const asked = { purpose: "application", subject: campaign, telephone };
    for (;;) {
      const code = await this.#freshCode(asked);
      const answer = await this.#post<{ application?: { state: string } }>(
        "apply",
        `/api/campaigns/${campaign}/application`,
        { telephone, email, confirmation: { method: "sms", code }, consent: true },
      );
      if (!("refusal" in answer)) {
        this.#code = code;
        return answer.application?.state ?? "";
      }
      // The answer of the first time was lost.
      if (answer.refusal.code === "ALREADY_APPLIED") return "accepted";
      await this.#afterRefusal(answer);
    }
  }

  /** The whole way from the portal to the checked receipt. What is asked for is kept first: coming again, it is the same. */
  async vote(campaign: string): Promise<Finished> {
    const handover = await this.#get<HandoverAnswer>("handover", `/api/campaigns/${campaign}/handover`);
    const voting = await this.#voting(handover);
    const pending = beginBallot(voting);
    const issued = await this.#issue(campaign, handover, pending);
    const credential = credentialOf(voting, pending, issued);
    const { tracker, index } = await this.#cast(handover.electionId, voting, credential);
    return { person: this.person.id, tracker, index, entryProof: issued.proof };
  }

  async #issue(
    campaign: string,
    { electionId, style }: HandoverAnswer,
    pending: PendingIssue,
  ): Promise<PortalIssueAnswer> {
    const asked = { purpose: "issue", subject: campaign };
    for (;;) {
      const code = await this.#freshCode(asked);
      const answer = await this.#post<PortalIssueAnswer>("issue", `/api/e/${electionId}/issue`, {
        confirmation: { method: "sms", code },
        style,
        blinded: blindedOf(pending),
      });
      if (!("refusal" in answer)) {
        this.#code = code;
        return answer;
      }
      await this.#afterRefusal(answer);
    }
  }

  async #cast(
    id: string,
    voting: Voting,
    credential: Credential,
  ): Promise<{ readonly tracker: string; readonly index: number }> {
    const base = `${this.#world.addresses.ballot}/e/${id}`;
    const sealed: Sealed = sealBallot(voting, credential);
    const posted = await this.#board("cast", `${base}/tx`, sealed.transaction);
    const { index } = JSON.parse(posted.body) as { readonly index: number };
    const proof = await this.#board("receipt", `${base}/proof/${index}`);
    checkReceiptOf(voting, sealed, proof.body);
    const found = await this.#board("receipt", `${base}/tracker/${sealed.tracker.replaceAll("-", "")}`);
    const { entries } = JSON.parse(found.body) as TrackerAnswer;
    assert(entries.length === 1 && entries[0]?.index === index, `${sealed.tracker} stands once`);
    return { tracker: sealed.tracker, index };
  }

  async #voting({ electionId, style }: HandoverAnswer): Promise<Voting> {
    const { addresses, votings } = this.#world;
    const name = `${electionId} ${style}`;
    const known = votings?.get(name);
    if (known !== undefined) return known;
    const page = await this.#board("handover", `${addresses.ballot}/e/${electionId}/voting/${style}`);
    const voting = votingOf(electionId, style, JSON.parse(page.body) as VotingAnswer);
    votings?.set(name, voting);
    return voting;
  }

  /** A code that has come and was not used; another is asked for only if there is none. */
  async #freshCode(asked: { readonly purpose: string }): Promise<string> {
    const { codeFor } = this.#world.telephones;
    const { telephone } = this.person;
    for (;;) {
      const before = codeFor(telephone);
      if (before !== undefined && before !== this.#code) return before;
      const sent = await this.#post<object>("code", "/api/codes", { ...asked, language: "en" });
      const code = codeFor(telephone);
      if (code !== undefined && code !== before) return code;
      if ("refusal" in sent) await this.#again(sent.refusal.code, waitOf(sent));
    }
  }

  async #afterRefusal(refused: Refused): Promise<void> {
    const { code } = refused.refusal;
    const isOfCode = code === "CODE_ENDED" || code === "CODE_WRONG";
    if (isOfCode) this.#code = this.#world.telephones.codeFor(this.person.telephone);
    assert(isOfCode || refused.status >= 500 || refused.status === 429, `refused for good: ${code}`);
    await this.#again(code, isOfCode ? 0 : waitOf(refused));
  }

  async #get<T>(step: Step, path: string): Promise<T> {
    for (;;) {
      const page = await this.#ask(step, this.#world.addresses.portal + path);
      if (page?.status === 200) return JSON.parse(page.body) as T;
      if (page?.status === 401) await this.signIn();
      else await this.#again(`${path} ${page?.status} ${page?.body}`);
    }
  }

  /** Comes again where nobody answered and where nobody is signed in any more; what was refused is the caller's. */
  async #post<T extends object>(step: Step, path: string, body: unknown): Promise<T | Refused> {
    const { portal } = this.#world.addresses;
    for (;;) {
      const page = await this.#ask(step, portal + path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: portal, "x-veche-csrf": this.#csrf },
        body: JSON.stringify(body),
      });
      if (page?.status === 200) return JSON.parse(page.body) as T;
      if (page?.status === 401) await this.signIn();
      else if (page === undefined) await this.#again("no answer");
      else return { status: page.status, refusal: JSON.parse(page.body) as PortalRefusal };
    }
  }

  /** From the ballot host, where everything may be asked again. */
  async #board(step: Step, url: string, transaction?: Uint8Array): Promise<Page> {
    const headers = { "content-type": "application/cbor" };
    const sent = transaction === undefined ? {} : { method: "POST" as const, headers, body: transaction };
    for (;;) {
      const page = await this.#ask(step, url, sent);
      if (page?.status === 200) return page;
      assert(
        page === undefined || page.status >= 500 || page.status === 429 || page.status === 404,
        `${url}: ${page?.status} ${page?.body}`,
      );
      await this.#again(`${url} ${page?.status}`);
    }
  }

  async #ask(step: Step, url: string, sent: Parameters<Browser["send"]>[1] = {}): Promise<Page | undefined> {
    const began = performance.now();
    const page = await this.#browser.send(url, sent).catch(() => undefined);
    this.#world.told?.(step, performance.now() - began, page?.status ?? 0);
    return page;
  }

  async #again(reason: string, ms: number = PAUSE_MS): Promise<void> {
    this.#reason = reason;
    const { until } = this.#world;
    assert(Date.now() < until(), `${this.person.id} waits in vain: ${reason}`);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** As it was asked to wait, in small parts: whoever is served sooner is served sooner. */
const waitOf = ({ refusal }: Refused): number => Math.min(2, refusal.retryAfterSeconds ?? 1) * 1_000;
