import type { Bytes } from "@veche/base";
import type { Side } from "./values.ts";

/** A trust domain: what one organisation holds. */
export type Domain = "registrar" | "identity" | "issuer" | "node" | "parties";
/** `mail`: what left for mailboxes and telephones. `entry`: of the public log. `row`, `cluster`: of PostgreSQL, asked and as files. */
export type Kind = "request" | "answer" | "log" | "row" | "cluster" | "file" | "entry" | "mail";

/** One thing that is kept or sent whole: a request, a line, a row, a file. */
export type Unit = {
  readonly domain: Domain;
  readonly kind: Kind;
  /** Route, table or path. */
  readonly name: string;
  readonly bytes: Bytes;
  /** Of an issuer: which. */
  readonly issuer?: number;
};

type Rule = {
  readonly domain: Domain;
  readonly kind: Kind;
  readonly name?: RegExp;
  readonly allowed: readonly Side[];
};

/** Copies of the public log, which everybody who verifies has: entries of both kinds, side by side in one file. */
const LOG_COPY: readonly Side[] = ["roll", "ballot"];

/** What may stand where; the first rule that fits a place holds, and where none fits nothing may. */
export const RULES: readonly Rule[] = [
  { domain: "registrar", kind: "request", allowed: ["person", "blinded"] },
  // The letter, the handover, the proof of `issue` and the blind signatures, each to whoever it belongs to.
  { domain: "registrar", kind: "answer", allowed: ["person", "roll", "request", "blinded"] },
  {
    domain: "registrar",
    kind: "row",
    name: /^(poll_book|roll_record)$/,
    allowed: ["person", "roll", "request"],
  },
  { domain: "registrar", kind: "row", allowed: ["person"] },
  { domain: "registrar", kind: "cluster", allowed: ["person", "roll", "request"] },
  { domain: "registrar", kind: "mail", allowed: ["person"] },
  { domain: "registrar", kind: "file", name: /\/view\//, allowed: LOG_COPY },
  { domain: "identity", kind: "request", allowed: ["person"] },
  { domain: "identity", kind: "answer", allowed: ["person"] },
  { domain: "issuer", kind: "request", allowed: ["roll", "blinded"] },
  { domain: "issuer", kind: "answer", allowed: ["blinded"] },
  { domain: "issuer", kind: "file", name: /\/journal$/, allowed: ["roll"] },
  { domain: "issuer", kind: "file", name: /\/view\//, allowed: LOG_COPY },
  { domain: "node", kind: "request", allowed: LOG_COPY },
  { domain: "node", kind: "answer", allowed: LOG_COPY },
  { domain: "node", kind: "file", allowed: LOG_COPY },
  { domain: "node", kind: "entry", allowed: LOG_COPY },
  { domain: "parties", kind: "file", name: /\/view\//, allowed: LOG_COPY },
];

export function allowedAt({ domain, kind, name }: Unit): ReadonlySet<Side> {
  const rule = RULES.find(
    (one) => one.domain === domain && one.kind === kind && (one.name === undefined || one.name.test(name)),
  );
  return new Set(rule?.allowed ?? []);
}

/** One of them is of one person or one ballot; a file of the log is of everybody. */
export const holdsOne = ({ kind }: Unit): boolean => kind !== "file" && kind !== "cluster";
