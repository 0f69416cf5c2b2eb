import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk } from "@veche/base";
import type { Ciphertext, CiphertextList } from "@veche/crypto";
import { encodePoint, multiplyBase, randomScalar } from "@veche/group";
import { type BallotsCounted, ciphertextsOf, countBallots, encodeAggregates } from "../ballot/aggregate.ts";
import type { Choices } from "../ballot/choices.ts";
import { ballotContext } from "../ballot/context.ts";
import { decodeCiphertexts } from "../ballot/decode.ts";
import { castOf, type Scene as VotingScene } from "../ballot/testing/scene.ts";
import { type ClosedElection, tallyOf } from "./closed.ts";
import { combine } from "./combine.ts";
import { closedScene, decryptionOf, kernel, taskOf } from "./testing/closed.ts";

const NO_VOTES = { ballots: 0, counts: [] };

test("ballots of voters, one of them cast again, become the result that was voted", () => {
  const scene = closedScene({
    contests: [
      { options: 3, min: 1, max: 2 },
      { options: 2, min: 1, max: 1 },
    ],
    styles: [[0, 1], [1]],
    votes: [NO_VOTES, NO_VOTES],
    alive: [1, 2, 4],
    quorum: 2,
    minimumGroup: 3,
  });
  const { election } = scene.closed;
  const context = ballotContext(election, scene.trustees.run.keys.key);
  const voter = (): VotingScene => {
    const x = randomScalar(scene.randomBytes);
    return { context, secretKey: 0n, x, token: [scene.randomBytes(256)], randomBytes: scene.randomBytes };
  };
  const counted: readonly { readonly added: CiphertextList[]; readonly replaced: CiphertextList[] }[] = [
    0, 1,
  ].map(() => ({
    added: [],
    replaced: [],
  }));
  const cast = (of: VotingScene, style: number, choices: Choices, seq = 0): Bytes => {
    const { ballot } = castOf(of, choices, { style, seq });
    assert.deepEqual(encodePoint(multiplyBase(of.x)), ballot.credential);
    counted[style]?.added.push(ciphertextsOf(ballot));
    return ballot.ciphertextBytes;
  };
  cast(voter(), 0, [
    [1, 1, 0],
    [1, 0],
  ]);
  cast(voter(), 0, [
    [0, 0, 1],
    [0, 1],
  ]);
  cast(voter(), 1, [[1, 0]]);
  const undecided = voter();
  const replaced = cast(undecided, 0, [
    [1, 0, 0],
    [1, 0],
  ]);
  counted[0]?.replaced.push({ bytes: replaced });
  cast(
    undecided,
    0,
    [
      [0, 1, 1],
      [0, 1],
    ],
    1,
  );

  const styles = [3, 1].map((ballots, style) => {
    const sums = countBallots(kernel, undefined, counted[style] as BallotsCounted);
    return { ballots, aggregates: decodeCiphertexts(sums) as readonly Ciphertext[] };
  });
  const closed: ClosedElection = { ...scene.closed, styles };
  const voted = { ...scene, closed, task: taskOf(closed) };
  const { groups, aggregates } = tallyOf(closed);
  const decryptions = [4, 2].map((trustee) => decryptionOf(voted, trustee));
  const result = expectOk(
    combine(kernel, election, groups, encodeAggregates(aggregates), decryptions),
    "result",
  );
  assert.deepEqual(result.contests, [
    { ballots: 3, contest: 0, groups: [{ ballots: 3, counts: [1, 2, 2], styles: [0] }], status: "counted" },
    { ballots: 4, contest: 1, groups: [{ ballots: 4, counts: [2, 2], styles: [0, 1] }], status: "counted" },
  ]);
});
