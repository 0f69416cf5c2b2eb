import { isDeepStrictEqual } from "node:util";
import type { TSchema } from "typebox";
import { Check, Errors } from "typebox/schema";
import type { Answer, Media, Method, OpenApi } from "../openapi/document.ts";

/** What a service answered, and to what. */
export type Answered = {
  readonly method: Method;
  /** Path of the request, without a query. */
  readonly path: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

/**
 * Why an answer is not as the document says it: a route, a status, a content type, a header or a body that does not stand there, or a
 * code with another sentence. `undefined` if it is.
 */
export function deviation(
  document: OpenApi,
  { method, path, status, headers, body }: Answered,
): string | undefined {
  const route = routeOf(document, path);
  const operation = document.paths[route ?? ""]?.[method];
  if (operation === undefined) return `no route for ${method} ${path}`;
  const answer: Answer | undefined = operation.responses[String(status)];
  if (answer === undefined) return `${route} does not answer ${status}`;
  for (const [name, { required }] of Object.entries(answer.headers ?? {}))
    if (required && headers[name] === undefined) return `${route} ${status} lacks ${name}`;
  const type = String(headers["content-type"]).split(";")[0] ?? "";
  const media = answer.content[type];
  if (media === undefined) return `${route} ${status} is not ${type}`;
  return bodyDeviation(document, media, type === "application/json" ? JSON.parse(body) : body);
}

/** Why a value is not one of this content. */
export function bodyDeviation(
  document: OpenApi,
  { schema, examples = {} }: Media,
  value: unknown,
): string | undefined {
  const whole = { ...schema, components: document.components } as TSchema;
  if (!Check(whole, value)) return JSON.stringify(Errors(whole, value)[1].slice(0, 3));
  const { outcome, code, message } = Object(value) as Readonly<Record<string, unknown>>;
  const example = examples[String(outcome ?? code)]?.value as { readonly message?: unknown } | undefined;
  if (example !== undefined && !isDeepStrictEqual(message, example.message)) return "another sentence";
  return undefined;
}

/** The path of the document that an address belongs to; of several the one with most of its words. */
export function routeOf({ paths }: OpenApi, path: string): string | undefined {
  const fitting = Object.keys(paths).filter((route) => {
    const pattern = route
      .split("/")
      .map((word) =>
        word === "{tile}" ? ".+" : word.startsWith("{") ? "[^/]+" : word.replaceAll(".", "\\."),
      );
    return new RegExp(`^${pattern.join("/")}$`).test(path);
  });
  return fitting.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}
