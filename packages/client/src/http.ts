import { type Bytes, concat, err, ok, type Result } from "@veche/base";

/** One exchange over HTTP with everything that a hostile server could stretch bounded by the caller. */
export type HttpRequest = {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body?: Bytes;
  readonly contentType?: string;
  /** Longest answer taken, in bytes. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly body: Bytes;
  /** From `Retry-After`, if the server gave whole seconds. */
  readonly retryAfterSeconds?: number;
};

export type HttpError = { readonly code: "UNREACHABLE" | "ANSWER_TOO_LARGE"; readonly reason: string };

export type Http = (request: HttpRequest) => Promise<Result<HttpAnswer, HttpError>>;

/** The part of `fetch` that is needed; the global one of Node and of browsers fits. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly body?: Uint8Array<ArrayBuffer>;
    readonly headers: Record<string, string>;
    readonly redirect: "error";
    readonly signal: AbortSignal;
  },
) => Promise<FetchAnswer>;

export type FetchAnswer = {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: ReadableStream<Uint8Array> | null;
};

/** Network failures become values; a redirect is one, since a node's answers stand where they were asked for. */
export function httpOver(fetch: Fetch): Http {
  return async (request) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error("timed out")), request.timeoutMs);
    try {
      const answer = await fetch(request.url, {
        method: request.method,
        ...(request.body === undefined ? {} : { body: new Uint8Array(request.body) }),
        headers: request.contentType === undefined ? {} : { "content-type": request.contentType },
        redirect: "error",
        signal: controller.signal,
      });
      const body = await readBounded(answer.body, request.maxBytes);
      if (body === undefined) {
        controller.abort();
        return err({ code: "ANSWER_TOO_LARGE", reason: `more than ${request.maxBytes} bytes` });
      }
      return ok({ status: answer.status, body, ...retryAfter(answer.headers.get("retry-after")) });
    } catch (error) {
      return err({ code: "UNREACHABLE", reason: reasonOf(error) });
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readBounded(stream: FetchAnswer["body"], maxBytes: number): Promise<Bytes | undefined> {
  if (stream === null) return new Uint8Array(0);
  const chunks: Bytes[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...chunks);
    length += value.length;
    if (length > maxBytes) return undefined;
    chunks.push(value);
  }
}

const retryAfter = (header: string | null): { readonly retryAfterSeconds?: number } =>
  header !== null && /^[0-9]{1,5}$/.test(header) ? { retryAfterSeconds: Number(header) } : {};

/** `fetch` hides the reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
