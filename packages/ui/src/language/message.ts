/**
 * Texts in the part of ICU message syntax that our pages need: `{name}`, `{name, plural, =0 {…} one {…} other {# …}}` and tags
 * without attributes. A full parser would be a sixth of what a voter's first visit may weigh; tests hold this one to the full one.
 */

export type MessagePart =
  | string
  | { readonly kind: "argument"; readonly name: string }
  | { readonly kind: "count" }
  | {
      readonly kind: "plural";
      readonly name: string;
      readonly forms: Readonly<Record<string, readonly MessagePart[]>>;
    }
  | { readonly kind: "tag"; readonly name: string; readonly inner: readonly MessagePart[] };

const TOKEN = /\{(\w+)\}|\{(\w+), plural,|<(\w+)>|#/y;

type Cursor = { readonly text: string; at: number };

/** A message that is not of this syntax is the bug of whoever wrote it. */
export function readMessage(text: string): readonly MessagePart[] {
  const cursor: Cursor = { text, at: 0 };
  const parts = readParts(cursor, undefined, false);
  if (cursor.at !== text.length) throw new SyntaxError(`no message: ${text}`);
  return parts;
}

function readParts(cursor: Cursor, end: string | undefined, isPlural: boolean): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let plain = "";
  while (cursor.at < cursor.text.length) {
    if (end !== undefined && cursor.text.startsWith(end, cursor.at)) break;
    const part = readPart(cursor, isPlural);
    if (typeof part === "string") {
      plain += part;
      continue;
    }
    if (plain !== "") parts.push(plain);
    plain = "";
    parts.push(part);
  }
  return plain === "" ? parts : [...parts, plain];
}

function readPart(cursor: Cursor, isPlural: boolean): MessagePart {
  TOKEN.lastIndex = cursor.at;
  const found = TOKEN.exec(cursor.text);
  if (found === null || (found[0] === "#" && !isPlural)) {
    const letter = cursor.text[cursor.at] ?? "";
    if (/[{}<>']/.test(letter)) throw new SyntaxError(`no message at ${cursor.at}: ${cursor.text}`);
    cursor.at += 1;
    return letter;
  }
  cursor.at += found[0].length;
  const [, argument, plural, tag] = found;
  if (argument !== undefined) return { kind: "argument", name: argument };
  if (plural !== undefined) return { kind: "plural", name: plural, forms: readForms(cursor) };
  if (tag === undefined) return { kind: "count" };
  const close = `</${tag}>`;
  const inner = readParts(cursor, close, isPlural);
  expect(cursor, close);
  return { kind: "tag", name: tag, inner };
}

/** The form that every plural has. */
const OTHER = "other";
const FORM = /\s*(=\d+|\w+)\s*\{/y;

function readForms(cursor: Cursor): Readonly<Record<string, readonly MessagePart[]>> {
  const forms: Record<string, readonly MessagePart[]> = {};
  for (;;) {
    FORM.lastIndex = cursor.at;
    const found = FORM.exec(cursor.text);
    if (found === null) break;
    cursor.at += found[0].length;
    forms[found[1] ?? ""] = readParts(cursor, "}", true);
    expect(cursor, "}");
  }
  expect(cursor, "}");
  if (!Object.hasOwn(forms, OTHER)) throw new SyntaxError(`a plural without other: ${cursor.text}`);
  return forms;
}

function expect(cursor: Cursor, text: string): void {
  if (!cursor.text.startsWith(text, cursor.at)) {
    throw new SyntaxError(`${text} is missing at ${cursor.at}: ${cursor.text}`);
  }
  cursor.at += text.length;
}

/** What becomes of a message: plain texts, values and tags, in their order. */
export type Piece<Value> =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "tag"; readonly name: string; readonly inner: readonly Piece<Value>[] };

export type MessageWorld = {
  readonly pluralOf: (count: number) => string;
  readonly number: (value: number) => string;
};

export function fill<Value>(
  parts: readonly MessagePart[],
  values: Readonly<Record<string, Value>>,
  world: MessageWorld,
  count?: number,
): readonly Piece<Value>[] {
  return parts.flatMap((part): readonly Piece<Value>[] => {
    if (typeof part === "string") return [{ kind: "text", text: part }];
    if (part.kind === "count") return [{ kind: "text", text: world.number(count ?? 0) }];
    if (part.kind === "tag") {
      return [{ kind: "tag", name: part.name, inner: fill(part.inner, values, world, count) }];
    }
    const value = values[part.name];
    if (value === undefined) throw new TypeError(`a text wants the value ${part.name}`);
    if (part.kind === "argument") return [{ kind: "value", value }];
    const number = Number(value);
    const form = part.forms[`=${number}`] ?? part.forms[world.pluralOf(number)] ?? part.forms[OTHER] ?? [];
    return fill(form, values, world, number);
  });
}
