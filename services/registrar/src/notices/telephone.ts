import { type Clock, err, ok } from "@veche/base";
import type { SmsGateway } from "../sms/gateway/contract.ts";
import { isTelephone, type NoticeChannel } from "./channel.ts";

/** After a day nobody needs a notice by telephone: the account says it too. */
const VALID_MS = 86_400_000;

/** Short messages through the gateways that codes go through: an old number hears of the new one. */
export function telephoneChannel(gateway: SmsGateway, now: Clock): NoticeChannel {
  return {
    carries: isTelephone,
    send: async (telephone, { short: text }, id) => {
      const sent = await gateway.send({ id, telephone, text, expiresAt: now() + VALID_MS });
      if (sent.ok) return ok(undefined);
      if (sent.error.isFinal) return err({ code: "REFUSED" });
      return err({ code: sent.error.code === "SMS_UNREACHABLE" ? "UNREACHABLE" : "LATER" });
    },
  };
}
