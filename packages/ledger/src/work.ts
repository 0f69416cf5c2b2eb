import { assert, type Bytes, concat, readUint, u8 } from "@veche/base";
import type { CiphertextList } from "@veche/crypto";
import {
  type Aggregates,
  type BallotContext,
  type BallotStyle,
  ballotContext,
  ballotShape,
  countBallots,
  decodeCiphertexts,
  type Election,
  type ElectionKeys,
  emptyAggregates,
  type Manifest,
} from "@veche/election";
import { decodePoint, encodePoint, type Point } from "@veche/group";
import { type Deadline, passDeadline } from "./ceremony.ts";
import type { Checks } from "./checks.ts";
import type { TransactionType } from "./format/bodies.ts";
import type { Ceremony } from "./state/ceremony-state.ts";
import { keyOf } from "./state/keys.ts";
import { decodeStyle, EMPTY_STYLE, encodeStyle, type StyleRecord } from "./state/records.ts";
import type { LedgerState } from "./state/state.ts";
import { type LedgerView, Overlay, type Write } from "./state/view.ts";

/** The desk on which one block is worked out: the state so far, and what changes behind the view. */
export class Work {
  /** Block time, ms. */
  readonly time: number;
  readonly overlay: Overlay;
  readonly checks: Checks;
  state: LedgerState;
  /** The deadline that took effect at the start of this block (§03.1.6). */
  readonly deadline: Deadline | undefined;
  /** The control transaction accepted in this block, whose effect waits for its end (§06.4.3). */
  control: { readonly type: TransactionType; readonly effect: () => void } | undefined;
  readonly #styles = new Map<number, StyleRecord>();
  /** Ballots of this block, by style, not yet added to its aggregates. */
  readonly #counted = new Map<number, Counted>();
  /** By issuer set and style. */
  readonly #moduli = new Map<string, readonly Bytes[]>();
  #ballotContext: BallotContext | undefined;

  constructor(state: LedgerState, view: LedgerView, time: number, checks: Checks) {
    this.time = time;
    this.overlay = new Overlay(view);
    this.checks = checks;
    this.state = state;
    // §06.4.1
    const passed = pastDeadline(state, time);
    this.deadline = passed?.deadline;
    if (passed !== undefined) this.change({ ceremony: passed.ceremony });
  }

  change(changes: Partial<LedgerState>): void {
    this.state = { ...this.state, ...changes };
  }

  /** The election, after `define`. */
  get election(): Election {
    const { election } = this.state;
    assert(election !== undefined, "the phase was checked: the election is defined");
    return election;
  }

  get manifest(): Manifest {
    return this.election.manifest;
  }

  get ceremony(): Ceremony {
    const { ceremony } = this.state;
    assert(ceremony !== undefined, "a defined election has a ceremony");
    return ceremony;
  }

  style(index: number): StyleRecord {
    const known = this.#styles.get(index) ?? readStyle(this.overlay, index);
    this.#styles.set(index, known);
    return known;
  }

  changeStyle(index: number, changes: Partial<StyleRecord>): void {
    const style = { ...this.style(index), ...changes };
    this.#styles.set(index, style);
    this.overlay.set(keyOf.style(index), encodeStyle(style));
  }

  /** The manifest's times of a style, with the ends as extended (§06.5.2). */
  window(index: number): Pick<BallotStyle, "opens" | "portalEnds" | "issueEnds" | "castEnds"> {
    return windowOf(this.manifest, index, this.style(index));
  }

  /** Keys of an issuer set for a style, ascending by issuer: set and keys are final when ballots come. */
  moduli(set: number, style: number): readonly Bytes[] {
    const name = `${set} ${style}`;
    const members = this.state.issuerSets[set] ?? [];
    const moduli =
      this.#moduli.get(name) ??
      members.map((issuer) => this.overlay.get(keyOf.modulus(issuer, style)) ?? new Uint8Array(0));
    this.#moduli.set(name, moduli);
    return moduli;
  }

  /** Counts an accepted ballot, and the one it replaces no more (§08.1.1, §05.4.2). */
  count(style: number, added: CiphertextList, replaced: Bytes | undefined): void {
    const counted = this.#counted.get(style) ?? { added: [], replaced: [] };
    this.#counted.set(style, counted);
    counted.added.push(added);
    if (replaced !== undefined) counted.replaced.push({ bytes: replaced });
  }

  aggregates(style: number): Aggregates {
    this.#addUp();
    return readAggregates(this.manifest, this.overlay, style);
  }

  /** A block's ballots of a style are added up at once: point by point they would cost many times as much. */
  #addUp(): void {
    for (const [style, counted] of this.#counted) {
      const key = keyOf.aggregates(style);
      this.overlay.set(key, countBallots(this.checks.kernel, this.overlay.get(key), counted));
    }
    this.#counted.clear();
  }

  /** §03.4, once all alive dealers have committed. */
  keys(): ElectionKeys {
    const keys = readKeys(this.overlay);
    assert(keys !== undefined, "a ceremony that is done has keys");
    return keys;
  }

  /** The key changes in no block with ballots. */
  ballotContext(): BallotContext {
    this.#ballotContext ??= ballotContext(this.election, this.keys().key);
    return this.#ballotContext;
  }

  /** All that has to be stored besides the state. */
  writes(): readonly Write[] {
    this.#addUp();
    return this.overlay.writes();
  }
}

type Counted = { readonly added: CiphertextList[]; readonly replaced: CiphertextList[] };

function pastDeadline(state: LedgerState, time: number): ReturnType<typeof passDeadline> {
  const { ceremony, election } = state;
  if (ceremony === undefined || election === undefined) return undefined;
  const { quorum, stepSeconds } = election.manifest.trustees;
  return passDeadline(ceremony, time, 1_000 * stepSeconds, quorum);
}

export function readStyle(view: LedgerView, index: number): StyleRecord {
  const bytes = view.get(keyOf.style(index));
  return bytes === undefined ? EMPTY_STYLE : decodeStyle(bytes);
}

export function windowOf(
  manifest: Manifest,
  index: number,
  { extendedBy }: StyleRecord,
): Pick<BallotStyle, "opens" | "portalEnds" | "issueEnds" | "castEnds"> {
  const { opens, portalEnds, issueEnds, castEnds } = manifest.styles[index] as BallotStyle;
  return {
    opens,
    portalEnds: portalEnds + extendedBy,
    issueEnds: issueEnds + extendedBy,
    castEnds: castEnds + extendedBy,
  };
}

export function readAggregates(manifest: Manifest, view: LedgerView, style: number): Aggregates {
  const bytes = view.get(keyOf.aggregates(style));
  if (bytes === undefined) return emptyAggregates(ballotShape(manifest, style));
  const sums = decodeCiphertexts(bytes);
  assert(sums !== undefined, "stored aggregates are points");
  return sums;
}

export function encodeKeys({ key, shares }: ElectionKeys): Bytes {
  const parts = [...shares].flatMap(([trustee, share]) => [u8(trustee), encodePoint(share)]);
  return concat(encodePoint(key), ...parts);
}

export function readKeys(view: LedgerView): ElectionKeys | undefined {
  const bytes = view.get(keyOf.electionKeys());
  if (bytes === undefined) return undefined;
  const shares = new Map<number, Point>();
  for (let at = 32; at < bytes.length; at += 33) {
    shares.set(readUint(bytes, at, 1), pointAt(bytes, at + 1));
  }
  return { key: pointAt(bytes, 0), shares };
}

function pointAt(bytes: Bytes, at: number): Point {
  const point = decodePoint(bytes.subarray(at, at + 32));
  assert(point !== undefined, "stored keys are points");
  return point;
}
