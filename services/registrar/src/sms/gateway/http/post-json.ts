import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

export type PostAnswer = { readonly status: number; readonly body: unknown };
export type PostFailure = "unreachable" | "silent";

export type PostRequest = {
  readonly url: URL;
  readonly token: string;
  readonly body: unknown;
  readonly ca?: string | undefined;
  readonly answerMs: number;
  readonly signal?: AbortSignal | undefined;
};

const ANSWER_MAX = 65_536;

/**
 * One POST of JSON. The certificate is always verified; redirects are not followed, since they would carry the token elsewhere.
 * `unreachable`: surely nothing was sent; `silent`: something was, and no whole answer came.
 */
export function postJson({
  url,
  token,
  body,
  ca,
  answerMs,
  signal,
}: PostRequest): Promise<PostAnswer | PostFailure> {
  const text = JSON.stringify(body);
  const request = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve) => {
    let isConnected = false;
    const fail = () => resolve(isConnected ? "silent" : "unreachable");
    const outgoing = request(url, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
        accept: "application/json",
      },
      ...(ca === undefined ? {} : { ca }),
      rejectUnauthorized: true,
      // A connection of its own: on a kept one nobody knows whether it was closed before or after the message.
      agent: false,
      signal: AbortSignal.any([AbortSignal.timeout(answerMs), ...(signal === undefined ? [] : [signal])]),
    });
    outgoing.on("error", fail);
    outgoing.on("socket", (socket) => {
      const connected = url.protocol === "https:" ? "secureConnect" : "connect";
      socket.once(connected, () => {
        isConnected = true;
        outgoing.end(text);
      });
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_MAX) incoming.destroy();
        else chunks.push(chunk);
      });
      incoming.on("error", fail);
      incoming.on("close", fail);
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString("utf8")) }),
      );
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
