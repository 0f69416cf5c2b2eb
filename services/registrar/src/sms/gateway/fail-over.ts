import { assert, type Clock, err, type Result } from "@veche/base";
import {
  type DeliveryReport,
  FAILURES,
  type SmsAccepted,
  type SmsFailure,
  type SmsGateway,
  type SmsMessage,
} from "./contract.ts";

export type FailOverTimes = {
  /** After so long without an answer the next gateway is asked, ms. */
  readonly silentMs: number;
  /** So long a gateway that failed is asked last, ms. */
  readonly restMs: number;
};
export const FAIL_OVER_TIMES: FailOverTimes = { silentMs: 8000, restMs: 60_000 };

/**
 * Several gateways as one. The next is asked when one fails or is silent; once one has accepted, none is asked. A gateway that has been
 * silent is told to give up; if it had sent the message nevertheless, the person gets the same code twice, and both are right.
 */
export function failOver(
  gateways: readonly SmsGateway[],
  now: Clock,
  times: FailOverTimes = FAIL_OVER_TIMES,
): SmsGateway {
  assert(gateways.length > 0, "no gateway to send by");
  const restUntil = new Map<SmsGateway, number>();
  const isResting = (gateway: SmsGateway) => (restUntil.get(gateway) ?? 0) > now();
  const name = gateways.map((gateway) => gateway.name).join("+");

  const send = async (
    message: SmsMessage,
    signal?: AbortSignal,
  ): Promise<Result<SmsAccepted, SmsFailure>> => {
    const healthy = gateways.filter((gateway) => !isResting(gateway));
    const resting = gateways.filter((gateway) => isResting(gateway));
    let isUnsure = false;
    let last: SmsFailure = FAILURES.unreachable;
    for (const gateway of [...healthy, ...resting]) {
      if (signal?.aborted === true) break;
      const sent = await sendInTime(gateway, message, times.silentMs, signal);
      if (sent.ok) {
        restUntil.delete(gateway);
        return sent;
      }
      last = sent.error;
      // A number that cannot be says nothing of the gateway, and no other would do better.
      if (last.isFinal) return sent;
      isUnsure ||= last.isUnsure;
      restUntil.set(gateway, now() + times.restMs);
    }
    return err({ ...last, isUnsure });
  };

  return {
    name,
    send,
    onReport: (listener: (report: DeliveryReport) => void) => {
      const ends = gateways.map((gateway) => gateway.onReport(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    close: async () => {
      await Promise.all(gateways.map((gateway) => gateway.close()));
    },
  };
}

async function sendInTime(
  gateway: SmsGateway,
  message: SmsMessage,
  silentMs: number,
  outer: AbortSignal | undefined,
): Promise<Result<SmsAccepted, SmsFailure>> {
  const giveUp = new AbortController();
  const signal = outer === undefined ? giveUp.signal : AbortSignal.any([outer, giveUp.signal]);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Result<SmsAccepted, SmsFailure>>((resolve) => {
    timer = setTimeout(() => resolve(err(FAILURES.silent)), silentMs);
  });
  const sent = await Promise.race([gateway.send(message, signal), silence]);
  clearTimeout(timer);
  giveUp.abort();
  return sent;
}
