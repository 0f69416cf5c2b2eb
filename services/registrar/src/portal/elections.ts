import { join } from "node:path";
import { type Bytes, type Clock, type RandomBytes, toHex } from "@veche/base";
import { DEFAULT_PACE, type Http, NodeLink } from "@veche/client";
import type { Scalar } from "@veche/group";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { IssuerLink } from "../issuing/issuer-link.ts";
import { type OpenedRegistrar, openPortalRegistrar } from "../open-registrar.ts";
import type { RegistrarEvent } from "../registrar.ts";

export type ElectionsParts = {
  readonly db: Kysely<Database>;
  /** Holds a folder for each election, named by its id. */
  readonly home: string;
  readonly nodes: readonly string[];
  /** Issuers 1…m. */
  readonly issuers: readonly string[];
  readonly issueKey: Scalar;
  readonly http: Http;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly report: (event: ElectionsEvent) => void;
};

export type ElectionsEvent =
  | RegistrarEvent
  | { readonly event: "election-opened"; readonly open: number }
  | { readonly event: "election-not-opened" | "election-not-seen"; readonly code: string };

/** Shorter than a voter's patience, so that the voter hears why. */
const PACE = { ...DEFAULT_PACE, backoff: { ...DEFAULT_PACE.backoff, patienceMs: 20_000 } };

/** The elections that this registrar issues for: those that its campaigns name, taken up as they appear. */
export class Elections {
  readonly #parts: ElectionsParts;
  readonly #opened = new Map<string, OpenedRegistrar>();
  #looking: Promise<void> | undefined;

  constructor(parts: ElectionsParts) {
    this.#parts = parts;
  }

  find(electionId: Bytes): OpenedRegistrar | undefined {
    return this.#opened.get(toHex(electionId));
  }

  all(): readonly OpenedRegistrar[] {
    return [...this.#opened.values()];
  }

  /** Takes up what is new and looks at every log; call it every few seconds. Calls at the same time are one. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async close(): Promise<void> {
    await this.#looking;
    for (const opened of this.#opened.values()) await opened.close();
    this.#opened.clear();
  }

  async #look(): Promise<void> {
    const { db, report } = this.#parts;
    const known = [...this.#opened.values()];
    const campaigns = await db
      .selectFrom("campaign")
      .select("election_id")
      .where("election_id", "is not", null)
      .execute();
    for (const { election_id: id } of campaigns)
      if (id !== null && this.find(id) === undefined) await this.#open(id);
    for (const { look } of known) {
      const looked = await look();
      if (!looked.ok) report({ event: "election-not-seen", code: looked.error.kind });
    }
  }

  async #open(electionId: Bytes): Promise<void> {
    const { db, home, nodes, issuers, issueKey, http, now, randomBytes, report } = this.#parts;
    const opened = await openPortalRegistrar({
      ...{ db, electionId, issueKey, now, randomBytes, report },
      folder: join(home, toHex(electionId)),
      nodes: nodes.map((url) => new NodeLink(url, electionId, http)),
      issuers: issuers.map((url, at) => new IssuerLink(at + 1, url, http)),
      pace: PACE,
    });
    if (!opened.ok) return report({ event: "election-not-opened", code: codeOf(opened.error) });
    this.#opened.set(toHex(electionId), opened.value);
    report({ event: "election-opened", open: await opened.value.registrar.resume() });
  }
}

const codeOf = (error: object): string =>
  "code" in error ? String(error.code) : "kind" in error ? String(error.kind) : "UNKNOWN";
