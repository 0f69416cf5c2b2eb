import type { Clock } from "@veche/base";

export type LogLevel = "info" | "warn" | "error";

/** What a line may say besides its event: counts, codes and ids of elections. */
export type LogFields = { readonly [name: string]: string | number | boolean };

export type Logger = (level: LogLevel, event: string, fields?: LogFields) => void;

/**
 * One JSON object a line. Nothing is logged for a single request, and nobody's address, transaction or credential: a line
 * about one ballot with a time beside it would join what the protocol keeps apart (L12). That is why there is no field for
 * any of them and no request log in the web server.
 */
export function jsonLogger(write: (line: string) => void, clock: Clock): Logger {
  return (level, event, fields = {}) => {
    const time = new Date(clock()).toISOString();
    write(`${JSON.stringify({ time, level, event, ...fields })}\n`);
  };
}

export const silentLogger: Logger = () => undefined;

/**
 * What may be said of an unexpected error: its name, code and the places in our code. Its message is left out, because
 * the messages of the network name addresses.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const places = lines.map((line) => line.trim().replace(/^at /, ""));
  return { error: error.name, code, places: places.slice(0, 8).join("; ") };
}
