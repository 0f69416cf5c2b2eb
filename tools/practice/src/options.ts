import { parseArgs } from "node:util";
import { err, ok, type Result } from "@veche/base";
import { CHAIN_PORTS, PORTS } from "./ports.ts";

export type StartOptions = {
  readonly minutes: number;
  readonly port: number;
  readonly lan: boolean;
  /** Four validators of a chain instead of one node. */
  readonly chain: boolean;
  readonly folder: string | undefined;
};

/** `option`: what was not understood; empty: help was asked for. */
export type OptionsError = { readonly option: string };

const PORT_MAX = 65_535;
const MINUTES = { min: 0.1, max: 1_440 } as const;

export function readOptions(args: readonly string[]): Result<StartOptions, OptionsError> {
  const { values, unknown } = parsed(args);
  if (values === undefined) return err({ option: unknown });
  if (values.help === true) return err({ option: "" });
  const minutes = Number(values.minutes ?? "20");
  const port = Number(values.port ?? "7000");
  if (!(minutes >= MINUTES.min && minutes <= MINUTES.max)) return err({ option: "--minutes" });
  const chain = values.chain === true;
  const highest = PORT_MAX + 1 - (chain ? CHAIN_PORTS : PORTS);
  if (!Number.isInteger(port) || port < 0 || port > highest) return err({ option: "--port" });
  if (values.folder === "") return err({ option: "--folder" });
  return ok({ minutes, port, lan: values.lan === true, chain, folder: values.folder });
}

function parsed(args: readonly string[]) {
  const options = {
    minutes: { type: "string" },
    port: { type: "string" },
    lan: { type: "boolean" },
    chain: { type: "boolean" },
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
