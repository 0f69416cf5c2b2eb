import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bytes, fromHex, toHex } from "@veche/base";
import {
  folderReader,
  inlinePool,
  type Json,
  type Report,
  reportToJson,
  verifyRecord,
} from "@veche/verifier";
import type { Golden } from "./records.ts";

/** Where the golden records stand, one folder each: `record/`, `receipts/`, `expected.json`. */
export const GOLDEN_FOLDER = fileURLToPath(new URL("../../../../spec/golden", import.meta.url));

/** What a later version must find again: verdict, phase, every check with its status and count, and the result. */
export type Expected = {
  readonly about: string;
  readonly electionId: string;
  readonly verdict: string;
  readonly phase: string;
  readonly checks: Readonly<Record<string, string>>;
  /** Contests with their groups and counts, and the hash that is certified; no texts. */
  readonly result: Json;
};

export const goldenNames = (): readonly string[] =>
  readdirSync(GOLDEN_FOLDER, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

export const readExpected = (name: string): Expected =>
  JSON.parse(readFileSync(join(GOLDEN_FOLDER, name, "expected.json"), "utf8")) as Expected;

export function readReceipts(name: string): readonly Bytes[] {
  const folder = join(GOLDEN_FOLDER, name, "receipts");
  const names = readdirSync(join(GOLDEN_FOLDER, name)).includes("receipts") ? readdirSync(folder).sort() : [];
  return names.map((file) => new Uint8Array(readFileSync(join(folder, file))));
}

/** Verifies a golden record where it stands, with its receipts. */
export async function verifyGolden(name: string, electionId: string): Promise<Report> {
  return verifyRecord({
    read: folderReader(join(GOLDEN_FOLDER, name, "record")),
    electionId: fromHex(electionId) ?? new Uint8Array(0),
    receipts: readReceipts(name),
    // The verdict does not depend on the coefficients: any others give the same one.
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    pool: inlinePool(),
  });
}

/** The part of a report that is promised. */
export function promisedOf(about: string, report: Report): Expected {
  const { electionId, verdict, phase } = reportToJson(report) as { readonly [key: string]: Json };
  const checks = report.checks.map(({ id, status, examined, failure }) => {
    const why = failure === undefined ? "" : ` ${failure.code}`;
    return [id, `${status} ${examined}${why}`] as const;
  });
  return {
    about,
    electionId: String(electionId),
    verdict: String(verdict),
    phase: String(phase),
    checks: Object.fromEntries(checks),
    result: report.result === undefined ? null : resultOf(report.result),
  };
}

function resultOf({ hash, contests }: NonNullable<Report["result"]>): Json {
  const counted = contests.map(({ contest, ballots, status, groups }) => ({
    contest,
    ballots,
    status,
    groups: groups.map(({ styles, ballots: own, counts }) => ({ styles, ballots: own, counts })),
  }));
  return { contests: counted, hash: toHex(hash) };
}

/** Writes a new record beside those kept; one that stands there already is never replaced. */
export async function keep(golden: Golden): Promise<void> {
  const folder = join(GOLDEN_FOLDER, golden.name);
  mkdirSync(folder);
  const write = (path: string, bytes: Bytes | string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { flag: "wx" });
  };
  for (const [path, bytes] of golden.files) write(join("record", path), bytes);
  for (const [path, bytes] of golden.receipts) write(join("receipts", path), bytes);
  const report = await verifyGolden(golden.name, golden.electionId);
  write("expected.json", `${JSON.stringify(promisedOf(golden.about, report), null, 2)}\n`);
}
