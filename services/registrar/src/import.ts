import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import type { Sentence } from "@veche/api";
import { ok, type Result } from "@veche/base";
import { type Configured, readConfig, type StartError, startError } from "./config.ts";
import { openDatabase } from "./database/open-database.ts";
import {
  type ImportError,
  type ImportOptions,
  type ImportReport,
  importRegister,
} from "./register/import-register.ts";
import { ROW_FAULTS } from "./register/row-faults.ts";

/**
 * The state register into the registrar's database: `node services/registrar/dist/import.js --config FILE --file CSV --date YYYY-MM-DD`, and
 * `--changes` for a file of changes, or `--absent-max` (0…1) for how much of the register a full one may leave out. The portal may run.
 * Exit codes: 0 imported, 1 the file was refused, 2 it was not tried.
 */
async function main(args: readonly string[]): Promise<number> {
  const asked = readArgs(args);
  if (asked === undefined) return stop(USAGE);
  const configured = await readConfig(asked.config, process.env);
  if (!configured.ok) return stop(configured.error);
  const place = await placeOf(configured.value);
  if (!place.ok) return stop(place.error);
  const database = await openDatabase(place.value);
  if (!database.ok) return stop(database.error);
  try {
    const imported = await importRegister(database.value.db, createReadStream(asked.file), asked.options);
    return imported.ok ? report(imported.value) : refused(imported.error);
  } finally {
    await database.value.close();
  }
}

const USAGE = startError(
  "ARGUMENTS_WRONG",
  "Give --config FILE, --file CSV and --date YYYY-MM-DD, and --changes or --absent-max 0…1 if it applies.",
  "Укажите --config FILE, --file CSV и --date ГГГГ-ММ-ДД, а если нужно, --changes или --absent-max 0…1.",
);

type Asked = { readonly config: string; readonly file: string; readonly options: ImportOptions };

function readArgs(args: readonly string[]): Asked | undefined {
  const values = parsed(args);
  const { config, file, date, changes, "absent-max": part = "0" } = values ?? {};
  const absentMax = Number(part);
  if (config === undefined || file === undefined || date === undefined) return undefined;
  if (part === "" || !(absentMax >= 0 && absentMax <= 1)) return undefined;
  const now = Date.now();
  const options: ImportOptions =
    changes === true ? { kind: "changes", date, now } : { kind: "full", date, now, absentMax };
  return { config, file, options };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const changes = { type: "boolean" } as const;
  try {
    const options = { config: text, file: text, date: text, changes, "absent-max": text };
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return undefined;
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
  return url.ok ? ok({ url: url.value }) : url;
}

function report(done: ImportReport): number {
  process.stdout.write(`${JSON.stringify({ event: "imported", ...done })}\n`);
  return 0;
}

/** Bad rows by line and reason, and nothing of what stands in them. */
function refused(error: ImportError): number {
  if (error.code === "ROWS_REFUSED") {
    for (const { line, fault } of error.rows)
      process.stdout.write(`${line}: ${fault}: ${ROW_FAULTS[fault].en}; ${ROW_FAULTS[fault].ru}\n`);
  }
  const { en, ru } = sentenceFor(error);
  process.stderr.write(`${error.code}: ${en}\n${ru}\n`);
  return 1;
}

function sentenceFor(error: ImportError): Sentence {
  const kept = {
    en: "Nothing was imported; the register is as it was.",
    ru: "Ничего не загружено, реестр прежний.",
  };
  const [en, ru] = whyOf(error);
  return { en: `${en} ${kept.en}`, ru: `${ru} ${kept.ru}` };
}

function whyOf(error: ImportError): readonly [en: string, ru: string] {
  switch (error.code) {
    case "ROWS_REFUSED":
      return [`${error.refused} rows are wrong.`, `Неверных строк: ${error.refused}.`];
    case "HEADER_WRONG": {
      const columns = error.expected.join(",");
      return [`The header must be: ${columns}.`, `Заголовок должен быть таким: ${columns}.`];
    }
    case "DATE_OLD":
      return [
        `The last file that was imported is of ${error.last}.`,
        `Последний загруженный файл — от ${error.last}.`,
      ];
    case "TOO_MANY_ABSENT":
      return [
        `${error.absent} of ${error.before} persons are not in the file: raise --absent-max if that is right.`,
        `Людей, которых нет в файле: ${error.absent} из ${error.before}; если это верно, увеличьте --absent-max.`,
      ];
    case "DATE_MALFORMED":
      return ["The date is not a day, YYYY-MM-DD.", "Дата — не день вида ГГГГ-ММ-ДД."];
    case "FILE_UNREADABLE":
      return ["The file cannot be read.", "Файл не читается."];
  }
}

function stop({ code, message }: StartError): number {
  process.stderr.write(`${code}: ${message.en}\n${message.ru}\n`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
