import {
  type AppealRequest,
  type ApplicationAnswer,
  type ApplyRequest,
  type CampaignsAnswer,
  type Confirmation,
  type HandoverAnswer,
  type LetterAnswer,
  type PasskeyEnrolRequest,
  PORTAL_ROUTES,
  type PortalIssueAnswer,
  type PortalIssueRequest,
  type SendCodeAnswer,
  type SendCodeRequest,
  type SessionAnswer,
  type TelephoneRequest,
  type TotpConfirmRequest,
  type TotpEnrolAnswer,
} from "@veche/api/portal";
import { type Answer, isRefusal } from "./answer.ts";
import { type Reader, send } from "./http.ts";
import { anything, type PasskeyOptions, readPasskeyOptions, withFields } from "./readers.ts";

/** Everything that the pages ask of the portal (PORTAL_ROUTES). Calls may be made again; none throws for what the world does. */
export interface PortalClient {
  session(): Promise<Answer<SessionAnswer>>;
  /** How often anything else was asked: each of it prolongs the session too. */
  calls(): number;
  signOut(): Promise<Answer<unknown>>;
  /** Public: the hotline of whoever runs this portal. */
  support(): Promise<Answer<{ readonly hotline: string }>>;
  campaigns(): Promise<Answer<CampaignsAnswer>>;
  application(campaign: string): Promise<Answer<ApplicationAnswer>>;
  apply(campaign: string, request: ApplyRequest): Promise<Answer<ApplicationAnswer>>;
  recall(campaign: string, confirmation: Confirmation): Promise<Answer<unknown>>;
  appeal(campaign: string, request: AppealRequest): Promise<Answer<unknown>>;
  letter(campaign: string): Promise<Answer<LetterAnswer>>;
  handover(campaign: string): Promise<Answer<HandoverAnswer>>;
  sendCode(request: SendCodeRequest): Promise<Answer<SendCodeAnswer>>;
  changeTelephone(request: TelephoneRequest): Promise<Answer<unknown>>;
  issue(electionId: string, request: PortalIssueRequest): Promise<Answer<PortalIssueAnswer>>;
  /** Practice only: `goOn` of a campaign. */
  goOn(path: string): Promise<Answer<unknown>>;
  enrolTotp(): Promise<Answer<TotpEnrolAnswer>>;
  confirmTotp(request: TotpConfirmRequest): Promise<Answer<unknown>>;
  passkeyOptions(): Promise<Answer<PasskeyOptions>>;
  enrolPasskey(request: PasskeyEnrolRequest): Promise<Answer<unknown>>;
  /** For one step; a number is not confirmed by a passkey. */
  passkeyChallenge(about: PasskeyPurpose): Promise<Answer<PasskeyOptions>>;
}

export type PasskeyPurpose = {
  readonly purpose: "application" | "recall" | "issue";
  readonly subject: string;
};

const TIMEOUT_MS = 15_000;
/** An issue waits for the log and for every issuer. */
const ISSUE_TIMEOUT_MS = 60_000;
/** A practice election makes its keys before it opens. */
const GO_ON_TIMEOUT_MS = 180_000;

export function openPortal(fetch: typeof globalThis.fetch): PortalClient {
  let csrf = "";
  let calls = 0;
  const get = <T>(path: string, read: Reader<T>): Promise<Answer<T>> => {
    if (path !== PORTAL_ROUTES.session) calls += 1;
    return send(fetch, { method: "GET", path, timeoutMs: TIMEOUT_MS, read });
  };

  const session = async (): Promise<Answer<SessionAnswer>> => {
    const answer = await get(PORTAL_ROUTES.session, readSession);
    if (answer.kind === "ok") csrf = answer.value.csrf ?? "";
    return answer;
  };

  /** A session that was renewed meanwhile has another value: it is asked for once, then the call is made again. */
  const post = async <T>(
    path: string,
    body: unknown,
    read: Reader<T>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<Answer<T>> => {
    const once = (): Promise<Answer<T>> => send(fetch, { method: "POST", path, body, csrf, timeoutMs, read });
    calls += 1;
    const first = csrf === "" ? undefined : await once();
    if (first !== undefined && !isRefusal(first, "CSRF")) return first;
    await session();
    return once();
  };

  return {
    session,
    calls: () => calls,
    signOut: () => post(PORTAL_ROUTES.signOut, {}, anything),
    support: () => get(PORTAL_ROUTES.support, readSupport),
    campaigns: () => get(PORTAL_ROUTES.campaigns, readCampaigns),
    application: (campaign) => get(pathOf("application", { campaign }), readApplication),
    apply: (campaign, request) => post(pathOf("application", { campaign }), request, readApplication),
    recall: (campaign, confirmation) => post(pathOf("recall", { campaign }), { confirmation }, anything),
    appeal: (campaign, request) => post(pathOf("appeal", { campaign }), request, anything),
    letter: (campaign) => get(pathOf("letter", { campaign }), readLetter),
    handover: (campaign) => get(pathOf("handover", { campaign }), readHandover),
    sendCode: (request) => post(PORTAL_ROUTES.sendCode, request, readCodeSent),
    changeTelephone: (request) => post(PORTAL_ROUTES.telephone, request, anything),
    issue: (id, request) => post(pathOf("issue", { id }), request, readIssued, ISSUE_TIMEOUT_MS),
    goOn: (path) => post(path, {}, anything, GO_ON_TIMEOUT_MS),
    enrolTotp: () => post(PORTAL_ROUTES.totpEnrol, {}, readTotp),
    confirmTotp: (request) => post(PORTAL_ROUTES.totpConfirm, request, anything),
    passkeyOptions: () => post(PORTAL_ROUTES.passkeyOptions, {}, readPasskeyOptions),
    enrolPasskey: (request) => post(PORTAL_ROUTES.passkeyEnrol, request, anything),
    passkeyChallenge: (about) => post(PORTAL_ROUTES.passkeyChallenge, about, readPasskeyOptions),
  };
}

/** Path of a route with its parameters filled in. */
export function pathOf(
  route: keyof typeof PORTAL_ROUTES,
  parameters: Readonly<Record<string, string>>,
): string {
  return PORTAL_ROUTES[route].replace(/:([a-z]+)/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ""),
  );
}

/** Full navigation to sign in; `path` is where the portal comes back to, the language that of the page that is left. */
export const signInAddress = (path: string, language: "en" | "ru"): string =>
  `${PORTAL_ROUTES.signIn}?return=${encodeURIComponent(path)}&lang=${language}`;

const readSession = withFields<SessionAnswer>({ signedIn: "boolean", now: "number" });
const readSupport = withFields<{ readonly hotline: string }>({ hotline: "string" });
const readCampaigns = withFields<CampaignsAnswer>({ campaigns: "list", now: "number" });
const readApplication = withFields<ApplicationAnswer>({ issued: "boolean", onPaper: "boolean" });
const readLetter = withFields<LetterAnswer>({
  election: "string",
  style: "string",
  record: "string",
  salt: "string",
  entry: "string",
  signature: "string",
});
const readHandover = withFields<HandoverAnswer>({
  electionId: "string",
  ballotPage: "string",
  style: "number",
});
const readCodeSent = withFields<SendCodeAnswer>({
  telephone: "string",
  sentAt: "number",
  againAt: "number",
  expiresAt: "number",
  leftToday: "number",
});
const readIssued = withFields<PortalIssueAnswer>({
  set: "number",
  signatures: "list",
  proof: "string",
  replacements: "list",
});
const readTotp = withFields<TotpEnrolAnswer>({ id: "string", uri: "string", secret: "string" });
