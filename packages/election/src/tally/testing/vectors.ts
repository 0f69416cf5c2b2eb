import {
  type Bytes,
  codeOf,
  concat,
  encodeCbor,
  expectOk,
  type RandomBytes,
  sha256,
  toHex,
  utf8,
} from "@veche/base";
import { type Ciphertext, encodeCiphertext, proveEquality } from "@veche/crypto";
import {
  add,
  BASE,
  ed25519PublicKey,
  encodePoint,
  hashToPoint,
  IDENTITY,
  multiply,
  multiplyBase,
  type Point,
  randomScalar,
  type Scalar,
  subtract,
} from "@veche/group";
import { type Aggregates, encodeAggregates } from "../../ballot/aggregate.ts";
import { type ContestBounds, seeded } from "../../ballot/testing/scene.ts";
import { encodePoints } from "../../ceremony/points.ts";
import { flipped, TOO_LARGE } from "../../ceremony/testing/ceremony.ts";
import { aggregatesHash } from "../aggregates.ts";
import { tallyOf } from "../closed.ts";
import { combine } from "../combine.ts";
import { type DecryptionTask, decryptionStatement } from "../decryption.ts";
import { type ContestGroups, groupsOf } from "../groups.ts";
import { headHash, headsNeeded, type TallyHead, tallyHeadBody, tallyHeadMessage } from "../head.ts";
import { signTallyHead } from "../release.ts";
import { type ElectionResult, encodeResult, type GroupResult, resultHash } from "../result.ts";
import {
  type ClosedSketch,
  closedScene,
  decryptionBody,
  decryptionOf,
  kernel,
  type Scene,
  signingKey,
} from "./closed.ts";

/** Vectors of the tally with the names of the specification: byte strings are hexadecimal. */
export type TallyVectors = {
  readonly about: string;
  readonly groups: readonly GroupsVector[];
  readonly headsNeeded: readonly {
    readonly alive: number;
    readonly quorum: number;
    readonly heads: number;
  }[];
  readonly head: readonly HeadVector[];
  readonly decryption: readonly DecryptionVector[];
  readonly result: readonly ResultVector[];
};

export type GroupsVector = {
  readonly name: string;
  readonly contests: number;
  readonly styles: readonly { readonly contests: readonly number[]; readonly ballots: number }[];
  readonly minimumGroup: number;
  readonly tiny: "publish" | "withhold";
  readonly groups: readonly ContestGroups[];
};

export type HeadVector = {
  readonly name: string;
  readonly origin: string;
  readonly electionId: string;
  readonly trustee: number;
  readonly key: string;
  readonly size: number;
  readonly root: string;
  /** A_i ‖ Bσ_i one after the other. */
  readonly aggregateList: string;
  readonly aggregates: string;
  readonly head: string;
  readonly characters: string;
  readonly body: string;
  readonly message: string;
  readonly signature: string;
  readonly outcome: "ACCEPTED" | "SIGNATURE_INVALID" | "HEAD_DIFFERS";
};

export type DecryptionVector = {
  readonly name: string;
  readonly electionId: string;
  readonly head: string;
  readonly trustee: number;
  readonly shareKey: string;
  /** A_0 ‖ … ‖ A_(L−1). */
  readonly alphas: string;
  readonly points: string;
  readonly proof: string;
  readonly outcome: "ACCEPTED" | "BLAMED" | "MALFORMED";
};

export type ResultVector = {
  readonly name: string;
  readonly electionId: string;
  readonly contests: readonly ContestBounds[];
  readonly styles: readonly {
    readonly contests: readonly number[];
    readonly ballots: number;
    /** (A, Bσ) of the style in the order of a ballot. */
    readonly aggregates: string;
  }[];
  readonly minimumGroup: number;
  readonly tiny: "publish" | "withhold";
  readonly quorum: number;
  /** With valid proofs, in log order. */
  readonly decryptions: readonly { readonly trustee: number; readonly points: string }[];
  /** result.cbor; absent while the result is not computed. */
  readonly result?: string;
  /** What `certify` claims. */
  readonly claimed: string;
  readonly outcome: "ACCEPTED" | "RESULT_DIFFERS";
};

const ABOUT =
  "Vectors for 08. Byte strings are hexadecimal, all else is as named in the specification; outcomes are those of 06.6: " +
  "of `tally-head` and of a `decryption` that follows it (head), of `decryption`, of `certify` (result).";

const seededFor = (part: string): RandomBytes => seeded(`veche/v1 tally vectors: ${part}`);

export function tallyVectors(): TallyVectors {
  return {
    about: ABOUT,
    groups: groupsVectors(),
    headsNeeded: [
      [3, 2],
      [5, 3],
      [6, 4],
      [7, 4],
      [9, 5],
      [99, 50],
    ].map(([alive = 0, quorum = 0]) => ({ alive, quorum, heads: headsNeeded(alive, quorum) })),
    head: headVectors(),
    decryption: decryptionVectors(),
    result: resultVectors(),
  };
}

function groupsVectors(): readonly GroupsVector[] {
  const vector = (
    name: string,
    styles: GroupsVector["styles"],
    minimumGroup: number,
    tiny: GroupsVector["tiny"],
  ): GroupsVector => {
    const contests = 1 + Math.max(...styles.flatMap((style) => style.contests));
    const { election } = closedScene({
      contests: Array.from({ length: contests }, () => ({ options: 2, min: 1, max: 1 })),
      styles: styles.map((style) => style.contests),
      votes: styles.map(({ ballots, contests: of }) => ({ ballots, counts: of.map(() => 0) })),
      alive: [1, 2, 3],
      quorum: 2,
      minimumGroup,
      tiny,
    }).closed;
    const ballots = styles.map((style) => style.ballots);
    return { name, contests, styles, minimumGroup, tiny, groups: groupsOf(election.manifest, ballots) };
  };
  const one = (ballots: readonly number[]): GroupsVector["styles"] =>
    ballots.map((n) => ({ contests: [0], ballots: n }));
  const mixed: GroupsVector["styles"] = [
    { contests: [0, 1], ballots: 6 },
    { contests: [1, 2], ballots: 5 },
    { contests: [0, 1], ballots: 4 },
    { contests: [3], ballots: 0 },
  ];
  return [
    vector("collected in manifest order", one([4, 7, 10, 3, 3, 4]), 10, "withhold"),
    vector("the remainder joins the last group", one([10, 12, 9, 0]), 10, "withhold"),
    vector("styles without ballots are collected too", one([0, 0, 10, 0]), 10, "withhold"),
    vector("empty", one([0, 0]), 10, "publish"),
    vector("tiny, withheld", one([5, 4]), 10, "withhold"),
    vector("tiny, published", one([5, 4]), 10, "publish"),
    vector("just enough", one([5, 5]), 10, "withhold"),
    vector("every contest by itself", mixed, 10, "withhold"),
    vector("every contest by itself, smaller groups", mixed, 5, "withhold"),
    vector("minimum of one", one([1, 0, 2]), 1, "withhold"),
  ];
}

function headVectors(): readonly HeadVector[] {
  const scene = closedScene(SKETCH, "tally vectors: head");
  const { election } = scene.closed;
  const { electionId } = election;
  const { aggregates, head } = tallyOf(scene.closed);
  const vector = (
    name: string,
    outcome: HeadVector["outcome"],
    trustee: number,
    stated: TallyHead = head,
    signature = signTallyHead(election, { electionId, trustee, head: stated }, signingKey(trustee)),
  ): HeadVector => ({
    name,
    origin: election.manifest.origin,
    electionId: toHex(electionId),
    trustee,
    key: toHex(ed25519PublicKey(signingKey(trustee))),
    size: head.size,
    root: toHex(head.root),
    aggregateList: listOf(aggregates),
    aggregates: toHex(aggregatesHash(electionId, aggregates)),
    head: toHex(headHash(electionId, head)),
    characters: codeOf(headHash(electionId, head)),
    body: toHex(encodeCbor(tallyHeadBody(trustee, stated))),
    message: toHex(tallyHeadMessage(election, trustee, stated)),
    signature: toHex(signature),
    outcome,
  });
  const signed = signTallyHead(election, { electionId, trustee: 2, head }, signingKey(2));
  const sum = head.aggregates;
  return [
    vector("head of trustee 1", "ACCEPTED", 1),
    vector("head of trustee 2", "ACCEPTED", 2),
    vector("head of trustee 3", "ACCEPTED", 3),
    vector("signature of trustee 2 under the body of trustee 3", "SIGNATURE_INVALID", 3, head, signed),
    vector("a bit of the signature changed", "SIGNATURE_INVALID", 2, head, flipped(signed, 300)),
    vector("another size", "HEAD_DIFFERS", 2, { ...head, size: head.size + 1 }),
    vector("another root", "HEAD_DIFFERS", 2, { ...head, root: flipped(head.root, 0) }),
    vector("other aggregates", "HEAD_DIFFERS", 2, { ...head, aggregates: flipped(sum, 0) }),
  ];
}

const listOf = (aggregates: readonly Ciphertext[]): string =>
  toHex(concat(...aggregates.map(encodeCiphertext)));

type ProverTask = Pick<DecryptionTask, "electionId" | "head"> & { readonly aggregates: Aggregates };
type DecryptionParts = { readonly points: Bytes; readonly proof: Bytes };

/** A decryption of A_i by `secret`, with errors added to its points and a proof about what it then shows. */
function decrypt(
  task: ProverTask,
  trustee: number,
  secret: Scalar,
  errors: readonly Point[],
  randomBytes: RandomBytes,
): DecryptionParts {
  const images = task.aggregates.map(({ alpha }, i) => add(multiply(alpha, secret), errors[i] ?? IDENTITY));
  const statement = decryptionStatement(task, task.aggregates, trustee, multiplyBase(secret), images);
  return { points: encodePoints(images), proof: proveEquality(statement, secret, randomBytes) };
}

function decryptionVectors(): readonly DecryptionVector[] {
  const randomBytes = seededFor("decryption");
  const electionId = sha256(utf8("decryption vectors"));
  const alphas = [...Array.from({ length: 3 }, () => hashToPoint(randomBytes(64))), IDENTITY];
  const aggregates = alphas.map((alpha) => ({ alpha, beta: IDENTITY }));
  const task: ProverTask = { electionId, head: randomBytes(64), aggregates };
  const secrets = new Map([1, 2, 99].map((j) => [j, randomScalar(randomBytes)] as const));
  const secret = (j: number): Scalar => secrets.get(j) as Scalar;
  const honest = (j: number, of = task): DecryptionParts => decrypt(of, j, secret(j), [], randomBytes);
  const vector = (
    name: string,
    outcome: DecryptionVector["outcome"],
    trustee: number,
    parts: DecryptionParts,
  ): DecryptionVector => ({
    name,
    electionId: toHex(electionId),
    head: toHex(task.head),
    trustee,
    shareKey: toHex(encodePoint(multiplyBase(secret(trustee)))),
    alphas: toHex(encodePoints(alphas)),
    points: toHex(parts.points),
    proof: toHex(parts.proof),
    outcome,
  });
  const right = honest(2);
  const cancelling = [BASE, subtract(IDENTITY, BASE)];
  const otherHead = { ...task, head: flipped(task.head, 0) };
  const otherElection = { ...task, electionId: flipped(electionId, 0) };
  return [
    ...[1, 2, 99].map((j) => vector(`honest decryption of trustee ${j}`, "ACCEPTED", j, honest(j))),
    vector("made for another head", "BLAMED", 2, honest(2, otherHead)),
    vector("made for another election", "BLAMED", 2, honest(2, otherElection)),
    vector("of trustee 1, shown by trustee 2", "BLAMED", 2, honest(1)),
    vector("one vote more in one sum", "BLAMED", 2, decrypt(task, 2, secret(2), [BASE], randomBytes)),
    vector("errors that cancel", "BLAMED", 2, decrypt(task, 2, secret(2), cancelling, randomBytes)),
    vector("honest points, proof of others", "BLAMED", 2, { ...right, proof: honest(1).proof }),
    vector("z of the proof not below the order", "BLAMED", 2, {
      ...right,
      proof: concat(right.proof.slice(0, 32), TOO_LARGE),
    }),
    vector("a point does not decode", "MALFORMED", 2, {
      ...right,
      points: concat(right.points.slice(0, 96), TOO_LARGE),
    }),
    vector("one point too few", "MALFORMED", 2, { ...right, points: right.points.slice(32) }),
  ];
}

/** Contests of every status at minimum 10: merged, merged with an implied option, tiny, empty. */
const SKETCH: ClosedSketch = {
  contests: [
    { options: 3, min: 0, max: 2 },
    { options: 2, min: 1, max: 1 },
    { options: 3, min: 2, max: 2 },
    { options: 1, min: 0, max: 1 },
  ],
  styles: [[0, 1], [1, 2], [0, 1], [3]],
  votes: [
    { ballots: 6, counts: [6, 0, 3, 2] },
    { ballots: 5, counts: [5, 4, 3] },
    { ballots: 4, counts: [1, 2, 4, 0] },
    { ballots: 0, counts: [0] },
  ],
  alive: [1, 2, 4, 5],
  quorum: 3,
  minimumGroup: 10,
  tiny: "withhold",
};

const computed = (scene: Scene, trustees: readonly number[]): ElectionResult => {
  const { election } = scene.closed;
  const { groups, aggregates } = tallyOf(scene.closed);
  const decryptions = trustees.map((j) => decryptionOf(scene, j));
  return expectOk(combine(kernel, election, groups, encodeAggregates(aggregates), decryptions), "result");
};

function resultVector(
  name: string,
  scene: Scene,
  trustees: readonly number[],
  claimed: ElectionResult,
  outcome: ResultVector["outcome"],
): ResultVector {
  const { election, styles } = scene.closed;
  const { manifest } = election;
  const isComputed = new Set(trustees).size >= manifest.trustees.quorum;
  return {
    name,
    electionId: toHex(election.electionId),
    contests: manifest.contests.map(({ options, min, max }) => ({ options: options.length, min, max })),
    styles: styles.map(({ ballots, aggregates }, s) => ({
      contests: manifest.styles[s]?.contests ?? [],
      ballots,
      aggregates: listOf(aggregates),
    })),
    minimumGroup: manifest.minimumGroup,
    tiny: manifest.tiny,
    quorum: manifest.trustees.quorum,
    decryptions: trustees.map((j) => ({ trustee: j, points: toHex(decryptionBody(scene, j).points) })),
    ...(isComputed ? { result: toHex(encodeResult(computed(scene, trustees))) } : {}),
    claimed: toHex(resultHash(claimed)),
    outcome,
  };
}

function resultVectors(): readonly ResultVector[] {
  const scene = closedScene(SKETCH, "tally vectors: result");
  const small = closedScene({ ...SKETCH, minimumGroup: 5 }, "tally vectors: smaller groups");
  const published = closedScene({ ...SKETCH, tiny: "publish" }, "tally vectors: published");
  const first = [1, 2, 4];
  const right = computed(scene, first);
  const good = (name: string, of: Scene, trustees: readonly number[]): ResultVector =>
    resultVector(name, of, trustees, computed(of, trustees), "ACCEPTED");
  const bad = (name: string, claimed: ElectionResult, trustees = first): ResultVector =>
    resultVector(name, scene, trustees, claimed, "RESULT_DIFFERS");
  return [
    good("merged, withheld and empty contests", scene, first),
    good("other trustees", scene, [5, 4, 1]),
    good("a later decryption changes nothing", scene, [1, 2, 4, 5]),
    good("smaller groups", small, first),
    good("tiny contest published", published, first),
    bad("one decryption too few", right, [1, 2]),
    bad("one trustee twice", right, [1, 2, 2]),
    bad("one vote moved to another option", withGroups(right, 0, moveOneVote)),
    bad("implied option left out", withGroups(right, 1, leaveOutLast)),
    bad("contests in another order", { ...right, contests: [...right.contests].reverse() }),
    bad(
      "counts of single styles",
      withGroups(right, 0, () => SINGLE_STYLES),
    ),
    bad("withheld contest shown", { ...right, contests: computed(published, first).contests }),
    bad("another election", { ...right, election: sha256(utf8("another election")) }),
  ];
}

const SINGLE_STYLES: readonly GroupResult[] = [
  { ballots: 6, counts: [6, 0, 3], styles: [0] },
  { ballots: 4, counts: [1, 2, 4], styles: [2] },
];

const moveOneVote = (groups: readonly GroupResult[]): readonly GroupResult[] =>
  groups.map(({ ballots, counts, styles }) => ({
    ballots,
    counts: counts.map((count, i) => (i === 0 ? count - 1 : i === 1 ? count + 1 : count)),
    styles,
  }));

const leaveOutLast = (groups: readonly GroupResult[]): readonly GroupResult[] =>
  groups.map(({ ballots, counts, styles }) => ({ ballots, counts: counts.slice(0, -1), styles }));

function withGroups(
  result: ElectionResult,
  contest: number,
  change: (groups: readonly GroupResult[]) => readonly GroupResult[],
): ElectionResult {
  const contests = result.contests.map((of) =>
    of.contest === contest ? { ...of, groups: change(of.groups) } : of,
  );
  return { ...result, contests };
}
