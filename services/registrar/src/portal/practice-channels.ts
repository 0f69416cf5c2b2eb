import type { Clock } from "@veche/base";
import { memoryOutbox, type NoticeChannel } from "../notices/index.ts";
import { Outbox } from "../sms/gateway/outbox.ts";
import type { PracticeOutbox } from "./parts.ts";

/** Practice only: messages and letters that leave nothing but a page, `/outbox`. */
export function practiceChannels(now: Clock): {
  readonly gateway: Outbox;
  readonly mail: NoticeChannel;
  readonly outbox: PracticeOutbox;
} {
  const gateway = new Outbox(now);
  const mail = memoryOutbox();
  return { gateway, mail, outbox: outboxOf(gateway, mail) };
}

/** What one of them, or both, hold; `undefined`: there is none, and so no page. */
export function outboxOf(gateway: Outbox, mail: ReturnType<typeof memoryOutbox> | undefined): PracticeOutbox;
export function outboxOf(
  gateway: Outbox | undefined,
  mail: ReturnType<typeof memoryOutbox> | undefined,
): PracticeOutbox | undefined;
export function outboxOf(
  gateway: Outbox | undefined,
  mail: ReturnType<typeof memoryOutbox> | undefined,
): PracticeOutbox | undefined {
  if (gateway === undefined && mail === undefined) return undefined;
  return {
    messages: () => [
      ...(mail?.sent ?? []).map(({ address, subject, text }) => ({ to: address, subject, text })),
      ...(gateway?.messages() ?? []).map(({ telephone, text }) => ({ to: telephone, text })),
    ],
  };
}
