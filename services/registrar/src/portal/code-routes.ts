import {
  PORTAL_ROUTES,
  PortalRefusal,
  SendCodeAnswer,
  SendCodeRequest,
  SupportAnswer,
} from "@veche/api/portal";
import type { AccountRow } from "../account/accounts.ts";
import { type App, voterOf } from "./app.ts";
import { type Campaign, campaignById } from "./campaigns.ts";
import type { PortalParts } from "./parts.ts";
import { type Refusal, refuse } from "./refuse.ts";
import { giveTicket } from "./ticket-cookie.ts";

/** How many messages of a voter support is told of. */
const MESSAGES_SHOWN = 10;

/** Codes by SMS, and what somebody needs to whom none comes. */
export function addCodeRoutes(app: App, parts: PortalParts): void {
  const refusals = { "4xx": PortalRefusal, "5xx": PortalRefusal };
  app.post(
    PORTAL_ROUTES.sendCode,
    {
      schema: {
        summary: "Sends a code that confirms one step",
        body: SendCodeRequest,
        response: { 200: SendCodeAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const { account } = voterOf(request);
      const { purpose, subject, language } = request.body;
      const campaign = subject === "" ? undefined : await campaignById(parts.db, subject);
      const to = recipientOf(request.body, account, campaign);
      if ("code" in to) return refuse(reply, to);
      const now = parts.now();
      const sent = await parts.codes.send({
        ...{ account: account.id, purpose, subject, language, now },
        telephone: to.telephone,
      });
      if (!sent.ok) return refuse(reply, sent.error);
      // L23: who asks for the code of a ballot has asked for the ballot.
      if (purpose === "issue" && campaign?.election_id)
        giveTicket(parts, request, reply, campaign.election_id, account.id);
      return sent.value;
    },
  );
  app.get(
    PORTAL_ROUTES.support,
    {
      config: { access: "public" },
      schema: {
        summary: "The hotline, and what became of the messages of whoever is signed in",
        response: { 200: SupportAnswer, ...refusals },
      },
    },
    async (request) => ({
      hotline: parts.hotline,
      messages: request.voter === null ? [] : await messagesOf(parts, request.voter.account.id),
    }),
  );
}

/** A new number only where one is being confirmed; everything else goes to the one that was. */
function recipientOf(
  { purpose, subject, telephone }: SendCodeRequest,
  account: AccountRow,
  campaign: Campaign | undefined,
): { readonly telephone: string } | Refusal {
  const isForCampaign = purpose !== "telephone";
  const isForNew = purpose === "telephone" || purpose === "application";
  if (isForCampaign !== (subject !== "") || (!isForNew && telephone !== undefined))
    return { code: "MALFORMED" };
  if (isForCampaign && campaign === undefined) return { code: "UNKNOWN_CAMPAIGN" };
  if (isForNew) return telephone === undefined ? { code: "TELEPHONE_MISSING" } : { telephone };
  return account.telephone_confirmed_at === null
    ? { code: "TELEPHONE_MISSING" }
    : { telephone: account.telephone };
}

async function messagesOf({ db }: PortalParts, account: string): Promise<SupportAnswer["messages"]> {
  return await db
    .selectFrom("sms_message")
    .select(["purpose", "status"])
    .where("account", "=", account)
    .orderBy("queued_at", "desc")
    .limit(MESSAGES_SHOWN)
    .execute();
}
