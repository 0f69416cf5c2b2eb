import { parseArgs } from "node:util";
import type { Sentence } from "@veche/api";
import { err, ok, type Result } from "@veche/base";
import type { Kysely } from "kysely";
import { type Configured, readConfig, type StartError, startError } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import type { Database } from "../database/schema.ts";

/** What a command of the operator ends with. */
export const EXIT = { done: 0, refused: 1, notTried: 2, brokenOff: 3 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** `value`: how the help calls it; without it the option is a switch. */
export type Option = { readonly about: Sentence; readonly value?: string };
export type Command<O extends string> = {
  /** As it is typed, without options. */
  readonly line: string;
  readonly about: Sentence;
  readonly options: Readonly<Record<O, Option>>;
  readonly examples: readonly string[];
};
/** What was typed; a switch is `on`. */
export type Given<O extends string> = Readonly<Partial<Record<O, string>>>;

export const CONFIG_OPTION: Option = {
  value: "FILE",
  about: { en: "the portal's configuration", ru: "конфигурация портала" },
};

/** Runs a command, or says how it is used. */
export async function runCommand<O extends string>(
  command: Command<O>,
  args: readonly string[],
  run: (given: Given<O>) => Promise<Exit>,
): Promise<Exit> {
  const given = typed(command, args);
  if (given === undefined) return stop(wrongArguments(command.line), EXIT.notTried);
  if (given === "help") {
    process.stdout.write(helpOf(command));
    return EXIT.done;
  }
  try {
    return await run(given);
  } catch (error) {
    return stop(brokenOff(error), EXIT.brokenOff);
  }
}

/** ⚔ The code of the error and nothing else of it: what a database says names persons. */
function brokenOff(error: unknown): StartError {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  const why = String(code ?? name ?? "unknown");
  return startError(
    "BROKEN_OFF",
    `The command was broken off (${why}): what it was to do is done whole or not at all. Run it again, that does no harm.`,
    `Команда прервалась (${why}): дело сделано целиком или не сделано вовсе. Запустите её ещё раз, вреда не будет.`,
  );
}

export const wrongArguments = (line: string): StartError =>
  startError(
    "ARGUMENTS_WRONG",
    `These options do not go together, or one is missing: ${line} --help shows them. Nothing was done.`,
    `Параметры не подходят друг к другу, или какого-то не хватает: их показывает ${line} --help. Ничего не сделано.`,
  );

function typed<O extends string>(
  { options }: Command<O>,
  args: readonly string[],
): Given<O> | "help" | undefined {
  const known = Object.entries<Option>(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }] as const,
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(known), help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) return "help";
    const given = Object.entries(values).map(([name, value]) => [name, value === true ? "on" : value]);
    return Object.fromEntries(given) as Given<O>;
  } catch {
    return undefined;
  }
}

function helpOf({ line, about, options, examples }: Command<string>): string {
  const rows = Object.entries(options).map(([name, { value, about: does }]) => [
    `  --${name}${value === undefined ? "" : ` ${value}`}`,
    `      ${does.en}`,
    `      ${does.ru}`,
  ]);
  return [
    ...[about.en, about.ru, "", `${line} …`, ""],
    ...rows.flat(),
    ...["", ...examples.map((example) => `  ${example}`), ""],
    "0: done, 1: refused, 2: not tried, 3: broken off",
    "0: сделано, 1: отказано, 2: не начато, 3: прервано",
    "",
  ].join("\n");
}

/** The registrar's database as its configuration names it, for as long as `run` takes. The portal may run on it. */
export async function withDatabase(
  file: string,
  run: (db: Kysely<Database>, configured: Configured) => Promise<Exit>,
): Promise<Exit> {
  const configured = await readConfig(file, process.env);
  if (!configured.ok) return stop(configured.error, EXIT.notTried);
  const place = await placeOf(configured.value);
  if (!place.ok) return stop(place.error, EXIT.notTried);
  const database = await openDatabase(place.value);
  if (!database.ok) return stop(database.error, EXIT.notTried);
  try {
    return await run(database.value.db, configured.value);
  } finally {
    await database.value.close();
  }
}

async function placeOf({
  config,
  secret,
  path,
}: Configured): Promise<Result<{ readonly url: string } | { readonly folder: string }, StartError>> {
  const { database } = config;
  if ("folder" in database) return ok({ folder: path(database.folder) });
  const url = await secret("database.url", database.url);
  return url.ok ? ok({ url: url.value }) : err(url.error);
}

/** One sentence in both languages, and the code that scripts look at. */
export function stop({ code, message }: StartError, exit: Exit): Exit {
  process.stderr.write(`${code}: ${message.en}\n${message.ru}\n`);
  return exit;
}

/** ⚔ A line of JSON that may hold what voters wrote: to a program it says the same, to a terminal it says nothing. */
export function say(event: object): Exit {
  process.stdout.write(`${JSON.stringify(event).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`);
  return EXIT.done;
}

const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
