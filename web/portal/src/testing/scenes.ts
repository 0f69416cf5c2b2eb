import type { ApplicationAnswer, CampaignAnswer, SessionAnswer } from "@veche/api/portal";
import type { Page } from "playwright-core";
import {
  application,
  campaign,
  codeSent,
  ELECTION,
  handover,
  issuedAnswer,
  letter,
  NOW,
  ok,
  type Reply,
  refusal,
  session,
  signedOut,
  totp,
} from "./answers.ts";
import { requestFragment } from "./request-fragment.ts";

/** A page in one of its states: where it is opened, what the service answers, what the reader does before it is looked at. */
export type Scene = {
  readonly name: string;
  readonly path: string;
  readonly answers: Readonly<Record<string, Reply>>;
  readonly act?: (page: Page) => Promise<void>;
  /** Says so in the title. */
  readonly isError?: boolean;
};

const about = (
  which: CampaignAnswer,
  what: ApplicationAnswer,
  who: SessionAnswer = session,
): Readonly<Record<string, Reply>> => ({
  "/api/session": ok(who),
  "/api/campaigns": ok({ campaigns: [which], now: NOW }),
  [`/api/campaigns/${which.id}/application`]: ok(what),
  "/api/codes": ok(codeSent),
});

const press =
  (at = 0) =>
  async (page: Page): Promise<void> => {
    await page
      .locator("main form button[type=submit], main button.btn:not(.btn--second):not(.btn--plain)")
      .nth(at)
      .click();
  };
const then =
  (...steps: readonly ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    for (const step of steps) await step(page);
  };
const type = (id: string, text: string) => (page: Page) => page.locator(`#${id}`).fill(text);
const see =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(selector).first().waitFor();
  };

const fillIn = then(type("telephone", "8 900 000-12-34"), type("email", "anna@example.org"), (page) =>
  page.locator("#consent").check(),
);
const toCheck = then(fillIn, press(), see("dl.facts"));
const code = then(type("code", "123456"), press());

const request = `/issue/${ELECTION}#${requestFragment(2, new Uint8Array(256).fill(9))}`;
const issuing = (reply: Reply, more: Readonly<Record<string, Reply>> = {}) => ({
  ...about(campaign.voting, application.accepted),
  [`/api/e/${ELECTION}/issue`]: reply,
  ...more,
});
const toIssue = then(press(), see("#code"), code);

export const SCENES: readonly Scene[] = [
  {
    name: "01-home",
    path: "/",
    answers: {
      "/api/session": ok(signedOut),
      "/api/campaigns": ok({
        campaigns: [campaign.voting, campaign.registration, campaign.practice, campaign.ended],
        now: NOW,
      }),
    },
  },
  {
    name: "01-home-refused",
    path: "/?refusal=SIGN_IN_FAILED",
    answers: { "/api/session": ok(signedOut), "/api/campaigns": ok({ campaigns: [], now: NOW }) },
  },
  { name: "01-home-offline", path: "/", answers: { "/api/session": "cut", "/api/campaigns": "cut" } },
  {
    name: "02-elections",
    path: "/elections",
    answers: {
      "/api/session": ok(session),
      "/api/campaigns": ok({ campaigns: Object.values(campaign), now: NOW }),
      "/api/campaigns/zarechye/application": ok(application.accepted),
      "/api/campaigns/priozyorsk/application": ok(application.refused),
      "/api/campaigns/early/application": ok(application.none),
      "/api/campaigns/late/application": ok(application.none),
      "/api/campaigns/ended/application": ok(application.issued),
      "/api/campaigns/practice/application": ok(application.none),
    },
  },
  {
    name: "02-elections-offline",
    path: "/elections",
    isError: true,
    answers: { "/api/session": ok(session), "/api/campaigns": "cut" },
  },
  {
    name: "03-sign-in",
    path: "/elections/zarechye",
    answers: about(campaign.voting, application.none, signedOut),
  },
  {
    name: "04-apply",
    path: "/elections/priozyorsk/apply",
    answers: about(campaign.registration, application.none),
  },
  {
    name: "04-apply-errors",
    path: "/elections/priozyorsk/apply",
    isError: true,
    answers: about(campaign.registration, application.none),
    act: press(),
  },
  {
    name: "04-apply-practice",
    path: "/elections/practice/apply",
    answers: about(campaign.practice, application.none),
  },
  { name: "04-apply-late", path: "/elections/late/apply", answers: about(campaign.late, application.none) },
  {
    name: "05-check",
    path: "/elections/priozyorsk/apply",
    answers: about(campaign.registration, application.none),
    act: toCheck,
  },
  {
    name: "05-check-limit",
    path: "/elections/priozyorsk/apply",
    answers: { ...about(campaign.registration, application.none), "/api/codes": refusal("CODE_LIMIT") },
    act: then(toCheck, press(), see(".notice--bad")),
  },
  {
    name: "06-code",
    path: "/elections/priozyorsk/apply",
    answers: about(campaign.registration, application.none),
    act: then(toCheck, press(), see("#code")),
  },
  {
    name: "06-code-wrong",
    path: request,
    isError: true,
    answers: issuing(refusal("CODE_WRONG", { attemptsLeft: 3 })),
    act: then(toIssue, see(".error-summary")),
  },
  {
    name: "06-code-given-up",
    path: request,
    answers: issuing("cut", {
      "/api/codes": ok({ ...codeSent, sentAt: NOW - 301_000, againAt: NOW - 1_000 }),
    }),
    act: then(press(), see(".notice--warn")),
  },
  {
    name: "07-applied",
    path: "/elections/priozyorsk/applied",
    answers: about(campaign.registration, application.accepted),
  },
  {
    name: "08-status",
    path: "/elections/priozyorsk",
    answers: about(campaign.registration, application.accepted),
  },
  {
    name: "08-status-voting",
    path: "/elections/zarechye",
    answers: about(campaign.voting, application.accepted),
  },
  {
    name: "08-status-issued",
    path: "/elections/zarechye",
    answers: about(campaign.voting, application.issued),
  },
  {
    name: "08-status-refused",
    path: "/elections/priozyorsk",
    answers: about(campaign.registration, application.refused),
  },
  {
    name: "08-status-appealed",
    path: "/elections/priozyorsk",
    answers: about(campaign.registration, application.appealed),
  },
  {
    name: "08-status-rejected",
    path: "/elections/priozyorsk",
    answers: about(campaign.registration, application.rejected),
  },
  {
    name: "08-status-recalled",
    path: "/elections/zarechye",
    answers: about(campaign.voting, application.recalled),
  },
  {
    name: "08-status-paper",
    path: "/elections/zarechye",
    answers: about(campaign.voting, application.onPaper),
  },
  { name: "08-status-ended", path: "/elections/ended", answers: about(campaign.ended, application.accepted) },
  {
    name: "09-recall",
    path: "/elections/priozyorsk/recall",
    answers: about(campaign.registration, application.accepted, {
      ...session,
      ...(session.person && { person: { ...session.person, secondFactors: ["totp", "passkey"] } }),
    }),
  },
  {
    name: "09-recall-late",
    path: "/elections/zarechye/recall",
    answers: about(campaign.voting, application.issued),
  },
  {
    name: "10-appeal-error",
    path: "/elections/priozyorsk/appeal",
    isError: true,
    answers: about(campaign.registration, application.refused),
    act: press(),
  },
  {
    name: "11-letter",
    path: "/elections/zarechye/letter",
    answers: {
      ...about(campaign.voting, application.accepted),
      "/api/campaigns/zarechye/letter": ok(letter),
    },
  },
  {
    name: "11-letter-missing",
    path: "/elections/zarechye/letter",
    answers: {
      ...about(campaign.voting, application.accepted),
      "/api/campaigns/zarechye/letter": ok({ ...letter, inRoll: 0 }),
    },
  },
  {
    name: "11-letter-later",
    path: "/elections/zarechye/letter",
    answers: {
      ...about(campaign.voting, application.accepted),
      "/api/campaigns/zarechye/letter": refusal("LETTER_NOT_READY"),
    },
  },
  { name: "12-account", path: "/account", answers: about(campaign.voting, application.accepted) },
  {
    name: "12-telephone-error",
    path: "/account/telephone",
    isError: true,
    answers: about(campaign.voting, application.accepted),
    act: then(type("telephone", "8 900"), press()),
  },
  {
    name: "12-telephone-done",
    path: "/account/telephone",
    answers: { ...about(campaign.voting, application.accepted), "/api/telephone": ok({}) },
    act: then(
      type("telephone", "8 900 000-12-34"),
      press(),
      see("#code"),
      code,
      see("h1:not(:has-text('код')):not(:has-text('code'))"),
    ),
  },
  {
    name: "12-app",
    path: "/account/app",
    answers: { ...about(campaign.voting, application.accepted), "/api/second-factors/totp": ok(totp) },
  },
  {
    name: "13-readiness",
    path: "/readiness",
    answers: about(campaign.voting, application.accepted),
    act: see(".checks .is-done"),
  },
  {
    name: "14-ballot",
    path: "/elections/zarechye/ballot",
    answers: {
      ...about(campaign.voting, application.accepted),
      "/api/campaigns/zarechye/handover": ok(handover),
    },
  },
  {
    name: "14-ballot-return",
    path: "/elections/zarechye/ballot",
    answers: about(campaign.voting, application.issued),
  },
  {
    name: "14-go-on",
    path: "/elections/practice/ballot",
    answers: about(campaign.practice, application.accepted),
  },
  {
    name: "14-ballot-later",
    path: "/elections/priozyorsk/ballot",
    answers: about(campaign.registration, application.accepted),
  },
  { name: "15-issue", path: request, answers: issuing(ok(issuedAnswer)) },
  { name: "15-issue-none", path: `/issue/${ELECTION}`, answers: issuing(ok(issuedAnswer)) },
  {
    name: "15-issue-sign-in",
    path: request,
    answers: { ...issuing(ok(issuedAnswer)), "/api/session": ok(signedOut) },
  },
  {
    name: "15-issue-queue",
    path: request,
    answers: issuing(refusal("UNAVAILABLE", { retryAfterSeconds: 42 })),
    act: then(toIssue, see("p.num")),
  },
  {
    name: "15-issue-behind",
    path: request,
    answers: issuing(refusal("LEDGER_UNAVAILABLE", { retryAfterSeconds: 42 })),
    act: then(toIssue, see("p.num")),
  },
  {
    name: "15-issue-lost",
    path: request,
    isError: true,
    answers: issuing("cut"),
    act: then(toIssue, see("[role=alert] h1")),
  },
  {
    name: "15-issue-paused",
    path: request,
    isError: true,
    answers: issuing(refusal("SUSPENDED")),
    act: then(toIssue, see("[role=alert] h1")),
  },
  {
    name: "15-issue-otherwise",
    path: request,
    isError: true,
    answers: issuing(refusal("ISSUED_OTHERWISE")),
    act: then(toIssue, see("[role=alert] h1")),
  },
  {
    name: "16-session",
    path: "/account",
    answers: {
      ...about(campaign.voting, application.accepted),
      "/api/session": ok({ ...session, endsAt: NOW + 118_000 }),
    },
    act: see("dialog[open]"),
  },
  {
    name: "16-sign-out",
    path: "/sign-out",
    answers: about(campaign.voting, application.none),
  },
  {
    name: "16-signed-out",
    path: "/signed-out",
    answers: about(campaign.voting, application.none, signedOut),
  },
  {
    name: "16-session-ended",
    path: "/signed-out?return=%2Felections",
    answers: about(campaign.voting, application.none, signedOut),
  },
  { name: "17-not-found", path: "/nowhere", answers: about(campaign.voting, application.none, signedOut) },
];
