import { type Static, type TLiteral, type TUnion, Type } from "typebox";

/** Bodies and answers of PORTAL_ROUTES. Times are ms since 1970; texts are in both languages where they are ours. */

const Closed = { additionalProperties: false } as const;
/** One of some words, with their type. */
const oneOf = <const T extends readonly string[]>(...words: T): TUnion<Literals<T>> =>
  Type.Union(words.map((word) => Type.Literal(word))) as TUnion<Literals<T>>;
type Literals<T extends readonly string[]> = { -readonly [at in keyof T]: TLiteral<T[at]> };
const Ms = Type.Integer({ minimum: 0 });
const TextPair = Type.Object({ en: Type.String(), ru: Type.String() }, Closed);
const Hex32 = Type.String({ pattern: "^[0-9a-f]{64}$" });
/** E.164: what a voter types is normalised by the page (`8 900 …` becomes `+7900…`). */
export const Telephone = Type.String({ pattern: "^\\+[1-9][0-9]{7,14}$" });
/** As the operator names a campaign. */
export const CampaignId = Type.String({ pattern: "^[a-z0-9-]{1,64}$" });
/** Empty, or one address and nothing that a mail program could read as several or as a header. */
const Email = Type.String({
  maxLength: 254,
  pattern: '^$|^[^\\u0000-\\u0020\\u007f\\s@<>()[\\]\\\\,;:"]+@[A-Za-z0-9\\u0080-\\uffff.-]+$',
});

/** What confirms a step: a code from a message, from an app, or a passkey's assertion (JSON of WebAuthn). */
export const Confirmation = Type.Union([
  Type.Object({ method: Type.Literal("sms"), code: Type.String({ pattern: "^[0-9]{6}$" }) }, Closed),
  Type.Object({ method: Type.Literal("totp"), code: Type.String({ pattern: "^[0-9]{6}$" }) }, Closed),
  Type.Object({ method: Type.Literal("passkey"), assertion: Type.Unknown() }, Closed),
]);
export type Confirmation = Static<typeof Confirmation>;

export const SessionAnswer = Type.Object(
  {
    signedIn: Type.Boolean(),
    csrf: Type.Optional(Type.String()),
    /** When the session ends unless something is done. */
    endsAt: Type.Optional(Ms),
    person: Type.Optional(
      Type.Object(
        {
          family: Type.String(),
          given: Type.String(),
          patronymic: Type.String(),
          birthDate: Type.String(),
          /** Last four digits. */
          documentEnd: Type.String(),
          /** Masked: `+7 900 •••-12-34`; empty if unknown. */
          telephone: Type.String(),
          telephoneConfirmed: Type.Boolean(),
          /** Masked, empty if unknown. */
          email: Type.String(),
          secondFactors: Type.Array(Type.Union([Type.Literal("totp"), Type.Literal("passkey")])),
        },
        Closed,
      ),
    ),
    /** Time of the server, so that a wrong clock of the device does no harm. */
    now: Ms,
  },
  Closed,
);
export type SessionAnswer = Static<typeof SessionAnswer>;

export const CampaignAnswer = Type.Object(
  {
    id: Type.String(),
    trialOf: Type.Optional(Type.String()),
    kind: oneOf("election", "poll", "practice", "test"),
    title: TextPair,
    applicationsFrom: Ms,
    applicationsUntil: Ms,
    recallUntil: Ms,
    votingFrom: Ms,
    votingUntil: Ms,
    /** Once the manifest is defined. */
    electionId: Type.Optional(Hex32),
    /** `registration`, `roll` (made, not open yet), `voting`, `ended`. */
    stage: oneOf("registration", "roll", "voting", "ended"),
    /** Address of the ballot page, `https://…/e/<id>/`. */
    ballotPage: Type.Optional(Type.String()),
    tickSeconds: Type.Optional(Type.Integer()),
    minimumGroup: Type.Optional(Type.Integer()),
    /** Practice only: where "go on to voting" posts to. */
    goOn: Type.Optional(Type.String()),
  },
  Closed,
);
export type CampaignAnswer = Static<typeof CampaignAnswer>;
export const CampaignsAnswer = Type.Object({ campaigns: Type.Array(CampaignAnswer), now: Ms }, Closed);
export type CampaignsAnswer = Static<typeof CampaignsAnswer>;

export const ApplicationAnswer = Type.Object(
  {
    /** Missing: no application yet. */
    application: Type.Optional(
      Type.Object(
        {
          number: Type.String(),
          state: oneOf("accepted", "refused", "recalled"),
          refusal: Type.Optional(Type.Object({ code: Type.String(), message: TextPair }, Closed)),
          /** Titles of the district and number of the station, as the register knows them. */
          district: Type.Optional(Type.String()),
          station: Type.Optional(Type.String()),
          styleId: Type.Optional(Type.String()),
          telephone: Type.String(),
          canRecall: Type.Boolean(),
          canApplyAgain: Type.Boolean(),
          canAppeal: Type.Boolean(),
          appeal: Type.Optional(
            Type.Object(
              {
                madeAt: Ms,
                answerBy: Ms,
                answer: Type.Optional(Type.String()),
                granted: Type.Optional(Type.Boolean()),
              },
              Closed,
            ),
          ),
          timeline: Type.Array(
            Type.Object({ at: Ms, kind: Type.String(), code: Type.Optional(Type.String()) }, Closed),
          ),
        },
        Closed,
      ),
    ),
    /** Whether a ballot was issued on the voter's entry; never when. */
    issued: Type.Boolean(),
    onPaper: Type.Boolean(),
  },
  Closed,
);
export type ApplicationAnswer = Static<typeof ApplicationAnswer>;

export const ApplyRequest = Type.Object(
  {
    telephone: Telephone,
    email: Email,
    confirmation: Confirmation,
    /** The texts of `consent` were shown and ticked. */
    consent: Type.Literal(true),
  },
  Closed,
);
export type ApplyRequest = Static<typeof ApplyRequest>;

export const RecallRequest = Type.Object({ confirmation: Confirmation }, Closed);
export type RecallRequest = Static<typeof RecallRequest>;
/** No table takes the character zero. */
export const AppealRequest = Type.Object(
  { text: Type.String({ minLength: 10, maxLength: 2000, pattern: "^[^\\u0000]*$" }) },
  Closed,
);
export type AppealRequest = Static<typeof AppealRequest>;
export const TelephoneRequest = Type.Object({ telephone: Telephone, confirmation: Confirmation }, Closed);
export type TelephoneRequest = Static<typeof TelephoneRequest>;

export const SendCodeRequest = Type.Object(
  {
    purpose: oneOf("application", "recall", "telephone", "issue"),
    /** Campaign; empty for `telephone`. */
    subject: Type.String({ pattern: "^[a-z0-9-]{0,64}$" }),
    /** Only for `application` and `telephone`: the number to confirm. Otherwise the code goes to the one confirmed. */
    telephone: Type.Optional(Telephone),
    language: Type.Union([Type.Literal("en"), Type.Literal("ru")]),
  },
  Closed,
);
export type SendCodeRequest = Static<typeof SendCodeRequest>;
export const SendCodeAnswer = Type.Object(
  { telephone: Type.String(), sentAt: Ms, againAt: Ms, expiresAt: Ms, leftToday: Type.Integer() },
  Closed,
);
export type SendCodeAnswer = Static<typeof SendCodeAnswer>;

/** §04.1.3: what the voter keeps, and whether the entry stands in the published roll. */
export const LetterAnswer = Type.Object(
  {
    election: Hex32,
    style: Type.String(),
    record: Type.String(),
    salt: Hex32,
    entry: Hex32,
    signature: Type.String(),
    /** How often the entry stands in the roll that the registrar has verified: 0 or 1. Missing: no roll published yet. */
    inRoll: Type.Optional(Type.Integer()),
  },
  Closed,
);
export type LetterAnswer = Static<typeof LetterAnswer>;

/** §12.2.2. `request` is missing while nothing was asked for. */
export const HandoverAnswer = Type.Object(
  {
    electionId: Hex32,
    ballotPage: Type.String(),
    style: Type.Integer(),
    request: Type.Optional(Hex32),
  },
  Closed,
);
export type HandoverAnswer = Static<typeof HandoverAnswer>;

export const PortalIssueRequest = Type.Object(
  {
    confirmation: Confirmation,
    style: Type.Integer({ minimum: 0, maximum: 65_535 }),
    /** One blinded message for each issuer, base64 of 256 bytes. */
    blinded: Type.Array(Type.String({ pattern: "^[A-Za-z0-9+/]{342}==$" }), { minItems: 1, maxItems: 30 }),
  },
  Closed,
);
export type PortalIssueRequest = Static<typeof PortalIssueRequest>;
/** §12.2.4 */
export const PortalIssueAnswer = Type.Object(
  {
    set: Type.Integer(),
    signatures: Type.Array(Type.String()),
    proof: Type.String(),
    replacements: Type.Array(Type.String()),
  },
  Closed,
);
export type PortalIssueAnswer = Static<typeof PortalIssueAnswer>;

export const TotpEnrolAnswer = Type.Object(
  { id: Type.String(), uri: Type.String(), secret: Type.String() },
  Closed,
);
export type TotpEnrolAnswer = Static<typeof TotpEnrolAnswer>;
export const TotpConfirmRequest = Type.Object(
  { id: Type.String({ maxLength: 64 }), code: Type.String({ pattern: "^[0-9]{6}$" }) },
  Closed,
);
export type TotpConfirmRequest = Static<typeof TotpConfirmRequest>;
export const PasskeyEnrolRequest = Type.Object(
  { id: Type.String({ maxLength: 64 }), response: Type.Unknown() },
  Closed,
);
export type PasskeyEnrolRequest = Static<typeof PasskeyEnrolRequest>;

/** What WebAuthn wants of the browser, as JSON. `id` comes back with a new passkey. */
export const PasskeyOptionsAnswer = Type.Object(
  { id: Type.String(), options: Type.Record(Type.String(), Type.Unknown()) },
  Closed,
);
export type PasskeyOptionsAnswer = Static<typeof PasskeyOptionsAnswer>;
/** A passkey is proved for one step, and is good for no other. */
export const PasskeyChallengeRequest = Type.Object(
  { purpose: oneOf("application", "recall", "issue"), subject: CampaignId },
  Closed,
);
export type PasskeyChallengeRequest = Static<typeof PasskeyChallengeRequest>;

/** For "Not received?": the hotline, and what became of the last messages of whoever is signed in, newest first. */
export const SupportAnswer = Type.Object(
  {
    hotline: Type.String(),
    messages: Type.Array(
      Type.Object({ purpose: Type.String(), status: oneOf("queued", "sent", "delivered", "failed") }, Closed),
    ),
  },
  Closed,
);
export type SupportAnswer = Static<typeof SupportAnswer>;

export const PortalRefusal = Type.Object(
  {
    code: Type.String(),
    message: TextPair,
    /** For `CODE_WRONG`. */
    attemptsLeft: Type.Optional(Type.Integer()),
    /** For what can be done again later: seconds. */
    retryAfterSeconds: Type.Optional(Type.Integer()),
  },
  Closed,
);
export type PortalRefusal = Static<typeof PortalRefusal>;
