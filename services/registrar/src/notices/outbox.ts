import { ok } from "@veche/base";
import type { NoticeChannel } from "./channel.ts";
import type { NoticeMessage } from "./texts.ts";

const KEPT = 200;

export type SentNotice = NoticeMessage & { readonly address: string };

/** For development: takes every notice and shows the last ones, in memory only. */
export function memoryOutbox(): NoticeChannel & { readonly sent: readonly SentNotice[] } {
  const sent: SentNotice[] = [];
  return {
    sent,
    carries: () => true,
    send: async (address, message) => {
      sent.push({ address, ...message });
      if (sent.length > KEPT) sent.shift();
      return ok(undefined);
    },
  };
}
