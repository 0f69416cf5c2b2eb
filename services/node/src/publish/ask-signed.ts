import { electionPath } from "@veche/api";
import { toHex } from "@veche/base";
import type { Http } from "@veche/client";
import type { AskSigned } from "./cosigners.ts";

/** A note with two signatures has some 500 bytes; names may be long. */
const ANSWER_BYTES_MAX = 4 * 1024;
const ANSWER_MS_MAX = 2_000;

/** Asks the validator at a URL (`http://host:port`, without a slash at its end) over HTTP. */
export function askSignedOver(http: Http, url: string): AskSigned {
  return async ({ electionId, size }) => {
    const answer = await http({
      method: "GET",
      url: `${url}${electionPath(toHex(electionId), `signed/${size}`)}`,
      maxBytes: ANSWER_BYTES_MAX,
      timeoutMs: ANSWER_MS_MAX,
    });
    return answer.ok && answer.value.status === 200 ? answer.value.body : undefined;
  };
}
