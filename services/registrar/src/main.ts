import { parseArgs } from "node:util";
import { readConfig, type StartError } from "./config.ts";
import { openPortal } from "./portal/open-portal.ts";
import type { ServiceEvent } from "./portal/parts.ts";

/** The voter's account as a service: `node services/registrar/dist/main.js --config FILE`. Lines of JSON on standard output. */
async function main(): Promise<number> {
  const ended = stopped();
  const { values } = parseArgs({ options: { config: { type: "string" } }, strict: false });
  const file = typeof values.config === "string" ? values.config : "";
  const configured = await readConfig(file, process.env);
  if (!configured.ok) return notStarted(configured.error);
  const opened = await openPortal(configured.value, { env: process.env, log });
  if (!opened.ok) return notStarted(opened.error);
  say({ event: "listening", origin: configured.value.config.origin, port: opened.value.port });
  await ended;
  await opened.value.close();
  return 0;
}

const log = (event: ServiceEvent): void => say({ ...event, at: new Date().toISOString() });
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

function notStarted({ code, message }: StartError): number {
  process.stderr.write(`${code}: ${message.en}\n${message.ru}\n`);
  return 2;
}

const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

process.exitCode = await main();
