import type { Bytes } from "@veche/base";

/** The manifest of an election, with the names and units of §02.1. Times are milliseconds since 1970. */
export type Manifest = {
  readonly veche: 1;
  readonly kind: ElectionKind;
  readonly engine: "embedded" | "cometbft";
  readonly nonce: Bytes;
  readonly origin: string;
  readonly title: Text;
  readonly genesis: { readonly organisations: readonly Member[]; readonly quorum: number };
  readonly commission: { readonly members: readonly Member[]; readonly quorum: number };
  readonly trustees: {
    readonly members: readonly TrusteeMember[];
    readonly quorum: number;
    readonly stepSeconds: number;
  };
  readonly registrar: { readonly issueKey: Bytes; readonly key: Bytes; readonly name: string };
  readonly issuers: { readonly active: readonly number[]; readonly members: readonly Member[] };
  readonly validators: readonly Validator[];
  readonly witnesses: { readonly members: readonly Member[]; readonly quorum: number };
  readonly contests: readonly Contest[];
  readonly styles: readonly BallotStyle[];
  readonly tallyNotBefore: number;
  readonly revoteMax: number;
  readonly minimumGroup: number;
  readonly tiny: "publish" | "withhold";
  readonly release?: { readonly hash: Bytes; readonly version: string };
};

export type ElectionKind = "election" | "poll" | "practice" | "test";
export type Text = { readonly en: string; readonly ru: string };
export type Member = { readonly key: Bytes; readonly name: string };
export type TrusteeMember = Member & { readonly age: string };
export type Validator = Member & { readonly logKey: Bytes };

export type Contest = {
  readonly id: string;
  readonly max: number;
  readonly min: number;
  readonly options: readonly ContestOption[];
  readonly proof: "disjunctive";
  readonly title: Text;
};
export type ContestOption = { readonly id: string; readonly title: Text };

export type BallotStyle = {
  readonly castEnds: number;
  readonly contests: readonly number[];
  readonly district: string;
  readonly id: string;
  readonly issueEnds: number;
  readonly latestEnd: number;
  readonly opens: number;
  readonly portalEnds: number;
  /** Seconds between the moments at which casts of this style enter the log; 0: every block. */
  readonly tick: number;
  readonly title: Text;
};

/** A manifest with the id it hashes to: what every check of an election needs to know. */
export type Election = { readonly electionId: Bytes; readonly manifest: Manifest };
