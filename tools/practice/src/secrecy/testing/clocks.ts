import { fromUtf8 } from "@veche/base";
import type { Unit } from "./places.ts";
import type { Finding } from "./search.ts";

/** A time of day, a time of ISO 8601, or ms or s since 1970 in this century. */
const CLOCK = /\b([01]?\d|2[0-3]):[0-5]\d\b|\b\d{4}-\d\d-\d\dT\d\d|\b(1[5-9]|2[0-9])\d{8}(\d{3})?\b/;

/** What PostgreSQL says of itself, under a time: that it starts, writes and ends. What it was asked for it does not say. */
const OF_POSTGRESQL = /^\d{4}-\d\d-\d\d [\d:.]+ [A-Z]+ \[\d+\] [A-Z]+:/;

/**
 * Times where none may stand: in what leaves for mailboxes and telephones, and in the registrar's lines about requests. Beside
 * the public log either would say whose entry an `issue` is.
 */
export function searchClocks(units: readonly Unit[]): readonly Finding[] {
  return units
    .filter(({ domain, kind }) => kind === "mail" || (domain === "registrar" && kind === "log"))
    .filter(({ bytes }) => {
      const text = fromUtf8(bytes) ?? "";
      return CLOCK.test(text) && !OF_POSTGRESQL.test(text);
    })
    .map(({ domain, kind, name }) => ({
      kind: "clock",
      where: `${domain} ${kind} ${name}`,
      what: "a time of day",
    }));
}
