import type { Text } from "@veche/election";

/** How far a figure of the real vote can be believed; only `high` is ever shown as fact. */
export type Confidence = "high" | "medium" | "low";

/** One figure of the real vote, as published, with its source; `note` says what the simulation makes of it. */
export type Figure = {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly confidence: Confidence;
  readonly note?: string;
};

export type ScenarioContest = {
  readonly id: string;
  readonly title: Text;
  readonly min: number;
  readonly max: number;
  readonly options: readonly { readonly id: string; readonly title: Text }[];
};

/** What happens in one ballot style, in whole people and ballots, already scaled. Each style has one contest. */
export type ScenarioStyle = {
  readonly id: string;
  readonly title: Text;
  readonly contest: number;
  /** Entries of the roll. */
  readonly registered: number;
  /** Ballots issued; those not cast are `issued − Σ final`. */
  readonly issued: number;
  /** Last ballots, by option chosen; an extra last element counts ballots that choose nothing, where min = 0. */
  readonly final: readonly number[];
  /** Ballots that a later ballot of the same voter replaces, by option chosen. */
  readonly superseded: readonly number[];
};

export type Scenario = {
  readonly id: string;
  readonly title: Text;
  readonly opens: number;
  readonly ends: number;
  readonly revoteMax: number;
  readonly contests: readonly ScenarioContest[];
  readonly styles: readonly ScenarioStyle[];
  /** The real figures the scenario stands on, and what is not known. */
  readonly figures: readonly Figure[];
  /** Real shares of the options in percent by style, where published, for the comparison beside the result. */
  readonly published: readonly {
    readonly style: string;
    readonly option: string;
    readonly percent: number;
    readonly confidence: Confidence;
  }[];
};

/** Scales a count; what is above zero stays at least one, so that no part of an election vanishes. */
export const scaled = (value: number, scale: number): number =>
  value === 0 ? 0 : Math.max(1, Math.round(value * scale));
