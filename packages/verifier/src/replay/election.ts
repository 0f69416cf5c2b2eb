import { type Bytes, type RandomBytes, sha256, toHex } from "@veche/base";
import type { ElectionContext } from "../bulk/election-context.ts";
import type { TransactionType } from "../form/bodies.ts";
import type { Transaction, TransactionOf } from "../form/entry.ts";
import { type BallotLayout, ballotLayout } from "../form/layout.ts";
import type { Manifest } from "../form/manifest.ts";
import type { EntrySource } from "../log/entry-source.ts";
import type { ProofPool } from "../pool/jobs.ts";
import { Aggregates } from "./aggregates.ts";
import type { Block } from "./blocks.ts";
import { type Ceremony, newAttempt } from "./ceremony-state.ts";
import { CredentialTable, RollTable } from "./columns.ts";
import { ContextKeeper } from "./context-keeper.ts";
import type { Judge } from "./judge.ts";
import { noParts, type Parts } from "./parts.ts";
import type { Tally } from "./tally.ts";

export type Phase = "undefined" | "set-up" | "open" | "closed";

/** A style's window with the ends as extended, in ms (§06.5.2). */
export type Window = { opens: number; portalEnds: number; issueEnds: number; castEnds: number };

export type StyleState = {
  readonly window: Window;
  roll: number;
  /** The last entry of its roll. */
  lastRollEntry: Bytes | undefined;
  issued: number;
  /** Distinct credentials with an accepted ballot (§08.1.2), and accepted casts. */
  ballots: number;
  casts: number;
  /** Times of the last two blocks in which a cast was accepted (§06.5.5). */
  lastCastTime: number;
  castTimeBefore: number;
  /** Modulus of each issuer, by index. */
  readonly moduli: Map<number, Bytes>;
};

/** What can be wrong with a message that is blamed (§06.5.6). */
export type Wrong = "commitments" | "knowledge" | "keys" | "share" | "proof";

export type BlamedEntry = {
  readonly entry: number;
  readonly trustee: number;
  readonly type: TransactionType;
  readonly wrong: Wrong;
};

/** The state of an election as the log builds it up (chapter 06). */
export type Election = {
  readonly manifest: Manifest;
  readonly electionId: Bytes;
  readonly layouts: readonly BallotLayout[];
  readonly pool: ProofPool;
  readonly source: EntrySource;
  /** What ballots are judged by at the present place of the log; the same object while nothing changes. */
  readonly contextNow: () => ElectionContext;
  phase: Phase;
  suspended: boolean;
  controlSeq: number;
  ceremony: Ceremony;
  /** Trustee → stages whose canary was accepted in the present attempt. */
  canaries: Map<number, Set<string>>;
  readonly styles: readonly StyleState[];
  /** Issuer sets by number, each ascending (§04.3). */
  readonly issuerSets: (readonly number[])[];
  readonly moduli: Set<string>;
  readonly roll: RollTable;
  readonly credentials: CredentialTable;
  readonly aggregates: Aggregates;
  lastTotalsDate: string;
  participantsKnown: boolean;
  readonly parts: Parts;
  readonly blamed: BlamedEntry[];
  /** The same, by what they are: none enters twice (§06.3.5). */
  readonly blamedBefore: Set<string>;
  tally: Tally | undefined;
};

/** Where a transaction stands. */
export type Place = { readonly time: number; readonly block: Block };

export type Handler<T extends TransactionType> = (
  election: Election,
  tx: TransactionOf<T>,
  place: Place,
  judge: Judge,
) => void | Promise<void>;

export function newElection(
  manifest: Manifest,
  electionId: Bytes,
  tools: Pick<Election, "pool" | "source"> & { readonly randomBytes: RandomBytes },
): Election {
  const everybody = manifest.trustees.members.map((_, i) => i + 1);
  const layouts = manifest.styles.map((style) => ballotLayout(manifest, style));
  const { pool, source, randomBytes } = tools;
  const contexts = new ContextKeeper(manifest, electionId, layouts);
  const election: Election = {
    manifest,
    electionId,
    layouts,
    pool,
    source,
    contextNow: () => contexts.of(election),
    phase: "undefined",
    suspended: false,
    controlSeq: 0,
    ceremony: newAttempt(0, everybody, 0),
    canaries: new Map(),
    styles: manifest.styles.map(({ opens, portalEnds, issueEnds, castEnds }) => ({
      window: { opens, portalEnds, issueEnds, castEnds },
      roll: 0,
      lastRollEntry: undefined,
      issued: 0,
      ballots: 0,
      casts: 0,
      lastCastTime: -1,
      castTimeBefore: -1,
      moduli: new Map(),
    })),
    issuerSets: [manifest.issuers.active],
    moduli: new Set(),
    roll: new RollTable(randomBytes),
    credentials: new CredentialTable(randomBytes),
    aggregates: new Aggregates(layouts),
    lastTotalsDate: "",
    participantsKnown: false,
    parts: noParts(),
    blamed: [],
    blamedBefore: new Set(),
    tally: undefined,
  };
  return election;
}

/** 32 bytes as a key of a small map. */
export function mapKey(bytes: Bytes): string {
  return String.fromCharCode(...bytes);
}

export const lastEnd = (election: Election, end: "issueEnds" | "castEnds"): number =>
  Math.max(...election.styles.map((style) => style.window[end]));

const BLAMED_MAX = 3;

/** §06.5.6, V15: a wrong message that may enter, three times for each trustee and type. */
export function blame(
  election: Election,
  tx: Transaction,
  trustee: number,
  wrong: Wrong,
  judge: Judge,
): void {
  judge.examined("V15");
  const before = election.blamed.filter((one) => one.trustee === trustee && one.type === tx.type).length;
  if (!judge.expect(before < BLAMED_MAX, "V15", "BLAME_LIMIT")) return;
  election.blamed.push({ entry: judge.entry, trustee, type: tx.type, wrong });
  election.blamedBefore.add(identityOf(tx));
}

/** Whether these very bytes were blamed before. */
export const wasBlamed = (election: Election, tx: Transaction): boolean =>
  election.blamed.some((one) => one.type === tx.type) && election.blamedBefore.has(identityOf(tx));

function identityOf(tx: Transaction): string {
  const signatures = tx.signatures.map(
    ({ role, index, signature }) => `${role} ${index} ${toHex(signature)}`,
  );
  return `${tx.type} ${toHex(sha256(tx.bodyBytes))} ${signatures.join(" ")}`;
}
