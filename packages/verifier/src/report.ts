import { type Bytes, toHex } from "@veche/base";
import type { CheckResult } from "./findings.ts";
import type { Cosigner } from "./log/checkpoint.ts";
import type { BlamedEntry } from "./replay/election.ts";
import type { ContestResult, GroupResult } from "./replay/result.ts";

type Bilingual = { readonly en: string; readonly ru: string };

export type StyleFacts = {
  readonly id: string;
  readonly roll: number;
  readonly issued: number;
  /** Distinct credentials, and accepted casts with the replaced ones. */
  readonly ballots: number;
  readonly casts: number;
};

export type HeadFacts = {
  /** Twenty characters of the state machine's head (§08.3.2). */
  readonly code: string;
  /** Trustees who signed this head, and the entries with another one. */
  readonly same: readonly number[];
  readonly different: readonly { readonly entry: number; readonly trustee: number }[];
  /** How many trustees must have signed the same head before one of them decrypts (§08.3.3). */
  readonly needed: number;
};

/** What the verifier shows beside its verdicts. */
export type Facts = {
  readonly title: Bilingual;
  readonly kind: string;
  readonly entries: number;
  readonly root: Bytes;
  readonly cosigners: readonly Cosigner[];
  readonly blamed: readonly BlamedEntry[];
  readonly styles: readonly StyleFacts[];
  readonly head: HeadFacts | undefined;
  /** Trustees with a valid decryption, in the order of the log. */
  readonly decryptions: readonly number[];
  /** Entry of the certificate and members of the commission who signed it. */
  readonly certificate: { readonly entry: number; readonly signers: readonly number[] } | undefined;
};

export type ResultFacts = {
  readonly contests: readonly (Omit<ContestResult, "groups"> & {
    readonly id: string;
    readonly title: Bilingual;
    readonly options: readonly Bilingual[];
    readonly groups: readonly GroupFacts[];
  })[];
  readonly hash: Bytes;
};

/** A group of styles that is counted as one (§08.2): indices in the manifest, and what the manifest calls them. */
export type GroupFacts = GroupResult & {
  readonly named: readonly { readonly id: string; readonly title: Bilingual }[];
};

/** Points that were decoded, those that had a hint, and those whose hint did not fit. */
export type HintFacts = { readonly points: number; readonly hinted: number; readonly wrong: number };

export type ReachedPhase = "undefined" | "not-open" | "open" | "closed" | "result" | "certified";

export type Report = {
  /** Hash of the manifest in the record; `undefined` if it has none. */
  readonly electionId: Bytes | undefined;
  /** Whether an election id was given, so that the record had to match it (§10.1). */
  readonly electionIdGiven: boolean;
  readonly verdict: "good" | "bad";
  /** How far the election had come where the record ends (§10.5). */
  readonly phase: ReachedPhase;
  readonly checks: readonly CheckResult[];
  /** What the hints of the record were worth (§09.6); `undefined` if there are none that could be read. */
  readonly hints: HintFacts | undefined;
  readonly facts: Facts | undefined;
  readonly result: ResultFacts | undefined;
};

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A report as JSON: bytes as hexadecimal text, what is missing as null. */
export function reportToJson(report: Report): Json {
  return toJson(report);
}

function toJson(value: unknown): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}
