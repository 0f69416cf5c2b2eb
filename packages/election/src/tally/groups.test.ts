import assert from "node:assert/strict";
import { test } from "node:test";
import { equalPoints } from "@veche/group";
import fc from "fast-check";
import { manifestOf } from "../ballot/testing/scene.ts";
import type { Manifest } from "../manifest/types.ts";
import { tallyOf } from "./closed.ts";
import { type ContestGroups, groupsOf } from "./groups.ts";
import { closedScene } from "./testing/closed.ts";

const yesNo = { options: 2, min: 1, max: 1 };

/** One contest in all styles, so that grouping is about numbers only. */
function manifestWith(styles: number, minimumGroup: number, tiny: Manifest["tiny"] = "withhold"): Manifest {
  const manifest = manifestOf({ contests: [yesNo], styles: Array.from({ length: styles }, () => [0]) });
  return { ...manifest, minimumGroup, tiny };
}

const groupsFor = (ballots: readonly number[], minimum: number, tiny?: Manifest["tiny"]): ContestGroups =>
  groupsOf(manifestWith(ballots.length, minimum, tiny), ballots)[0] as ContestGroups;

test("§08.2.2 A16 styles are collected in manifest order until a group is full", () => {
  assert.deepEqual(groupsFor([4, 7, 10, 3, 3, 4], 10), {
    contest: 0,
    status: "counted",
    ballots: 31,
    groups: [
      { styles: [0, 1], ballots: 11 },
      { styles: [2], ballots: 10 },
      { styles: [3, 4, 5], ballots: 10 },
    ],
  });
});

test("§08.2.2 A16 styles left over join the last complete group, empty ones too", () => {
  assert.deepEqual(groupsFor([10, 12, 9, 0], 10).groups, [
    { styles: [0], ballots: 10 },
    { styles: [1, 2, 3], ballots: 21 },
  ]);
  assert.deepEqual(groupsFor([0, 0, 10], 10).groups, [{ styles: [0, 1, 2], ballots: 10 }]);
});

test("§08.2.1 A16 an empty contest has no group; a tiny one is published whole or withheld", () => {
  assert.deepEqual(groupsFor([0, 0], 10), { contest: 0, status: "empty", ballots: 0, groups: [] });
  assert.deepEqual(groupsFor([5, 4], 10, "withhold"), {
    contest: 0,
    status: "withheld",
    ballots: 9,
    groups: [],
  });
  assert.deepEqual(groupsFor([5, 4], 10, "publish"), {
    contest: 0,
    status: "counted",
    ballots: 9,
    groups: [{ styles: [0, 1], ballots: 9 }],
  });
  assert.equal(groupsFor([5, 5], 10).status, "counted");
});

test("§08.2 contests are grouped each by itself, over the styles that contain them", () => {
  const manifest = { ...manifestOf({ contests: [yesNo, yesNo, yesNo], styles: [[0, 1], [1], [0, 2]] }) };
  const groups = groupsOf({ ...manifest, minimumGroup: 10, tiny: "withhold" }, [6, 10, 7]);
  assert.deepEqual(
    groups.map(({ contest, status, groups: of }) => [contest, status, of.map(({ styles }) => styles)]),
    [
      [0, "counted", [[0, 2]]],
      [1, "counted", [[0, 1]]],
      [2, "withheld", []],
    ],
  );
});

const anyBallots = fc.array(fc.oneof(fc.nat({ max: 30 }), fc.constant(0)), { minLength: 1, maxLength: 12 });

test("A16 no group is smaller than the minimum, and every ballot of a counted contest is in one group", () => {
  fc.assert(
    fc.property(anyBallots, fc.integer({ min: 1, max: 40 }), (ballots, minimum) => {
      const { status, groups, ballots: total } = groupsFor(ballots, minimum);
      const sum = ballots.reduce((a, b) => a + b, 0);
      assert.equal(total, sum);
      if (sum < minimum) return groups.length === 0 && status === (sum === 0 ? "empty" : "withheld");
      assert.ok(groups.every((group) => group.ballots >= minimum));
      const styles = groups.flatMap((group) => group.styles);
      assert.deepEqual(
        styles,
        ballots.map((_, s) => s),
      );
      return groups.every(
        (group) => group.ballots === group.styles.reduce((a, s) => a + (ballots[s] ?? 0), 0),
      );
    }),
  );
});

test("A16 aggregates of fewer ballots than the minimum are in no aggregate list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 2, max: 15 }),
      (ballots, minimumGroup) => {
        const { closed } = closedScene({
          contests: [yesNo],
          styles: ballots.map(() => [0]),
          votes: ballots.map((n) => ({ ballots: n, counts: [n] })),
          alive: [1, 2, 3],
          quorum: 2,
          minimumGroup,
          tiny: "withhold",
        });
        const { aggregates } = tallyOf(closed);
        const small = closed.styles.filter((style) => style.ballots < minimumGroup);
        return small.every((style) =>
          style.aggregates.every((one) => aggregates.every(({ alpha }) => !equalPoints(alpha, one.alpha))),
        );
      },
    ),
    { numRuns: 8 },
  );
});
