import { err, ok, type Result } from "@veche/base";
import type { Http, HttpAnswer, HttpError } from "@veche/client";
import { silentLogger } from "../log/logger.ts";
import type { VecheNode } from "../node.ts";
import { makeServer } from "./server.ts";

/**
 * The same interface without a network, for simulations that hold a node and its readers in one process. Addresses may have
 * any host.
 */
export function inProcessHttp(node: VecheNode): Http {
  const server = makeServer(node, silentLogger);
  return async ({ method, url, body, contentType, maxBytes }): Promise<Result<HttpAnswer, HttpError>> => {
    const answer = await server.inject({
      method,
      url: new URL(url).pathname,
      ...(contentType === undefined ? {} : { headers: { "content-type": contentType } }),
      ...(body === undefined ? {} : { payload: Buffer.from(body) }),
    });
    const bytes = new Uint8Array(answer.rawPayload);
    if (bytes.length > maxBytes) return err({ code: "ANSWER_TOO_LARGE", reason: `${bytes.length} bytes` });
    const seconds = Number(answer.headers["retry-after"] ?? Number.NaN);
    const wait = Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds };
    return ok({ status: answer.statusCode, body: bytes, ...wait });
  };
}
