/**
 * CPU time of a batch of yes/no ballots some of which are forged: somebody else's X, token and seq, which are public, and
 * proofs without x. Prints one line for each number of forgeries, in milliseconds: the median of seven runs.
 *   node --conditions=source --import tsx packages/election/scripts/measure-forged.ts [ballots]
 */
import { createKernel } from "@veche/group/kernel";
import { forge } from "../src/ballot/testing/forger.ts";
import { anotherVoter, castOf, marked, sceneOf } from "../src/ballot/testing/scene.ts";
import { type VotingClaim, verifyVoting } from "../src/ballot/verify.ts";

const BALLOTS = Number(process.argv[2] ?? 100);
const WARM_UP = 3;
const RUNS = 7;
const scene = sceneOf({ contests: [{ options: 2, min: 1, max: 1 }] }, "measure");
const { context, randomBytes } = scene;
const kernel = createKernel();

const claim = (ballot: Uint8Array): VotingClaim => ({ kind: "ballot", context, ballot });
const voters = Array.from({ length: BALLOTS }, () => anotherVoter(scene));
const honest = voters.map((voter) => claim(castOf(voter, [marked(2, 1)]).bytes));
/** All is well but the knowledge of x: more than the forger can do. */
const forged = voters.map((voter) => claim(forge(voter, { votes: [1], slip: () => 1n })));
/** The voter's own wrong ballot, with x known. */
const cheating = voters.map((voter) => claim(forge(voter, { votes: [2] })));

function medianOf(claims: readonly VotingClaim[], wrong: number): number {
  const times = Array.from({ length: WARM_UP + RUNS }, () => {
    const before = process.cpuUsage();
    const verdicts = verifyVoting(kernel, claims, randomBytes);
    const { user, system } = process.cpuUsage(before);
    if (verdicts.filter(({ verdict }) => verdict !== "RIGHT").length !== wrong) throw new Error("verdicts");
    return (user + system) / 1_000;
  });
  return times.slice(WARM_UP).sort((a, b) => a - b)[RUNS >> 1] as number;
}

/** Wrong ones spread over the batch. */
function report(kind: string, wrong: readonly VotingClaim[], count: number): void {
  const places = new Set(Array.from({ length: count }, (_, k) => Math.floor((k * BALLOTS) / count)));
  const claims = honest.map((right, i) => (places.has(i) ? (wrong[i] as VotingClaim) : right));
  process.stdout.write(
    `${kind} ${String(count).padStart(5)} ${medianOf(claims, count).toFixed(1).padStart(9)} ms\n`,
  );
}

report("none    ", forged, 0);
for (const count of [1, 10, 50].filter((one) => one <= BALLOTS)) report("forged  ", forged, count);
for (const count of [1, 10].filter((one) => one <= BALLOTS)) report("cheating", cheating, count);
