import { type Bytes, toHex } from "@veche/base";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PortalParts } from "./parts.ts";
import { readTicket, writeTicket } from "./ticket.ts";

/** A ticket is worth something until issueEnds at the latest, ms. */
const LIFE_MS = 7 * 86_400_000;

/** Since when this voter has been asking for a ballot of this election; `undefined`: has not yet. */
export function ticketOf(
  { cookies, keys, now }: PortalParts,
  request: Pick<FastifyRequest, "cookies">,
  electionId: Bytes,
  account: string,
): number | undefined {
  const ticket = cookies.get(request, nameOf(electionId));
  return ticket === undefined ? undefined : readTicket(keys.ticket, electionId, account, ticket, now());
}

/** Dates the voter's asking, once: the browser brings it back by itself, and no page has to know of it. */
export function giveTicket(
  parts: PortalParts,
  request: Pick<FastifyRequest, "cookies">,
  reply: Pick<FastifyReply, "setCookie" | "clearCookie">,
  electionId: Bytes,
  account: string,
): void {
  if (ticketOf(parts, request, electionId, account) !== undefined) return;
  const ticket = writeTicket(parts.keys.ticket, electionId, account, parts.now());
  parts.cookies.set(reply, nameOf(electionId), ticket, LIFE_MS);
}

const nameOf = (electionId: Bytes): `ticket-${string}` => `ticket-${toHex(electionId.slice(0, 8))}`;
