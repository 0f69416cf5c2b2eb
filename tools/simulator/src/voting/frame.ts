import { BugError, type Bytes, expectOk, toHex } from "@veche/base";
import { type BallotContext, ballotContext, decodeManifest, type Election } from "@veche/election";
import { decodePoint, encodePoint, multiplyBase, randomScalar, type Scalar } from "@veche/group";
import { decodeIssuerKeys } from "@veche/issuer";
import { Bases } from "../bulk/bases.ts";
import type { SchnorrKey } from "../bulk/issue-signatures.ts";
import { seededRandom } from "../seeded-random.ts";
import { Issuers } from "./issuers.ts";

/** What all parties of an election in the threads share, as it crosses over to them. */
export type VotingFrame = {
  readonly electionId: Bytes;
  readonly manifest: Bytes;
  readonly electionKey: Bytes;
  readonly seed: string;
  /** Keys of the issuers 1…m, as `encodeIssuerKeys` writes them. */
  readonly issuerKeys: readonly Bytes[];
};

/** The same, ready for use. One for each thread. */
export type Booth = {
  readonly election: Election;
  readonly context: BallotContext;
  readonly bases: Bases;
  readonly seed: string;
  readonly registrar: SchnorrKey;
  readonly issuers: Issuers;
};

let latest: { readonly name: string; readonly booth: Booth } | undefined;

/** Made at the first job of an election. */
export function boothOf(frame: VotingFrame): Booth {
  const name = toHex(frame.electionKey);
  if (latest?.name !== name) latest = { name, booth: makeBooth(frame) };
  return latest.booth;
}

function makeBooth({ electionId, manifest, electionKey, seed, issuerKeys }: VotingFrame): Booth {
  const election = { electionId, manifest: expectOk(decodeManifest(manifest), "the simulation's manifest") };
  const key = decodePoint(electionKey);
  if (key === undefined) throw new BugError("the election key of the simulation");
  const keys = issuerKeys.map((bytes) => expectOk(decodeIssuerKeys(bytes), "the keys of a simulated issuer"));
  return {
    election,
    context: ballotContext(election, key),
    bases: new Bases(electionKey),
    seed,
    registrar: registrarKey(seed),
    issuers: new Issuers(election, keys),
  };
}

/** The registrar's key for `issue` (§01.6.3) follows from the seed. */
export function registrarKey(seed: string): SchnorrKey {
  const secret: Scalar = randomScalar(seededRandom(seed, "registrar issue key"));
  return { secret, encoding: encodePoint(multiplyBase(secret)) };
}
