import type { Sentence } from "./outcomes.ts";

/** A node's answer to POST tx. `index`: place in the log, only after inclusion under a published checkpoint. */
export type TransactionAnswer =
  | { readonly outcome: "ACCEPTED" | "BLAMED"; readonly index: number; readonly whole?: string }
  | { readonly outcome: "ALREADY"; readonly index?: number; readonly message: Sentence }
  | {
      readonly outcome: "PROMISED";
      readonly promise: string;
      readonly untilMs: number;
      readonly message: Sentence;
    }
  | { readonly outcome: "BUSY"; readonly retryAfterSeconds: number; readonly message: Sentence }
  | {
      readonly outcome: string;
      readonly number: number;
      readonly transient: boolean;
      readonly message: Sentence;
    };

export type ElectionsAnswer = {
  readonly elections: readonly { readonly id: string; readonly origin: string; readonly size: number }[];
};

/** Place of a transaction, asked for by its SHA-256. */
export type IndexAnswer = { readonly index: number };

/** What the registrar sends to each issuer: the hashes of all blinded messages, and this issuer's own (§04.5.4). */
export type SignRequest = {
  readonly election: string;
  readonly style: string;
  readonly entry: string;
  readonly hashes: readonly string[];
  readonly blinded: string;
};
export type SignAnswer = { readonly issuer: number; readonly set: number; readonly signature: string };

/** What a voter sends to the registrar: one blinded message for each of the m issuers, base64. */
export type IssueRequest = {
  readonly voter: string;
  readonly secret: string;
  readonly style: string;
  readonly blinded: readonly string[];
};
/**
 * Signatures ascend by issuer of `set`; `proof` is the `tlog-proof` of the `issue` entry. `replacements`: those of every
 * `issuer-set` entry up to `set`, in log order, because the page learns the set's members by inclusion only (§04.5.5).
 */
export type IssueAnswer = {
  readonly entry: string;
  readonly index: number;
  readonly set: number;
  readonly signatures: readonly string[];
  readonly proof: string;
  readonly replacements: readonly string[];
};

/** Every refusal of issuer and registrar. */
export type Refusal = { readonly code: string; readonly message: Sentence };
