import { REGISTRAR_REFUSALS, type RegistrarRefusalCode, type Sentence } from "@veche/api";
import { PORTAL_REFUSALS, type PortalRefusal, type PortalRefusalCode } from "@veche/api/portal";

/** Any code that the portal refuses with: its own and those of issuing. A refused application is an answer, and comes with its reason. */
export type RefusalCode = PortalRefusalCode | RegistrarRefusalCode;

export type Refusal = {
  readonly code: RefusalCode;
  readonly attemptsLeft?: number;
  readonly retryAfterSeconds?: number;
};

/** What a refusal needs of a reply, whatever schema its route has. */
export type Reply = {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): Reply;
};

const TRANSIENT_SECONDS = 3;

/** Sends a refusal: its status, its stable code, what happened in both languages, and when to come again. */
export function refuse<R extends Reply>(reply: R, refusal: Refusal): R {
  const { status, message, retryAfterSeconds } = termsOf(refusal.code);
  const seconds = refusal.retryAfterSeconds ?? retryAfterSeconds;
  const body: PortalRefusal = {
    code: refusal.code,
    message: { en: message.en, ru: message.ru },
    ...(refusal.attemptsLeft === undefined ? {} : { attemptsLeft: refusal.attemptsLeft }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  };
  if (seconds !== undefined) reply.header("retry-after", String(seconds));
  reply.header("cache-control", "no-store");
  reply.code(status).send(body);
  return reply;
}

type Terms = { readonly status: number; readonly message: Sentence; readonly retryAfterSeconds?: number };

function termsOf(code: RefusalCode): Terms {
  if (code in PORTAL_REFUSALS) return PORTAL_REFUSALS[code as PortalRefusalCode];
  const { message, transient } = REGISTRAR_REFUSALS[code as RegistrarRefusalCode];
  return transient
    ? { status: 503, message, retryAfterSeconds: TRANSIENT_SECONDS }
    : { status: 409, message };
}
