import type { LogFields, LogLevel } from "../log/logger.ts";

export type CometLine = { readonly level: LogLevel; readonly fields: LogFields };

const TEXT_MAX = 400;
const LEVELS: Readonly<Record<string, LogLevel>> = { info: "info", error: "error" };
/** What a line of CometBFT may say in ours besides its text: numbers and hashes of the chain, nothing of peers and transactions. */
const NUMBERS = ["height", "round", "num_txs_res", "num_val_updates"] as const;
const HASHES = ["app_hash", "block_app_hash"] as const;
const WORDS = ["module", "err", "reason"] as const;
type Kept = (typeof NUMBERS)[number] | (typeof HASHES)[number] | (typeof WORDS)[number];

/**
 * A line of CometBFT's JSON log as ours: of its fields those that are known to be harmless, its texts without addresses and without what
 * could be a key, an id or a transaction. What is no JSON (a panic, a usage error) is an error's text. Nothing for an empty line.
 */
export function cometLine(line: string): CometLine | undefined {
  const text = line.trim();
  if (text === "") return undefined;
  const said = fieldsIn(text);
  if (said === undefined) return { level: "error", fields: { text: masked(text) } };
  const fields: Record<string, string | number> = {};
  for (const name of NUMBERS) {
    const value = said[name];
    if (typeof value === "number") fields[name] = value;
  }
  for (const name of HASHES) {
    const value = said[name];
    if (isHash(value)) fields[name] = value;
  }
  for (const name of WORDS) if (said[name] !== undefined) fields[name] = masked(wordsOf(said[name]));
  return {
    level: LEVELS[String(said.level)] ?? "warn",
    fields: { text: masked(String(said._msg ?? "")), ...fields },
  };
}

const isHash = (value: unknown): value is string => typeof value === "string" && /^[0-9A-F]{64}$/.test(value);

const wordsOf = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");

/** Addresses of the network, long hexadecimal words and base64 go: peers' places and ids, keys, transactions. */
export function masked(text: string): string {
  return text
    .replace(/[0-9a-fA-F]{16,}@[^\s,"]+/g, "<peer>")
    .replace(/\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\](:\d+)?/g, "<address>")
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?/g, "<address>")
    .replace(/\b(lookup|dial tcp) [^\s<]+/g, "$1 <address>")
    .replace(/\b[A-Za-z0-9.-]+:\d{3,5}\b/g, (word) => (/\.go:/.test(word) ? word : "<address>"))
    .replace(/[0-9a-fA-F]{16,}/g, "<bytes>")
    .replace(/[A-Za-z0-9+]{40,}={0,2}/g, "<bytes>")
    .replace(/\s+/g, " ")
    .slice(0, TEXT_MAX);
}

type Said = { readonly [name in "_msg" | "level" | Kept]?: unknown };

function fieldsIn(text: string): Said | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
