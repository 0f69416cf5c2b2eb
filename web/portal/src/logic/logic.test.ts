import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";
import { formatsOf } from "@veche/ui";
import { OFFLINE } from "../api/answer.ts";
import { refusal } from "../api/http.ts";
import { readBlindedFragment } from "../handover/fragment.ts";
import {
  application,
  campaign,
  codeSent as codeAnswer,
  ELECTION,
  issuedAnswer,
  letter,
  NOW,
} from "../testing/answers.ts";
import { requestFragment } from "../testing/request-fragment.ts";
import { isTraining, nextPage, type Standing, standingOf } from "./campaign.ts";
import { codeSent, isCode, secondsUntil, spokenSeconds } from "./codes.ts";
import { answerFragment, meaningOf } from "./issuing.ts";
import { letterFile } from "./letter-file.ts";
import { ownPath } from "./own-path.ts";
import { type Device, isReady, readinessOf } from "./readiness.ts";
import { statusRows } from "./timeline.ts";
import { calendarDay, pastDay, until, untilClock } from "./times.ts";

const standings: readonly (readonly [CampaignAnswer, ApplicationAnswer | undefined, Standing])[] = [
  [campaign.early, application.none, "early"],
  [campaign.registration, undefined, "can-apply"],
  [campaign.registration, application.none, "can-apply"],
  [campaign.registration, application.recalled, "can-apply"],
  [campaign.registration, application.accepted, "accepted"],
  [campaign.registration, application.refused, "refused"],
  [campaign.late, application.none, "too-late"],
  [campaign.voting, undefined, "voting"],
  [campaign.voting, application.none, "too-late"],
  [campaign.voting, application.accepted, "voting"],
  [campaign.voting, application.issued, "issued"],
  [campaign.voting, application.onPaper, "on-paper"],
  [campaign.voting, application.recalled, "recalled"],
  [campaign.voting, application.refused, "refused"],
  [campaign.ended, application.issued, "ended"],
  [{ ...campaign.voting, votingFrom: NOW + 1 }, application.accepted, "accepted"],
];
for (const [which, what, expected] of standings) {
  test(`${which.id}, ${what?.application?.state ?? (what ? "no application" : "nobody signed in")}: ${expected}`, () =>
    assert.equal(standingOf(which, what, NOW), expected));
}

test("the next step leads to the page where it is made, and an id cannot lead elsewhere", () => {
  assert.equal(nextPage("a/b", "can-apply"), "/elections/a%2Fb/apply");
  assert.equal(nextPage("a", "voting"), "/elections/a/ballot");
  assert.equal(nextPage("a", "accepted"), "/elections/a");
  assert.equal(nextPage("a", "too-late"), undefined);
});

test("practice, tests and trials are training; elections and polls are not", () => {
  assert.equal(isTraining(campaign.practice), true);
  assert.equal(isTraining({ ...campaign.voting, trialOf: "x" }), true);
  assert.equal(isTraining(campaign.voting), false);
});

test("⚔ P4: the status says that a ballot was issued and never when, even if the service sent a time", () => {
  const told = application.issued.application;
  const leaky: ApplicationAnswer = {
    ...application.issued,
    application: { ...told, timeline: [...told.timeline, { at: NOW - 77_777, kind: "issued" }] },
  };
  const rows = statusRows(campaign.voting, leaky, NOW);
  assert.deepEqual(rows.at(-1), { row: "issued" });
  assert.ok(!JSON.stringify(rows).includes(String(NOW - 77_777)));
});

test("the status: what happened, that it can be recalled, and the voting to come", () => {
  const rows = statusRows(campaign.registration, application.accepted, NOW);
  assert.deepEqual(
    rows.map((row) => (row.row === "event" ? `${row.kind} ${row.place}` : row.row)),
    [
      "applied 1",
      "checked 1",
      "accepted 1",
      "telephone-changed 1",
      "telephone-changed 2",
      "can-recall",
      "voting",
    ],
  );
  assert.deepEqual(statusRows(campaign.registration, application.none, NOW), []);
});

test("a code on its way: the answer names the times; a second one keeps the time of the first", () => {
  const first = codeSent(codeSentOk(NOW), undefined, "x", NOW);
  assert.ok(!("kind" in first));
  const second = codeSent(codeSentOk(NOW + 60_000), first, "x", NOW + 60_000);
  assert.ok(!("kind" in second));
  assert.equal(second.firstSentAt, NOW);
});

test("a code asked for too soon is on its way, also after a refresh; other refusals are refusals", () => {
  const soon = codeSent(
    { ...refusal("CODE_TOO_SOON"), retryAfterSeconds: 42 },
    undefined,
    "+7 •••-12-34",
    NOW,
  );
  assert.deepEqual(soon, {
    telephone: "+7 •••-12-34",
    againAt: NOW + 42_000,
    expiresAt: NOW - 18_000 + 600_000,
    firstSentAt: NOW - 18_000,
  });
  assert.deepEqual(codeSent(refusal("CODE_LIMIT"), undefined, "", NOW), refusal("CODE_LIMIT"));
  assert.deepEqual(codeSent(OFFLINE, undefined, "", NOW), OFFLINE);
});

test("seconds are whole and never negative; a screen reader hears a few of them", () => {
  assert.deepEqual([secondsUntil(NOW + 41_001, NOW), secondsUntil(NOW - 5, NOW)], [42, 0]);
  assert.deepEqual(
    [60, 46, 45, 31, 30, 16, 15, 1, 0].map(spokenSeconds),
    [60, 60, 45, 45, 30, 30, 15, 15, 0],
  );
  assert.deepEqual(["123456", "12345", "1234567", "12345a"].map(isCode), [true, false, false, false]);
});

test("what a refused issue means: wait, lost, paused, the code, or a refusal", () => {
  assert.deepEqual(meaningOf(OFFLINE), { kind: "lost" });
  assert.deepEqual(meaningOf({ ...refusal("UNAVAILABLE"), retryAfterSeconds: 9 }), {
    kind: "wait",
    seconds: 9,
  });
  for (const code of ["ISSUERS_UNAVAILABLE", "LEDGER_UNAVAILABLE", "NOT_OPEN"]) {
    const why = { en: `why ${code}`, ru: `почему ${code}` };
    const meant = meaningOf({ ...refusal("UNAVAILABLE"), code, message: why });
    assert.deepEqual(meant, { kind: "wait", seconds: 5, why }, "nobody is told of a queue that there is not");
  }
  assert.deepEqual(meaningOf({ ...refusal("TOO_MANY"), retryAfterSeconds: 99_999 }), {
    kind: "wait",
    seconds: 120,
  });
  assert.equal(meaningOf(refusal("CODE_WRONG")).kind, "code");
  assert.equal(meaningOf({ ...refusal("UNAVAILABLE"), code: "SUSPENDED" }).kind, "suspended");
  assert.equal(meaningOf({ ...refusal("UNAVAILABLE"), code: "ISSUED_OTHERWISE" }).kind, "refused");
  assert.equal(meaningOf({ ...refusal("UNAVAILABLE"), code: "A_CODE_OF_TOMORROW" }).kind, "refused");
});

test("§12.2.4: an answer whose signatures are no base64 or of another length is not handed on", async () => {
  const request = readBlindedFragment(requestFragment(2, new Uint8Array(256)));
  assert.ok(request);
  const fragment = (change: object = {}) => answerFragment(ELECTION, request, { ...issuedAnswer, ...change });
  assert.equal((await fragment())?.charAt(0), "s");
  assert.notEqual(await fragment(), await fragment(), "every answer has a key of its own");
  assert.equal(await fragment({ signatures: ["!"] }), undefined);
  assert.equal(await fragment({ signatures: ["AAAA"] }), undefined);
});

test("an end at midnight belongs to the day before; every time names its zone", () => {
  const midnight = Date.parse("2026-12-02T00:00:00+03:00");
  assert.equal(until(formatsOf("ru"), midnight), "1\u00a0декабря, 24:00 (МСК)");
  assert.equal(until(formatsOf("en"), midnight), "1\u00a0December, 24:00 (Moscow\u00a0time)");
  assert.equal(untilClock(formatsOf("ru"), midnight), "24:00 (МСК)");
  assert.equal(until(formatsOf("ru"), midnight - 14_400_000), "1\u00a0декабря, 20:00 (МСК)");
});

test("an end that has passed was today, yesterday or earlier, by the days of Moscow", () => {
  const at = (text: string): number => Date.parse(`${text}+03:00`);
  const noon = at("2026-12-04T12:00:00");
  assert.equal(pastDay(at("2026-12-04T08:00:00"), noon), "today");
  assert.equal(pastDay(at("2026-12-04T00:00:00"), noon), "yesterday");
  assert.equal(pastDay(at("2026-12-03T00:30:00"), noon), "yesterday");
  assert.equal(pastDay(at("2026-12-03T00:00:00"), noon), "earlier");
});

test("a day of the calendar is the same day everywhere; what is none is shown as it came", () => {
  assert.match(calendarDay("ru", "1986-04-12"), /^12 апреля 1986/);
  assert.equal(calendarDay("en", "1986-04-12"), "12 April 1986");
  assert.equal(calendarDay("en", "1986"), calendarDay("ru", "1986"));
});

test("§04.1.3: the letter's file holds what opens the entry, and not whether it stands in the roll", () => {
  const { name, bytes } = letterFile(letter);
  assert.equal(name, "veche-letter-c0ffeec0.json");
  const { inRoll: _, ...kept } = letter;
  assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes)), kept);
});

test("only paths of the portal are followed back", () => {
  assert.equal(ownPath("/issue/ab?x=1", "/e"), "/issue/ab?x=1");
  for (const foreign of [
    null,
    "",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:1",
  ])
    assert.equal(ownPath(foreign, "/e"), "/e");
});

const memory = (): NonNullable<Device["storage"]> => {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
};
/** A browser that gives this much room and does, or does not, promise to keep what is there. */
function shareOf(quota: number, isKept: boolean): NonNullable<Device["share"]> {
  const answer = async (): Promise<boolean> => isKept;
  return { persist: answer, persisted: answer, estimate: async () => ({ quota }) };
}
const device: Device = {
  isSecureContext: true,
  hasSubtle: true,
  hasWasm: true,
  hasWorker: true,
  cookieEnabled: true,
  storage: memory(),
  tryDatabase: async () => true,
  share: shareOf(10_000_000_000, false),
  clockAhead: 0,
};
const broken: Record<string, Partial<Device>> = {
  "an old browser": { hasSubtle: false },
  "a page without HTTPS": { isSecureContext: false },
  "forbidden storage": { storage: undefined },
  "storage that forgets": { storage: { ...memory(), getItem: () => null } },
  "a database that fails": { tryDatabase: async () => Promise.reject(new Error("private window")) },
  "a private window": { share: shareOf(100_000_000, false) },
  "forbidden cookies": { cookieEnabled: false },
};
for (const [name, change] of Object.entries(broken)) {
  test(`not ready: ${name}`, async () =>
    assert.equal(isReady(await readinessOf({ ...device, ...change })), false));
}
test("ready: little room that is kept, a browser that tells nothing, and one that does not answer", async () => {
  const refuse = async (): Promise<never> => Promise.reject(new Error("not allowed"));
  const silent = (): Promise<never> => new Promise(() => {});
  const shares: readonly Device["share"][] = [
    shareOf(100_000_000, true),
    undefined,
    {},
    { persist: refuse, persisted: refuse, estimate: refuse },
    { ...shareOf(10_000_000_000, false), persist: silent },
  ];
  for (const share of shares) assert.equal(isReady(await readinessOf({ ...device, share })), true);
});
test("ready: everything works, or only the clock is wrong (control of the cases above)", async () => {
  assert.equal(isReady(await readinessOf(device)), true);
  const late = await readinessOf({ ...device, clockAhead: -400_000 });
  assert.deepEqual([late.clock, isReady(late)], [false, true]);
});

function codeSentOk(sentAt: number) {
  return { kind: "ok" as const, value: { ...codeAnswer, sentAt, againAt: sentAt + 60_000 } };
}
