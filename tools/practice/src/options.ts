import { parseArgs } from "node:util";
import { err, ok, type Result } from "@veche/base";

export type StartOptions = {
  readonly minutes: number;
  readonly port: number;
  readonly lan: boolean;
  readonly folder: string | undefined;
};

/** `option`: what was not understood; empty: help was asked for. */
export type OptionsError = { readonly option: string };

const HIGHEST_PORT = 65_532;
const MINUTES = { min: 0.1, max: 1_440 } as const;

export function readOptions(args: readonly string[]): Result<StartOptions, OptionsError> {
  const { values, unknown } = parsed(args);
  if (values === undefined) return err({ option: unknown });
  if (values.help === true) return err({ option: "" });
  const minutes = Number(values.minutes ?? "20");
  const port = Number(values.port ?? "7000");
  if (!(minutes >= MINUTES.min && minutes <= MINUTES.max)) return err({ option: "--minutes" });
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) return err({ option: "--port" });
  if (values.folder === "") return err({ option: "--folder" });
  return ok({ minutes, port, lan: values.lan === true, folder: values.folder });
}

function parsed(args: readonly string[]) {
  const options = {
    minutes: { type: "string" },
    port: { type: "string" },
    lan: { type: "boolean" },
    folder: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return { values: parseArgs({ args: [...args], options }).values, unknown: "" };
  } catch {
    const unknown = args.find((arg) => arg.startsWith("-") && !(arg.replace(/^--?|=.*$/g, "") in options));
    return { values: undefined, unknown: unknown ?? args[0] ?? "" };
  }
}
