import type {
  CastStep,
  CheckView,
  FindView,
  StoredBallot,
  VoterDevice,
  VoterView,
} from "../voting/contract.ts";
import {
  CAST_AT,
  CHOICES,
  CONTESTS,
  ELECTION,
  ENDED_ELECTION,
  FIND_LINK,
  OPEN_LINK,
  PRACTICE_ELECTION,
  problem,
  RESUME_CODE,
  TAKE_LINK,
  TRACKER,
} from "./invented.ts";

/** Every page in every state, by name. */
export type GalleryState = {
  readonly name: string;
  readonly shown:
    | { readonly page: "vote"; readonly view: VoterView; readonly election?: VoterDevice["election"] }
    | { readonly page: "check"; readonly view: CheckView }
    | { readonly page: "find"; readonly view: FindView }
    | { readonly page: "practice" | "unknown" | "mistyped" | "crash" };
  /** Controls pressed one after the other before the state is looked at. */
  readonly clicks?: readonly string[];
};

const vote = (name: string, view: VoterView, election: VoterDevice["election"] = ELECTION): GalleryState => ({
  name,
  shown: { page: "vote", view, election },
});
const after = (state: GalleryState, ...clicks: readonly string[]): GalleryState => ({ ...state, clicks });
const check = (name: string, view: CheckView): GalleryState => ({ name, shown: { page: "check", view } });
const find = (name: string, view: FindView): GalleryState => ({ name, shown: { page: "find", view } });

const styleTitle = { en: "Zarechye, district 4", ru: "Заречье, округ № 4" };
const STORED: readonly StoredBallot[] = [
  { key: "a", stage: "ready", styleTitle, canForget: false, isLeftover: false },
  {
    key: "b",
    stage: "done",
    styleTitle: { en: "Poll on school holidays", ru: "Опрос о каникулах" },
    canForget: true,
    isLeftover: false,
  },
];
const LEFTOVERS: readonly StoredBallot[] = [
  { key: "c", stage: "done", styleTitle, canForget: true, isLeftover: false },
  { key: "d", stage: "asked", styleTitle, canForget: false, isLeftover: true },
  { key: "e", stage: "resumed", styleTitle, canForget: true, isLeftover: true },
];

const steps = (
  encrypt: CastStep["state"],
  send: CastStep["state"],
  record: CastStep["state"],
): readonly CastStep[] => [
  { name: "encrypt", state: encrypt },
  { name: "send", state: send },
  { name: "record", state: record },
];

const casting = { at: "casting", tracker: TRACKER, isChecking: false, isOffline: false } as const;
const filling = { at: "filling", contests: CONTESTS, styleTitle, canRevote: false } as const;
const recorded = {
  at: "recorded",
  tracker: TRACKER,
  index: 128_406,
  time: CAST_AT,
  receipt: new Uint8Array([1]),
} as const;

const certificate = { index: 128_950, time: CAST_AT + 6 * 86_400_000, receipt: new Uint8Array([1]) } as const;
const NODES = ["ballot.example", "university.example", "observers.example"] as const;
const counted = {
  state: "counted",
  certificate,
  rests: { on: "nodes", asked: NODES, silent: [] },
} as const;

const SECOND = "main .btn--second";
const SUBMIT = "main form .btn[type=submit]";
const OPTION = "main .option input";
const PLAIN = "main .btn--plain";
const sealed = { at: "sealed", tracker: TRACKER, link: TAKE_LINK, choices: CHOICES } as const;

const VOTE: readonly GalleryState[] = [
  vote("loading", { at: "loading" }),
  vote("start", { at: "start", stored: [] }),
  vote("start-stored", { at: "start", stored: STORED }),
  vote("start-leftovers", { at: "start", stored: LEFTOVERS }),
  after(vote("start-code", { at: "start", stored: [] }), SECOND),
  vote("problem-private", { at: "problem", problem: problem("PRIVATE_MODE", false) }),
  vote("problem-network", { at: "problem", problem: problem("NETWORK", true) }),
  vote("problem-suspended", { at: "problem", problem: problem("SUSPENDED", true) }),
  vote("problem-ended", { at: "problem", problem: problem("ENDED", false) }),
  vote("problem-ended-recorded", { at: "problem", problem: problem("ENDED_RECORDED", true) }),
  vote("problem-resume", { at: "problem", problem: problem("RESUME_CODE_WRONG", true) }),
  vote("problem-alarm", { at: "problem", problem: problem("ALARM_ISSUE", false) }),
  vote("problem-answer", { at: "problem", problem: problem("ANSWER_OF_ANOTHER", true) }),
  vote("elsewhere", { at: "elsewhere" }),
  vote("locked", { at: "locked", isWrong: false }),
  vote("locked-wrong", { at: "locked", isWrong: true }),
  after(vote("locked-fault", { at: "locked", isWrong: false }), SUBMIT),
  vote("prepared", { at: "prepared", resumeCode: RESUME_CODE }),
  vote("prepared-earlier", { at: "prepared", resumeCode: RESUME_CODE, isEarlier: true }),
  after(vote("prepared-shown", { at: "prepared", resumeCode: RESUME_CODE }), PLAIN),
  vote("asked", { at: "asked", resumeCode: RESUME_CODE }),
  vote("resumed", { at: "asked", resumeCode: RESUME_CODE, foreign: "c" }),
  vote("filling", filling),
  vote("filling-practice", { ...filling, canRevote: true }, PRACTICE_ELECTION),
  after(vote("filling-marked", filling), OPTION),
  after(vote("filling-several", filling), SUBMIT, OPTION),
  after(vote("filling-error", filling), SUBMIT, SUBMIT),
  after(vote("review", filling), OPTION, SUBMIT, OPTION, SUBMIT, OPTION, SUBMIT),
  after(vote("review-blank", { ...filling, canRevote: true }), SUBMIT, OPTION, SUBMIT, SUBMIT),
  vote("sealed", sealed),
  after(vote("sealed-check", sealed), SECOND),
  vote("challenged", {
    at: "challenged",
    tracker: TRACKER,
    link: OPEN_LINK,
    text: "A".repeat(102),
    choices: CHOICES,
  }),
  vote("casting", { ...casting, steps: steps("done", "running", "waiting") }),
  vote("casting-offline", { ...casting, steps: steps("done", "running", "waiting"), isOffline: true }),
  vote("casting-checking", { ...casting, steps: steps("done", "running", "waiting"), isChecking: true }),
  vote("casting-unheard", {
    ...casting,
    steps: steps("done", "running", "waiting"),
    isChecking: true,
    silent: ["node2.example.org"],
  }),
  vote("casting-busy", {
    ...casting,
    steps: steps("done", "running", "waiting"),
    retryAt: Date.now() + 3_600_000,
  }),
  vote("casting-held", { ...casting, steps: steps("done", "done", "running"), heldUntil: CAST_AT }),
  vote(
    "casting-closed",
    {
      ...casting,
      steps: steps("done", "done", "running"),
      heldUntil: CAST_AT,
      endsAt: ENDED_ELECTION.castEnds,
    },
    ENDED_ELECTION,
  ),
  vote("recorded", { ...recorded, link: FIND_LINK, canVoteAgain: false }),
  vote("recorded-other-tab", {
    ...recorded,
    link: FIND_LINK,
    canVoteAgain: false,
    notSent: "2CVH-P80Z-6QKA-XM5T-R3GE",
  }),
  vote("recorded-counted", {
    ...recorded,
    link: FIND_LINK,
    canVoteAgain: false,
    standing: { ...counted, rests: { on: "device" } },
  }),
  vote("recorded-superseded", {
    ...recorded,
    link: FIND_LINK,
    canVoteAgain: true,
    standing: { state: "superseded" },
  }),
  vote("recorded-revote", { ...recorded, link: FIND_LINK, canVoteAgain: true }, PRACTICE_ELECTION),
];

const OTHERS: readonly GalleryState[] = [
  check("check-loading", { at: "loading" }),
  check("check-waiting", {
    at: "waiting",
    kept: [
      { tracker: TRACKER, challenged: true, alarm: false },
      { tracker: "2CVHP80Z6QKAXM5TR3GE", challenged: false, alarm: false },
    ],
  }),
  check("check-waiting-alarm", {
    at: "waiting",
    kept: [{ tracker: TRACKER, challenged: true, alarm: true }],
  }),
  after(check("check-waiting-error", { at: "waiting", kept: [] }), SUBMIT),
  check("check-taken", { at: "taken", tracker: TRACKER, isAnother: false }),
  check("check-taken-other", { at: "taken", tracker: TRACKER, isAnother: true }),
  check("check-matches", { at: "matches", tracker: TRACKER, contests: CONTESTS, choices: CHOICES }),
  after(
    check("check-other", { at: "matches", tracker: TRACKER, contests: CONTESTS, choices: CHOICES }),
    SECOND,
  ),
  check("check-differs", { at: "fails", code: "DIFFERS", caseNumber: "0412-7731" }),
  check("check-clash", { at: "fails", code: "CLASH", caseNumber: "0412-7731" }),
  check("check-not-first", { at: "fails", code: "NOT_TAKEN_FIRST", caseNumber: "0412-7731" }),
  check("check-malformed", { at: "fails", code: "MALFORMED", caseNumber: "0412-7731" }),
  check("check-problem", { at: "problem", problem: problem("NETWORK", true) }),
  find("find", { at: "waiting" }),
  after(find("find-error", { at: "waiting" }), SUBMIT),
  find("find-looking", { at: "looking", tracker: TRACKER }),
  find("find-absent", { at: "absent", tracker: TRACKER }),
  find("find-recorded", { ...recorded, standing: { state: "recorded" } }),
  find("find-counted", { ...recorded, standing: counted }),
  find("find-counted-silent", {
    ...recorded,
    standing: { ...counted, rests: { on: "nodes", asked: NODES.slice(0, 1), silent: NODES.slice(1) } },
  }),
  find("find-doubtful", {
    ...recorded,
    standing: { state: "doubtful", certificate, nodes: NODES.slice(1) },
  }),
  find("find-superseded", { ...recorded, standing: { state: "superseded" } }),
  find("find-problem", { at: "problem", problem: problem("ALARM_LOG", false) }),
  { name: "practice", shown: { page: "practice" } },
  after(
    { name: "practice-sealed", shown: { page: "practice" } },
    SUBMIT,
    OPTION,
    SUBMIT,
    SUBMIT,
    "main .actions .btn",
  ),
  { name: "unknown", shown: { page: "unknown" } },
  { name: "mistyped", shown: { page: "mistyped" } },
  { name: "crash", shown: { page: "crash" } },
];

export const STATES: readonly GalleryState[] = [...VOTE, ...OTHERS];
