import {
  CampaignId,
  HandoverAnswer,
  PORTAL_ROUTES,
  PortalIssueAnswer,
  PortalIssueRequest,
  PortalRefusal,
} from "@veche/api/portal";
import { type Bytes, err, fromBase64, fromHex, ok, type Result, toBase64, toHex } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import { Type } from "typebox";
import { SqlPollBook } from "../poll-book-sql.ts";
import type { RollAccount } from "../registrar.ts";
import { type App, type Voter, voterOf } from "./app.ts";
import { ballotPageOf } from "./campaign-shown.ts";
import { type Campaign, campaignById, campaignOf, entryOf } from "./campaigns.ts";
import type { PortalParts } from "./parts.ts";
import { type Refusal, refuse } from "./refuse.ts";
import { giveTicket, ticketOf } from "./ticket-cookie.ts";

const ByElection = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{64}$" }) });
const ByCampaign = Type.Object({ campaign: CampaignId });
const refusals = { "4xx": PortalRefusal, "5xx": PortalRefusal };

/** The way to the ballot and back (§12.2). */
export function addIssueRoutes(app: App, parts: PortalParts): void {
  app.get(
    PORTAL_ROUTES.handover,
    {
      schema: {
        summary: "What the ballot page is handed over",
        params: ByCampaign,
        response: { 200: HandoverAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const answer = await handover(parts, voterOf(request), request.params.campaign);
      return answer.ok ? answer.value : refuse(reply, answer.error);
    },
  );
  app.post(
    PORTAL_ROUTES.issue,
    {
      schema: {
        summary: "Gives out the ballot, once; the same request again is answered the same",
        params: ByElection,
        body: PortalIssueRequest,
        response: { 200: PortalIssueAnswer, ...refusals },
      },
    },
    async (request, reply) => {
      const voter = voterOf(request);
      const electionId = fromHex(request.params.id) as Bytes;
      const since = ticketOf(parts, request, electionId, voter.account.id);
      // L23: who waits here without a ticket asked now, and not when there is room.
      const askedAt = since ?? parts.now();
      const admitted = await parts.admission.enter(since);
      if (admitted === undefined) {
        giveTicket(parts, request, reply, electionId, voter.account.id);
        const retryAfterSeconds = parts.admission.retryAfter(parts.randomBytes(1)[0] ?? 0);
        return refuse(reply, { code: "UNAVAILABLE", retryAfterSeconds });
      }
      try {
        const issued = await issue(parts, voter, electionId, request.body, askedAt);
        return issued.ok ? issued.value : refuse(reply, issued.error);
      } finally {
        admitted.leave();
      }
    },
  );
}

async function handover(
  { db, ballotOrigin }: PortalParts,
  { account }: Voter,
  id: string,
): Promise<Result<HandoverAnswer, Refusal>> {
  const campaign = await campaignById(db, id);
  if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  const electionId = campaign.election_id;
  const entry = electionId === null ? undefined : await entryOf(db, electionId, account.id);
  if (electionId === null || entry === undefined) return err(await whyNoEntry(db, campaign, account.id));
  const person = parsePersonId(entry.person);
  const book = new SqlPollBook(db, electionId);
  if (!person.ok || (await book.find(person.value))?.kind === "paper") return err({ code: "ON_PAPER" });
  const request = await book.requestHash(person.value);
  return ok({
    electionId: toHex(electionId),
    ballotPage: ballotPageOf(ballotOrigin, electionId),
    style: entry.style,
    ...(request === undefined ? {} : { request: toHex(request) }),
  });
}

/** Accepted and not on a roll yet, or not accepted at all. */
async function whyNoEntry(db: PortalParts["db"], campaign: Campaign, account: string): Promise<Refusal> {
  const accepted = await db
    .selectFrom("application")
    .select("id")
    .where("campaign", "=", campaign.id)
    .where("account", "=", account)
    .where("state", "=", "accepted")
    .executeTakeFirst();
  return { code: accepted === undefined ? "NO_APPLICATION" : "LETTER_NOT_READY" };
}

async function issue(
  parts: PortalParts,
  { account, session }: Voter,
  electionId: Bytes,
  { confirmation, style, blinded }: PortalIssueRequest,
  askedAt: number,
): Promise<Result<PortalIssueAnswer, Refusal>> {
  const { db, recent } = parts;
  const campaign = await campaignOf(db, electionId);
  const registrar = parts.electionOf(electionId)?.registrar;
  if (campaign === undefined || registrar === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  const entry = await rollAccountOf(db, electionId, account.id);
  if (entry === undefined) return err(await whyNoEntry(db, campaign, account.id));
  const messages = blinded.flatMap((text) => fromBase64(text) ?? []);
  if (messages.length !== blinded.length) return err({ code: "MALFORMED" });
  if (!recent.has(session, campaign.id, parts.now())) {
    const confirmed = await parts.confirmations.confirm({
      ...{ account: account.id, purpose: "issue", subject: campaign.id, confirmation },
      telephone: account.telephone,
      cutOff: campaign.account_cutoff,
      now: parts.now(),
    });
    if (!confirmed.ok) return err(confirmed.error);
    recent.add(session, campaign.id, parts.now());
  }
  const issued = await registrar.issueFor(entry, { style, blinded: messages, askedAt });
  if (!issued.ok) return err({ code: issued.error });
  const { set, signatures, proof, replacements } = issued.value;
  return ok({ set, signatures: signatures.map(toBase64), proof, replacements: [...replacements] });
}

async function rollAccountOf(
  db: PortalParts["db"],
  electionId: Bytes,
  account: string,
): Promise<RollAccount | undefined> {
  const row = await entryOf(db, electionId, account);
  const person = parsePersonId(row?.person ?? "");
  return row === undefined || !person.ok ? undefined : { ...row, person: person.value };
}
