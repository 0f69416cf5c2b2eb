import {
  AppealRequest,
  ApplicationAnswer,
  ApplyRequest,
  CampaignId,
  CampaignsAnswer,
  type Confirmation,
  LetterAnswer,
  PORTAL_ROUTES,
  PortalRefusal,
  RecallRequest,
  SessionAnswer,
  TelephoneRequest,
} from "@veche/api/portal";
import { err, ok, type Result } from "@veche/base";
import { Type } from "typebox";
import { accountById } from "../account/accounts.ts";
import { type App, type Voter, voterOf } from "./app.ts";
import { campaignShown } from "./campaign-shown.ts";
import { campaignById } from "./campaigns.ts";
import type { PortalParts } from "./parts.ts";
import { type Refusal, refuse } from "./refuse.ts";
import { sessionAnswer } from "./session-routes.ts";

const params = Type.Object({ campaign: CampaignId });
const refusals = { "4xx": PortalRefusal, "5xx": PortalRefusal };
const applied = { 200: ApplicationAnswer, ...refusals };

/** Elections, the application for one, and what follows from it. */
export function addApplicationRoutes(app: App, parts: PortalParts): void {
  addReading(app, parts);
  addChanges(app, parts);
  app.post(
    PORTAL_ROUTES.telephone,
    {
      schema: {
        summary: "Another telephone, confirmed by a code sent to it",
        body: TelephoneRequest,
        response: { 200: SessionAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const voter = voterOf(request);
      const { telephone, confirmation } = request.body;
      const confirmed = await confirm(parts, voter, {
        purpose: "telephone",
        campaign: "",
        confirmation,
        telephone,
      });
      if (!confirmed.ok) return refuse(reply, confirmed.error);
      const changed = await parts.applications.changeTelephone({
        account: voter.account.id,
        telephone,
        now: parts.now(),
      });
      if (!changed.ok) return refuse(reply, changed.error);
      const account = (await accountById(parts.db, voter.account.id)) ?? voter.account;
      return sessionAnswer(parts, { ...voter, account });
    },
  );
}

function addReading(app: App, parts: PortalParts): void {
  const { applications, now } = parts;
  app.get(
    PORTAL_ROUTES.campaigns,
    {
      config: { access: "public" },
      schema: { summary: "All elections and trials", response: { 200: CampaignsAnswer, ...refusals } },
    },
    async () => {
      const at = now();
      const campaigns = await applications.campaigns(at);
      return { campaigns: campaigns.map((campaign) => campaignShown(parts, campaign)), now: at };
    },
  );
  app.get(
    PORTAL_ROUTES.application,
    { schema: { summary: "The voter's application", params, response: applied } },
    async (request, reply) => {
      const viewed = await applications.view(askedOf(parts, request));
      return viewed.ok ? viewed.value : refuse(reply, viewed.error);
    },
  );
  app.get(
    PORTAL_ROUTES.letter,
    {
      schema: {
        summary: "What opens the voter's entry on the roll (§04.1.3)",
        params,
        response: { 200: LetterAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const letter = await applications.letter(askedOf(parts, request));
      return letter.ok ? letter.value : refuse(reply, letter.error);
    },
  );
}

function addChanges(app: App, parts: PortalParts): void {
  const { applications } = parts;
  app.post(
    PORTAL_ROUTES.application,
    {
      schema: {
        summary: "Applies; a refusal is an answer too",
        params,
        body: ApplyRequest,
        response: applied,
      },
    },
    async (request, reply) => {
      const { telephone, email, confirmation } = request.body;
      const asked = askedOf(parts, request);
      const step = { purpose: "application", campaign: asked.campaign, confirmation, telephone } as const;
      const confirmed = await confirm(parts, voterOf(request), step);
      if (!confirmed.ok) return refuse(reply, confirmed.error);
      const made = await applications.apply({ ...asked, telephone, email });
      return made.ok ? made.value : refuse(reply, made.error);
    },
  );
  app.post(
    PORTAL_ROUTES.recall,
    { schema: { summary: "Recalls the application", params, body: RecallRequest, response: applied } },
    async (request, reply) => {
      const asked = askedOf(parts, request);
      const { confirmation } = request.body;
      const step = { purpose: "recall", campaign: asked.campaign, confirmation } as const;
      const confirmed = await confirm(parts, voterOf(request), step);
      if (!confirmed.ok) return refuse(reply, confirmed.error);
      const recalled = await applications.recall(asked);
      return recalled.ok ? recalled.value : refuse(reply, recalled.error);
    },
  );
  app.post(
    PORTAL_ROUTES.appeal,
    { schema: { summary: "Appeals against a refusal", params, body: AppealRequest, response: applied } },
    async (request, reply) => {
      const appealed = await applications.appeal({ ...askedOf(parts, request), text: request.body.text });
      return appealed.ok ? appealed.value : refuse(reply, appealed.error);
    },
  );
}

const askedOf = (
  { now }: PortalParts,
  request: { readonly voter: Voter | null; readonly params: { readonly campaign: string } },
) => ({ account: voterOf(request).account.id, campaign: request.params.campaign, now: now() });

type Step = {
  readonly purpose: "application" | "recall" | "telephone";
  /** Empty for `telephone`. */
  readonly campaign: string;
  readonly confirmation: Confirmation;
  /** The number that a code must have gone to; otherwise the account's. */
  readonly telephone?: string;
};

async function confirm(
  parts: PortalParts,
  { account }: Voter,
  { purpose, campaign: subject, confirmation, telephone }: Step,
): Promise<Result<undefined, Refusal>> {
  const campaign = subject === "" ? undefined : await campaignById(parts.db, subject);
  if (subject !== "" && campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  // An app or a passkey shows who somebody is, but only a code shows that a telephone is theirs.
  const isNewNumber = telephone !== undefined && telephone !== confirmedOf(account);
  if (purpose === "application" && isNewNumber && confirmation.method !== "sms")
    return err({ code: "FACTOR_UNKNOWN" });
  const confirmed = await parts.confirmations.confirm({
    ...{ account: account.id, purpose, subject, confirmation },
    telephone: telephone ?? account.telephone,
    cutOff: campaign?.account_cutoff ?? Number.POSITIVE_INFINITY,
    now: parts.now(),
  });
  return confirmed.ok ? ok(undefined) : err(confirmed.error);
}

const confirmedOf = (account: Voter["account"]): string | undefined =>
  account.telephone_confirmed_at === null ? undefined : account.telephone;
