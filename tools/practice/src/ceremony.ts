import { type Bytes, type RandomBytes, toHex } from "@veche/base";
import type { Proposal } from "@veche/client";
import { electionIdOf, encodeManifest, type Manifest, type Member, type Validator } from "@veche/election";
import { timesOf } from "./election/contests.ts";
import { type PublicParties, practiceManifest } from "./election/manifest.ts";
import type { Child } from "./process/child.ts";
import type { IssuerJoin } from "./process/issuer-process.ts";
import type { PartiesBegin, PartiesKeys } from "./process/parties-process.ts";

/** The processes that make an election, and what of them stays the same from one election to the next. */
export type Makers = {
  readonly folder: string;
  readonly parties: Child;
  readonly issuers: readonly { readonly child: Child; readonly member: Member }[];
  readonly engine: Manifest["engine"];
  readonly validators: readonly Validator[];
  readonly registrar: Manifest["registrar"];
  /** Where parties and issuers read the log and post to it: whoever has no answer asks the next. */
  readonly nodes: readonly string[];
  readonly randomBytes: RandomBytes;
};

export type Making = {
  readonly campaign: string;
  readonly title: Manifest["title"];
  /** How long it takes until voting opens, and for how long people vote, ms. */
  readonly setUpMs: number;
  readonly windowMs: number;
  /** Makes the roll of the defined election and signs it: the registrar's part. */
  readonly roll: (election: MadeElection) => Promise<readonly Proposal[]>;
  readonly told: (step: MakingStep) => void;
};
export type MakingStep = "define" | "issuer-keys" | "roll" | "open";

export type MadeElection = {
  readonly electionId: Bytes;
  readonly id: string;
  readonly manifest: Bytes;
  readonly opens: number;
  readonly castEnds: number;
};

/** From the definition to the opening: ceremony, issuers' keys and roll go on side by side, each party in its own process. */
export async function makeElection(makers: Makers, making: Making): Promise<MadeElection> {
  const { parties, folder, nodes, issuers, engine, validators, randomBytes } = makers;
  const { campaign, title, setUpMs, windowMs, told } = making;
  const keys: PartiesKeys = { folder, campaign };
  const theirs = await parties.call<Pick<PublicParties, "genesis" | "commission" | "trustees">>("keys", keys);
  told("define");
  const now = Date.now();
  const times = timesOf(now + 1_000, now + setUpMs + windowMs);
  const publics: PublicParties = {
    ...theirs,
    registrar: makers.registrar,
    issuers: issuers.map(({ member }) => member),
    ...{ engine, validators },
  };
  const election = { id: `${campaign}-${toHex(randomBytes(4))}`, title, times, nonce: randomBytes(32) };
  const made = practiceManifest(publics, election);
  const manifest = encodeManifest(made);
  const electionId = electionIdOf(manifest);
  const begin: PartiesBegin = { campaign, manifest, nodes };
  await parties.call("begin", begin);
  const result = {
    electionId,
    id: toHex(electionId),
    manifest,
    opens: times.opens,
    castEnds: times.castEnds,
  };
  told("issuer-keys");
  const joining = issuers.map(({ child }, at) => {
    // Each reads at another node first.
    const own = [...nodes.slice(at + 1), ...nodes.slice(0, at + 1)];
    const join: IssuerJoin = { electionId, issuer: at + 1, styles: made.styles.length, nodes: own };
    return child.begin("join", join);
  });
  const rolling = making.roll(result).then((chunks) => {
    told("roll");
    return parties.call("roll", { electionId, chunks });
  });
  await Promise.all([...joining, rolling]);
  told("open");
  await parties.call("open", { electionId });
  for (const { child } of issuers) void child.call("drawMore").catch(() => undefined);
  return result;
}
