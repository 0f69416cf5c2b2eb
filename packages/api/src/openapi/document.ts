import type { TSchema } from "typebox";
import type { Sentence } from "../outcomes.ts";

/** Where a service says what it takes and answers: as OpenAPI, and as a page to read. */
export const OPENAPI_ROUTES = { document: "/openapi.json", page: "/docs" } as const;

/** The part of OpenAPI 3.1 that our documents use. Summaries are English; Russian ones stand beside them in `x-summary-ru`. */
export type OpenApi = {
  readonly openapi: "3.1.0";
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly "x-description-ru": string;
  };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, TSchema>> };
};
export type Method = "get" | "post";
export type PathItem = { readonly [method in Method]?: Operation };
export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly "x-summary-ru": string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
};
export type Parameter = {
  readonly name: string;
  readonly in: "path";
  readonly required: true;
  readonly description: string;
  readonly schema: Schema;
  readonly example: string | number;
};
export type Answer = {
  readonly description: string;
  readonly headers?: Readonly<
    Record<string, { readonly description: string; readonly schema: Schema; readonly required?: true }>
  >;
  readonly content: Content;
};
export type Content = Readonly<Record<string, Media>>;
export type Media = {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
};
export type Schema = TSchema | { readonly $ref: string };

/** `/e/:id/tile/*` as OpenAPI writes it: `/e/{id}/tile/{tile}`. */
export const openApiPath = (route: string): string =>
  route.replace(/:([A-Za-z]+)/g, "{$1}").replace("*", "{tile}");

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const jsonOf = (schema: Schema, example: unknown): Content => ({
  "application/json": { schema, example },
});

/** A refusal as it travels: the code stands in `outcome` or in `code`. */
export type Told = { readonly message: Sentence };

/** One example for each code, so that the sentences stand where the codes stand. */
export function refusalsOf<T extends Told>(
  schema: Schema,
  refusals: readonly T[],
  codeOf: (refusal: T) => string,
): Content {
  const examples = refusals.map((value) => [codeOf(value), { summary: value.message.en, value }] as const);
  return { "application/json": { schema, examples: Object.fromEntries(examples) } };
}

export const retryAfter = (isAlways: boolean): NonNullable<Answer["headers"]> => ({
  "retry-after": {
    description: "Seconds to wait before the same request is sent again",
    schema: { type: "integer", minimum: 1 } as TSchema,
    ...(isAlways ? { required: true } : {}),
  },
});
