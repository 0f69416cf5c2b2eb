import type { Sentence } from "@veche/api";
import { choice } from "./kinds.ts";
import { LANGUAGES } from "./language.ts";
import { flag, longFlag, maybe, type Options, type Raw, type Values } from "./options.ts";
import type { Output } from "./output.ts";
import type { World } from "./world.ts";

/** What a command works with. */
export type Context = { readonly out: Output; readonly world: World };

export type Example = { readonly line: string; readonly about?: Sentence };

/** A word that stands without a name. `many`: it takes all that follow. */
export type Argument = {
  readonly placeholder: string;
  readonly about: Sentence;
  readonly isRequired: boolean;
  readonly isMany: boolean;
};

export type Arguments = readonly Argument[];

type Spec<O extends Options> = {
  readonly name: string;
  readonly about: Sentence;
  readonly arguments?: Arguments;
  readonly options: O;
  readonly examples: readonly Example[];
  /** `words`: the arguments in order, without those left out. Resolves to the exit code, 0 if to nothing. */
  readonly run: (context: Context, options: Values<O>, words: readonly string[]) => Promise<0 | 1>;
};

/** A command whose options have lost their types: what the program is built of. */
export type Command = {
  readonly name: string;
  readonly about: Sentence;
  readonly arguments: Arguments;
  readonly options: Options;
  readonly examples: readonly Example[];
  readonly run: (
    context: Context,
    raw: Readonly<Record<string, Raw>>,
    words: readonly string[],
  ) => Promise<0 | 1>;
};

export type Group = {
  readonly name: string;
  readonly about: Sentence;
  readonly commands: readonly (Command | Group)[];
  /** What the group's own name does when no command follows. */
  readonly own?: Command;
};

/** Options that every command has. */
export const COMMON: Options = {
  json: flag({
    en: "One line of JSON instead of text, for programs",
    ru: "Одна строка JSON вместо текста, для программ",
  }),
  lang: maybe(choice("LANG", LANGUAGES), {
    en: "Language of texts (usually that of the environment)",
    ru: "Язык текстов (обычно по настройкам среды)",
  }),
};

export function command<O extends Options>(spec: Spec<O>): Command {
  return {
    ...spec,
    arguments: spec.arguments ?? [],
    run: (context, raw, words) => {
      const values = Object.fromEntries(
        Object.entries(spec.options).map(([key, option]) => [key, option.read(raw[key], longFlag(key))]),
      );
      return spec.run(context, values as Values<O>, words);
    },
  };
}
