/** As much of a schema (JSON Schema in OpenAPI 3.1) as says what a body is. */
export type Schema = {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
};

export type Operation = { readonly path: string; readonly body: Schema | undefined };

type Document = {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post?: {
          readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
        };
      }
    >
  >;
};

/** Every operation of the document that changes something. */
export const changesOf = (document: Document): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, { post }]) =>
    post === undefined ? [] : [{ path, body: post.requestBody?.content["application/json"]?.schema }],
  );

const OF_TYPES: readonly unknown[] = [null, 7, true, "x", [], {}];

/** Whether JSON could be of a type; where the schema names none, anything might be. */
function couldBe(value: unknown, { type }: Schema): boolean {
  if (type === undefined) return true;
  if (type === "integer" || type === "number") return typeof value === "number";
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/** Bodies that no reader of the schema can take: each lacks what must be there, is of another type in one place, or more than was asked for. */
export function wrongBodies(schema: Schema | undefined): readonly unknown[] {
  if (schema === undefined) return [{ more: 1 }, [1], "text", 7];
  const { required = [], properties = {} } = schema;
  const tops = OF_TYPES.filter((value) => !couldBe(value, { type: "object" }));
  const others = Object.entries(properties).flatMap(([name, property]) =>
    OF_TYPES.filter((value) => !couldBe(value, property)).map((value) => ({ [name]: value })),
  );
  return [...tops, ...(required.length > 0 ? [{}] : []), ...others, { "no such field": 1 }];
}
