import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Sentence } from "@veche/api";
import { err, ok, type Result } from "@veche/base";
import { Check, Errors } from "typebox/value";
import { RegistrarConfig, type SecretPlace } from "./config-schema.ts";

/** Why the service does not start: one sentence for its operator, which never holds a secret. */
export type StartError = { readonly code: string; readonly message: Sentence };

export const startError = (code: string, en: string, ru: string): StartError => ({
  code,
  message: { en, ru },
});

/** A configuration, and how to come by what it names. */
export type Configured = {
  readonly config: RegistrarConfig;
  /** A path of the configuration, from the folder of its file. */
  readonly path: (relative: string) => string;
  /** `what`: the place in the configuration, for the sentence. */
  readonly secret: (what: string, place: SecretPlace) => Promise<Result<string, StartError>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

export async function readConfig(file: string, env: Environment): Promise<Result<Configured, StartError>> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined)
    return err(
      startError(
        "CONFIG_MISSING",
        `The configuration ${file} cannot be read: give its path with --config.`,
        `Не удаётся прочитать конфигурацию ${file}: укажите путь в --config.`,
      ),
    );
  return configured(parsed(text), dirname(resolve(file)), env);
}

/** `folder`: what paths are relative to. */
export function configured(value: unknown, folder: string, env: Environment): Result<Configured, StartError> {
  if (!Check(RegistrarConfig, value)) {
    const where = Errors(RegistrarConfig, value)[0]?.instancePath || "/";
    return err(
      startError(
        "CONFIG_MALFORMED",
        `The configuration is wrong at ${where}: compare it with services/registrar/README.md.`,
        `Ошибка в конфигурации, место ${where}: сверьте её с services/registrar/README.md.`,
      ),
    );
  }
  const path = (relative: string): string => resolve(folder, relative);
  return ok({ config: value, path, secret: (what, place) => readSecret(what, place, path, env) });
}

async function readSecret(
  what: string,
  place: SecretPlace,
  path: (relative: string) => string,
  env: Environment,
): Promise<Result<string, StartError>> {
  const isFile = "file" in place;
  const read = isFile ? await readFile(path(place.file), "utf8").catch(() => "") : (env[place.env] ?? "");
  const secret = read.trim();
  if (secret !== "") return ok(secret);
  const [en, ru] = isFile
    ? [`the file ${place.file}`, `файл ${place.file}`]
    : [`the variable ${place.env}`, `переменная ${place.env}`];
  return err(
    startError(
      "SECRET_MISSING",
      `The secret ${what} is missing: ${en} is empty or cannot be read. The service does not start without it.`,
      `Нет секрета ${what}: ${ru} — пусто или не читается. Без него служба не запускается.`,
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
