import type { Sentence } from "@veche/api";
import { faults } from "../texts/faults.ts";
import { unusable } from "./stop.ts";

/** How a word of the command line becomes a value. `placeholder` stands for it in help. */
export type Kind<T> = {
  readonly placeholder: string;
  /** All words there are, where they can be listed. */
  readonly known?: readonly string[];
  /** Throws `Stop` if the word cannot be used; `name` is what to call the option in the sentence. */
  readonly read: (word: string, name: string) => T;
};

/** What the parser gives: nothing, a flag, one word or several. */
export type Raw = string | boolean | readonly string[] | undefined;

export type Option<T> = {
  /** `undefined` for a flag. */
  readonly placeholder: string | undefined;
  readonly about: Sentence;
  readonly isMany: boolean;
  readonly isRequired: boolean;
  readonly read: (raw: Raw, name: string) => T;
};

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** Must be given. */
export function one<T>(kind: Kind<T>, about: Sentence): Option<T> {
  return {
    ...shown(kind, about),
    isRequired: true,
    read: (raw, name) => {
      if (typeof raw !== "string") throw unusable(faults.optionMissing(name));
      return kind.read(raw, name);
    },
  };
}

/** May be given. */
export function maybe<T>(kind: Kind<T>, about: Sentence): Option<T | undefined> {
  return {
    ...shown(kind, about),
    read: (raw, name) => (typeof raw === "string" ? kind.read(raw, name) : undefined),
  };
}

/** May be given; `usual` is what holds otherwise, written as on the command line. */
export function usually<T>(kind: Kind<T>, usual: string, about: Sentence): Option<T> {
  return {
    ...shown(kind, { en: `${about.en} (usually ${usual})`, ru: `${about.ru} (обычно ${usual})` }),
    read: (raw, name) => kind.read(typeof raw === "string" ? raw : usual, name),
  };
}

/** May be given again and again. */
export function many<T>(kind: Kind<T>, about: Sentence): Option<readonly T[]> {
  return {
    ...shown(kind, about),
    isMany: true,
    read: (raw, name) => wordsOf(raw).map((word) => kind.read(word, name)),
  };
}

/** Must be given, once or more. */
export function some<T>(kind: Kind<T>, about: Sentence): Option<readonly T[]> {
  return {
    ...shown(kind, about),
    isMany: true,
    isRequired: true,
    read: (raw, name) => {
      const words = wordsOf(raw);
      if (words.length === 0) throw unusable(faults.optionMissing(name));
      return words.map((word) => kind.read(word, name));
    },
  };
}

export function flag(about: Sentence): Option<boolean> {
  return {
    placeholder: undefined,
    about,
    isMany: false,
    isRequired: false,
    read: (raw) => raw === true,
  };
}

const shown = <T>({ placeholder, known }: Kind<T>, about: Sentence) => ({
  placeholder,
  about: known === undefined ? about : withList(about, known),
  isMany: false,
  isRequired: false,
});

const withList = ({ en, ru }: Sentence, known: readonly string[]): Sentence => ({
  en: `${en}: ${known.join(", ")}`,
  ru: `${ru}: ${known.join(", ")}`,
});

const wordsOf = (raw: Raw): readonly string[] =>
  typeof raw === "string" ? [raw] : Array.isArray(raw) ? raw : [];

/** `passphraseFile` → `--passphrase-file`. */
export const longFlag = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
