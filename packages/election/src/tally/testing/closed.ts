/** What the tests of the tally share: closed elections with known counts, and trustees who can sign and decrypt. */
import { expectOk, type RandomBytes, sha256, utf8 } from "@veche/base";
import { addCiphertexts, type Ciphertext, encrypt } from "@veche/crypto";
import {
  BASE,
  ed25519PublicKey,
  encodePoint,
  IDENTITY,
  multiplyPublic,
  type Point,
  randomScalar,
} from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { encodeAggregates } from "../../ballot/aggregate.ts";
import { electionOf, type ManifestSketch, seeded } from "../../ballot/testing/scene.ts";
import { type Ceremony, ceremony, trusteeShare } from "../../ceremony/testing/ceremony.ts";
import type { Election } from "../../manifest/types.ts";
import { type ClosedElection, tallyOf } from "../closed.ts";
import type { Decryption, DecryptionBody, DecryptionTask } from "../decryption.ts";
import { verifyDecryption } from "../decryption.ts";
import { headHash } from "../head.ts";
import { type KeptHead, type SignedHead, signTallyHead } from "../release.ts";
import type { TrusteeShare } from "../trustee-share.ts";

/** Votes of one style: its ballots, and for each encrypted option how many of them chose it. */
export type StyleVotes = { readonly ballots: number; readonly counts: readonly number[] };

export type ClosedSketch = {
  readonly contests: ManifestSketch["contests"];
  readonly styles?: readonly (readonly number[])[];
  readonly votes: readonly StyleVotes[];
  readonly alive: readonly number[];
  readonly quorum: number;
  readonly minimumGroup?: number;
  readonly tiny?: "publish" | "withhold";
};

export type Trustees = { readonly run: Ceremony; readonly share: (trustee: number) => TrusteeShare };

export type Scene = {
  readonly closed: ClosedElection;
  readonly trustees: Trustees;
  readonly task: DecryptionTask;
  readonly randomBytes: RandomBytes;
};

export const kernel = createKernel();

export const signingKey = (trustee: number): Uint8Array => sha256(utf8(`trustee ${trustee}`));

const TRUSTEES = 9;

function electionWith(sketch: ClosedSketch, name: string): Election {
  const { contests, styles, quorum, minimumGroup = 1, tiny = "publish" } = sketch;
  const { manifest } = electionOf(styles === undefined ? { contests } : { contests, styles });
  const members = Array.from({ length: TRUSTEES }, (_, i) => ({
    age: `age1trustee${i}`,
    key: ed25519PublicKey(signingKey(i + 1)),
    name: `Trustee ${i + 1}`,
  }));
  return {
    electionId: sha256(utf8(name)),
    manifest: { ...manifest, trustees: { members, quorum, stepSeconds: 60 }, minimumGroup, tiny },
  };
}

/** A sum of ciphertexts that opens to `count`. */
export function sumOf(key: Point, count: number, randomBytes: RandomBytes): Ciphertext {
  const votes = { alpha: IDENTITY, beta: multiplyPublic(BASE, BigInt(count)) };
  return addCiphertexts(encrypt(key, 0, randomScalar(randomBytes)), votes);
}

export function closedScene(sketch: ClosedSketch, name = "closed"): Scene {
  const randomBytes = seeded(name);
  const election = electionWith(sketch, name);
  const attempt = { electionId: election.electionId, attempt: 1 };
  const run = ceremony(attempt, sketch.alive, sketch.quorum, randomBytes);
  const styles = sketch.votes.map(({ ballots, counts }) => ({
    ballots,
    aggregates: counts.map((count) => sumOf(run.keys.key, count, randomBytes)),
  }));
  const closed: ClosedElection = {
    election,
    attempt: 1,
    alive: new Set(sketch.alive),
    size: 1234,
    root: sha256(utf8("root")),
    styles,
  };
  const share = (trustee: number): TrusteeShare => trusteeShare(run, trustee);
  return { closed, trustees: { run, share }, task: taskOf(closed), randomBytes };
}

export function taskOf(closed: ClosedElection): DecryptionTask {
  const { electionId } = closed.election;
  const { aggregates, head } = tallyOf(closed);
  return { electionId, head: headHash(electionId, head), aggregates: encodeAggregates(aggregates) };
}

export const keptBy = (closed: ClosedElection, trustee: number): KeptHead => ({
  electionId: closed.election.electionId,
  trustee,
  head: tallyOf(closed).head,
});

export const signedBy = (closed: ClosedElection, trustee: number): SignedHead => ({
  trustee,
  signature: signTallyHead(closed.election, keptBy(closed, trustee), signingKey(trustee)),
});

/** The decryption of an honest trustee after all alive trustees signed the head. */
export function decryptionBody({ closed, trustees, randomBytes }: Scene, trustee: number): DecryptionBody {
  const heads = [...closed.alive].map((j) => signedBy(closed, j));
  const body = trustees
    .share(trustee)
    .proveDecryption(closed, keptBy(closed, trustee), { kind: "heads", heads }, randomBytes);
  return expectOk(body, `decryption of trustee ${trustee}`);
}

export const shareKey = ({ trustees }: Scene, trustee: number): Point =>
  trustees.run.keys.shares.get(trustee) as Point;

export function decryptionOf(scene: Scene, trustee: number): Decryption {
  const body = decryptionBody(scene, trustee);
  return expectOk(
    verifyDecryption(kernel, scene.task, body, encodePoint(shareKey(scene, trustee))),
    "honest decryption",
  );
}
