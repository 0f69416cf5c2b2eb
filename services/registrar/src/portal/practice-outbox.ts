import type { memoryOutbox } from "../notices/index.ts";
import type { Outbox } from "../sms/gateway/outbox.ts";
import type { PracticeOutbox } from "./parts.ts";

/** Practice only: what the gateway and the mail hold that send nothing; `undefined`: there is neither, and so no page. */
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
