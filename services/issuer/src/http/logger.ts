import type { Clock } from "@veche/base";

/** What a line may say besides its event: codes and counts. */
export type LogFields = { readonly [name: string]: string | number };

export type Logger = (level: "info" | "warn" | "error", event: string, fields?: LogFields) => void;

/**
 * One JSON object a line. There is no line for a single request, and no field for an entry, a hash or an address: a time beside any
 * of them would help to join a voter to a ballot (L12).
 */
export function jsonLogger(write: (line: string) => void, clock: Clock): Logger {
  return (level, event, fields = {}) => {
    write(`${JSON.stringify({ time: new Date(clock()).toISOString(), level, event, ...fields })}\n`);
  };
}

/** What may be said of an unexpected error: its name, its code and places in our code; its message could name an address. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const places = (error.stack ?? "").split("\n").flatMap((line) => /^\s+at (.*)/.exec(line)?.[1] ?? []);
  return { error: error.name, code, places: places.slice(0, 8).join("; ") };
}
