import {
  PasskeyChallengeRequest,
  PasskeyEnrolRequest,
  PasskeyOptionsAnswer,
  PORTAL_ROUTES,
  PortalRefusal,
  SessionAnswer,
  TotpConfirmRequest,
  TotpEnrolAnswer,
} from "@veche/api/portal";
import type { AccountRow } from "../account/accounts.ts";
import { type App, voterOf } from "./app.ts";
import { campaignById } from "./campaigns.ts";
import type { PortalParts } from "./parts.ts";
import { refuse } from "./refuse.ts";
import { sessionAnswer } from "./session-routes.ts";

const refusals = { "4xx": PortalRefusal, "5xx": PortalRefusal };
const session = { 200: SessionAnswer, ...refusals };
const options = { 200: PasskeyOptionsAnswer, ...refusals };

/** Apps and passkeys: enrolled in the account, good for elections whose cut-off is later. */
export function addFactorRoutes(app: App, parts: PortalParts): void {
  const { totp, passkeys, now } = parts;
  app.post(
    PORTAL_ROUTES.totpEnrol,
    { schema: { summary: "A new secret for an app", response: { 200: TotpEnrolAnswer, ...refusals } } },
    async (request, reply) => {
      const { account } = voterOf(request);
      const enrolled = await totp.enrol({ account: account.id, label: labelOf(account), now: now() });
      return enrolled.ok ? enrolled.value : refuse(reply, enrolled.error);
    },
  );
  app.post(
    PORTAL_ROUTES.totpConfirm,
    { schema: { summary: "The first code of an app", body: TotpConfirmRequest, response: session } },
    async (request, reply) => {
      const voter = voterOf(request);
      const confirmed = await totp.confirmEnrolment({
        account: voter.account.id,
        ...request.body,
        now: now(),
      });
      return confirmed.ok ? sessionAnswer(parts, voter) : refuse(reply, confirmed.error);
    },
  );
  app.post(
    PORTAL_ROUTES.passkeyOptions,
    { schema: { summary: "Options for a new passkey", response: options } },
    async (request, reply) => {
      const { account } = voterOf(request);
      const made = await passkeys.enrolOptions({ account: account.id, label: labelOf(account), now: now() });
      return made.ok ? { id: made.value.id, options: { ...made.value.options } } : refuse(reply, made.error);
    },
  );
  app.post(
    PORTAL_ROUTES.passkeyEnrol,
    { schema: { summary: "A new passkey", body: PasskeyEnrolRequest, response: session } },
    async (request, reply) => {
      const voter = voterOf(request);
      const enrolled = await passkeys.enrol({ account: voter.account.id, ...request.body, now: now() });
      return enrolled.ok ? sessionAnswer(parts, voter) : refuse(reply, enrolled.error);
    },
  );
  app.post(
    PORTAL_ROUTES.passkeyChallenge,
    {
      schema: {
        summary: "Options for proving a passkey, for one step",
        body: PasskeyChallengeRequest,
        response: options,
      },
    },
    async (request, reply) => {
      const { account } = voterOf(request);
      const { purpose, subject } = request.body;
      const campaign = await campaignById(parts.db, subject);
      if (campaign === undefined) return refuse(reply, { code: "UNKNOWN_CAMPAIGN" });
      const cutOff = campaign.account_cutoff;
      const made = await passkeys.challenge({ account: account.id, purpose, subject, cutOff, now: now() });
      return made.ok ? { id: "", options: { ...made.value } } : refuse(reply, made.error);
    },
  );
}

/** How a device shows whose app or passkey it is. */
const labelOf = ({ given, family }: AccountRow): string => `${given} ${family}`;
