import { REGISTRAR_REFUSALS, type RegistrarRefusalCode } from "@veche/api";
import type {
  ApplicationAnswer,
  CampaignAnswer,
  HandoverAnswer,
  LetterAnswer,
  PortalIssueAnswer,
  PortalRefusal,
  SendCodeAnswer,
  SessionAnswer,
  TotpEnrolAnswer,
} from "@veche/api/portal";
import {
  APPLICATION_REFUSALS,
  type ApplicationRefusalCode,
  PORTAL_REFUSALS,
  type PortalRefusalCode,
} from "@veche/api/portal";
import { toBase64 } from "@veche/base";

/** Invented people and elections, at one invented moment: noon of the first voting day. */
const at = (text: string): number => Date.parse(`${text}+03:00`);
export const NOW = at("2026-12-04T12:00:00");
export const ELECTION = "c0ffee".repeat(10).padEnd(64, "0");

export const session: SessionAnswer = {
  signedIn: true,
  csrf: "csrf",
  endsAt: NOW + 1_200_000,
  now: NOW,
  person: {
    family: "Соколова",
    given: "Анна",
    patronymic: "Игоревна",
    birthDate: "1986-04-12",
    documentEnd: "4471",
    telephone: "+7 900 •••-12-34",
    telephoneConfirmed: true,
    email: "a•••@example.org",
    secondFactors: [],
  },
};
export const signedOut: SessionAnswer = { signedIn: false, now: NOW };

const voting: CampaignAnswer = {
  id: "zarechye",
  kind: "election",
  title: { en: "Zarechye city elections", ru: "Выборы в городе Заречье" },
  applicationsFrom: at("2026-10-20T00:00:00"),
  applicationsUntil: at("2026-12-02T00:00:00"),
  recallUntil: at("2026-12-02T00:00:00"),
  votingFrom: at("2026-12-04T08:00:00"),
  votingUntil: at("2026-12-06T20:00:00"),
  electionId: ELECTION,
  stage: "voting",
  ballotPage: `https://ballot.example/e/${ELECTION}/`,
  tickSeconds: 600,
  minimumGroup: 10,
};
const registration: CampaignAnswer = {
  id: "priozyorsk",
  kind: "election",
  title: { en: "Priozyorsky district elections", ru: "Выборы в Приозёрском округе" },
  applicationsFrom: at("2026-11-20T00:00:00"),
  applicationsUntil: at("2027-02-02T00:00:00"),
  recallUntil: at("2027-02-02T00:00:00"),
  votingFrom: at("2027-02-14T08:00:00"),
  votingUntil: at("2027-02-16T20:00:00"),
  stage: "registration",
};
export const campaign = {
  voting,
  registration,
  early: { ...registration, id: "early", applicationsFrom: NOW + 86_400_000 },
  late: { ...voting, id: "late", applicationsUntil: at("2026-12-04T00:00:00") },
  ended: { ...voting, id: "ended", stage: "ended", votingUntil: at("2026-12-03T20:00:00") },
  practice: {
    ...registration,
    id: "practice",
    kind: "practice",
    title: { en: "Practice election B", ru: "Учебные выборы Б" },
    tickSeconds: 0,
    minimumGroup: 1,
    goOn: "/api/practice/go-on",
  },
} as const satisfies Record<string, CampaignAnswer>;

const accepted: NonNullable<ApplicationAnswer["application"]> = {
  number: "26-0412-7731",
  state: "accepted",
  district: "№ 4, Набережный",
  station: "614",
  styleId: "north",
  telephone: "+7 900 •••-12-34",
  canRecall: true,
  canApplyAgain: false,
  canAppeal: false,
  timeline: [
    { at: at("2026-11-09T19:42:00"), kind: "applied" },
    { at: at("2026-11-10T08:15:00"), kind: "checked" },
    { at: at("2026-11-10T08:16:00"), kind: "accepted" },
    { at: at("2026-11-12T10:00:00"), kind: "telephone-changed" },
    { at: at("2026-11-13T10:00:00"), kind: "telephone-changed" },
  ],
};
const refused = (code: ApplicationRefusalCode): NonNullable<ApplicationAnswer["application"]> => ({
  ...accepted,
  state: "refused",
  canRecall: false,
  canApplyAgain: true,
  canAppeal: true,
  refusal: { code, message: APPLICATION_REFUSALS[code] },
  timeline: [
    { at: at("2026-11-09T19:42:00"), kind: "applied" },
    { at: at("2026-11-10T08:15:00"), kind: "refused", code },
  ],
});
const none = { issued: false, onPaper: false };
export const application = {
  none,
  accepted: { ...none, application: accepted },
  issued: { ...none, issued: true, application: { ...accepted, canRecall: false } },
  onPaper: { ...none, onPaper: true, application: { ...accepted, canRecall: false } },
  refused: { ...none, application: refused("NAME_DIFFERS") },
  appealed: {
    ...none,
    application: {
      ...refused("NAME_DIFFERS"),
      canAppeal: false,
      appeal: { madeAt: NOW - 86_400_000, answerBy: at("2026-12-12T00:00:00") },
    },
  },
  rejected: {
    ...none,
    application: {
      ...refused("NOT_IN_REGISTER"),
      canAppeal: false,
      canApplyAgain: false,
      appeal: {
        madeAt: NOW - 86_400_000,
        answerBy: at("2026-12-12T00:00:00"),
        granted: false,
        answer: "В реестре вас нет: обратитесь в паспортный стол.",
      },
    },
  },
  recalled: { ...none, application: { ...accepted, state: "recalled", canRecall: false } },
} as const satisfies Record<string, ApplicationAnswer>;

export const codeSent: SendCodeAnswer = {
  telephone: "+7 900 •••-12-34",
  sentAt: NOW,
  againAt: NOW + 60_000,
  expiresAt: NOW + 600_000,
  leftToday: 9,
};
export const handover: HandoverAnswer = {
  electionId: ELECTION,
  ballotPage: voting.ballotPage ?? "",
  style: 2,
};
export const issuedAnswer: PortalIssueAnswer = {
  set: 0,
  signatures: [1, 2].map((byte) => toBase64(new Uint8Array(256).fill(byte))),
  proof: "c2sp.org/tlog-proof@v1\n",
  replacements: [],
};
export const letter: LetterAnswer = {
  election: ELECTION,
  style: "north",
  record: "u0KHQvtC60L7Qu9C+0LLQsHzQkNC90L3QsHzQmNCz0L7RgNC10LLQvdCwfDE5ODYtMDQtMTI=",
  salt: "5a".repeat(32),
  entry: "e1".repeat(32),
  signature: `${"Q".repeat(86)}==`,
  inRoll: 1,
};
export const totp: TotpEnrolAnswer = {
  id: "7",
  uri: "otpauth://totp/Veche:Anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Veche",
  secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
};

export type Reply = { readonly status: number; readonly body: unknown } | "cut";
export const ok = (body: unknown): Reply => ({ status: 200, body });

export const refusal = (
  code: PortalRefusalCode | RegistrarRefusalCode,
  more: Partial<PortalRefusal> = {},
): Reply => {
  const known = { ...REGISTRAR_REFUSALS, ...PORTAL_REFUSALS }[code];
  return { status: "status" in known ? known.status : 409, body: { code, message: known.message, ...more } };
};
