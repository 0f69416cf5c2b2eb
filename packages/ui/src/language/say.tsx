import { Fragment, type ReactNode } from "react";
import type { Messages } from "../texts/index.ts";
import type { Language } from "./language.ts";
import { fill, type MessagePart, type MessageWorld, type Piece, readMessage } from "./message.ts";

export type TextValues = Readonly<Record<string, string | number>>;

export type Say<Key extends string> = {
  (key: Key, values?: TextValues): string;
  /** The same with `<b>`, `<nowrap>` and React nodes in it. */
  rich(key: Key, values?: Readonly<Record<string, ReactNode>>): ReactNode;
};

/** Speaks the messages of one language. Each is read once. */
export function sayOf(language: Language, messages: Messages): Say<string> {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const world: MessageWorld = {
    pluralOf: (count) => plural.select(count),
    number: (value) => number.format(value),
  };
  const read = new Map<string, readonly MessagePart[]>();
  const partsOf = (key: string): readonly MessagePart[] => {
    const known = read.get(key);
    if (known !== undefined) return known;
    const text = messages[key];
    if (text === undefined) throw new TypeError(`there is no text ${key}`);
    const parts = readMessage(text);
    read.set(key, parts);
    return parts;
  };
  return Object.assign((key: string, values: TextValues = {}) => plain(fill(partsOf(key), values, world)), {
    rich: (key: string, values: Readonly<Record<string, ReactNode>> = {}) =>
      nodes(fill(partsOf(key), values, world)),
  });
}

const plain = (pieces: readonly Piece<string | number>[]): string =>
  pieces
    .map((piece) =>
      piece.kind === "text" ? piece.text : piece.kind === "value" ? String(piece.value) : plain(piece.inner),
    )
    .join("");

/** Pieces have no identity but their place, and a text never reorders them. */
const nodes = (pieces: readonly Piece<ReactNode>[]): ReactNode =>
  pieces
    .map((piece, place) => ({ piece, id: `piece ${place}` }))
    .map(({ piece, id }) => <Fragment key={id}>{node(piece)}</Fragment>);

function node(piece: Piece<ReactNode>): ReactNode {
  if (piece.kind === "text") return piece.text;
  if (piece.kind === "value") return piece.value;
  const inner = nodes(piece.inner);
  return piece.name === "b" ? <b>{inner}</b> : <span className={piece.name}>{inner}</span>;
}
