import { createReadStream } from "node:fs";
import type { Sentence } from "@veche/api";
import {
  CONFIG_OPTION,
  type Command,
  EXIT,
  type Exit,
  type Given,
  runCommand,
  say,
  stop,
  withDatabase,
  wrongArguments,
} from "./operator/command.ts";
import { type ImportError, type ImportOptions, importRegister } from "./register/import-register.ts";
import { ROW_FAULTS } from "./register/row-faults.ts";

const LINE = "node services/registrar/dist/import.js";

const IMPORT: Command<"config" | "file" | "date" | "changes" | "absent-max"> = {
  line: LINE,
  about: {
    en: "Takes the state register into the registrar's database, whole or not at all. The portal may run meanwhile.",
    ru: "Загружает государственный реестр в базу регистратора, целиком или никак. Портал может работать.",
  },
  options: {
    config: CONFIG_OPTION,
    file: {
      value: "CSV",
      about: { en: "the register, or a day's changes", ru: "реестр или изменения за день" },
    },
    date: {
      value: "YYYY-MM-DD",
      about: { en: "the day that the file tells of", ru: "день, о котором файл" },
    },
    changes: { about: { en: "the file holds changes alone", ru: "в файле только изменения" } },
    "absent-max": {
      value: "0…1",
      about: {
        en: "how much of the register a full file may leave out; 0 if it is not given",
        ru: "какой части реестра может не быть в полном файле; если не указано, 0",
      },
    },
  },
  examples: [
    `${LINE} --config registrar.json --file persons.csv --date 2026-11-01`,
    `${LINE} --config registrar.json --file changes.csv --date 2026-11-02 --changes`,
  ],
};

async function importFile(given: Given<keyof (typeof IMPORT)["options"]>): Promise<Exit> {
  const asked = askedOf(given);
  if (asked === undefined) return stop(wrongArguments(LINE), EXIT.notTried);
  return await withDatabase(asked.config, async (db) => {
    const imported = await importRegister(db, createReadStream(asked.file), asked.options);
    return imported.ok ? say({ event: "imported", ...imported.value }) : refused(imported.error);
  });
}

type Asked = { readonly config: string; readonly file: string; readonly options: ImportOptions };

function askedOf(given: Given<keyof (typeof IMPORT)["options"]>): Asked | undefined {
  const { config, file, date, changes, "absent-max": part = "0" } = given;
  const absentMax = Number(part);
  if (config === undefined || file === undefined || date === undefined) return undefined;
  if (part === "" || !(absentMax >= 0 && absentMax <= 1)) return undefined;
  const now = Date.now();
  const options: ImportOptions =
    changes === undefined ? { kind: "full", date, now, absentMax } : { kind: "changes", date, now };
  return { config, file, options };
}

/** Bad rows by line and reason, and nothing of what stands in them. */
function refused(error: ImportError): Exit {
  if (error.code === "ROWS_REFUSED") {
    process.stdout.write("Line of the file: what is wrong / Строка файла: что не так\n");
    for (const { line, fault } of error.rows)
      process.stdout.write(`${line}: ${fault}: ${ROW_FAULTS[fault].en} / ${ROW_FAULTS[fault].ru}\n`);
  }
  const { en, ru } = sentenceFor(error);
  process.stderr.write(`${error.code}: ${en}\n${ru}\n`);
  return EXIT.refused;
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
    case "ROWS_REFUSED": {
      const isAll = error.refused === error.rows.length;
      return isAll
        ? [`Rows with mistakes: ${error.refused}.`, `Строк с ошибками: ${error.refused}.`]
        : [
            `Rows with mistakes: ${error.refused} or more; the first ${error.rows.length} are listed.`,
            `Строк с ошибками: ${error.refused} или больше; перечислены первые ${error.rows.length}.`,
          ];
    }
    case "HEADER_WRONG": {
      const columns = error.expected.join(",");
      return [
        `The first line must name these columns, in any order: ${columns}.`,
        `В первой строке должны быть названы эти столбцы, в любом порядке: ${columns}.`,
      ];
    }
    case "DATE_OLD":
      return [
        `A file of ${error.last} is imported already, and this one is older.`,
        `Уже загружен файл от ${error.last}, а этот старше.`,
      ];
    case "TOO_MANY_ABSENT":
      return [
        `The file leaves out ${error.absent} of the ${error.before} people who are in the register. Was it cut off? If they are really gone, allow it with --absent-max.`,
        `В файле нет ${error.absent} человек из ${error.before}, которые есть в реестре. Он не оборван? Если их и правда больше нет, разрешите это в --absent-max.`,
      ];
    case "DATE_MALFORMED":
      return [
        "--date must be a day that exists, written YYYY-MM-DD.",
        "В --date должен быть существующий день вида ГГГГ-ММ-ДД.",
      ];
    case "FILE_UNREADABLE":
      return ["The file is not there or cannot be read.", "Файла нет, или он не читается."];
  }
}

process.exitCode = await runCommand(IMPORT, process.argv.slice(2), importFile);
