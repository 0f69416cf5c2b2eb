import type { Method } from "@veche/api/openapi";
import { type Answered, deviation, routeOf } from "@veche/api/testing";
import { assert } from "@veche/base";
import { nodeDocument } from "../http/documents.ts";

const DOCUMENT = nodeDocument();

/** Insists that an answer is one that the interface's description gives to this request. */
export async function assertDescribed(method: Method, path: string, answer: Response): Promise<void> {
  const headers = Object.fromEntries(answer.headers);
  check({ method, path, status: answer.status, headers, body: await answer.text() });
}

/** The same for an answer without a network. */
export function assertInjectedDescribed(
  method: Method,
  path: string,
  answer: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  },
): void {
  check({ method, path, status: answer.statusCode, headers: answer.headers, body: answer.body });
}

/** What is no route is 404 like what is not there. */
function check(answered: Answered): void {
  const { method, path, status, body } = answered;
  if (routeOf(DOCUMENT, path) === undefined && status === 404) return;
  const found = deviation(DOCUMENT, answered);
  assert(found === undefined, `${method} ${path}: ${found}: ${body.slice(0, 200)}`);
}
