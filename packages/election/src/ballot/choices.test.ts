import assert from "node:assert/strict";
import { test } from "node:test";
import { ok } from "@veche/base";
import fc from "fast-check";
import { type Choices, encryptedVotes } from "./choices.ts";
import { ballotShape } from "./shape.ts";
import { anyBounds, anyChoices, manifestOf } from "./testing/scene.ts";

const contests = [
  { options: 3, min: 1, max: 1 },
  { options: 3, min: 1, max: 2 },
];
const shape = ballotShape(manifestOf({ contests }), 0);

test("the implied option is not encrypted, all others are, in order", () => {
  assert.deepEqual(
    encryptedVotes(shape, [
      [0, 1, 0],
      [1, 0, 1],
    ]),
    ok([0, 1, 1, 0, 1]),
  );
  assert.deepEqual(
    encryptedVotes(shape, [
      [0, 0, 1],
      [0, 0, 1],
    ]),
    ok([0, 0, 0, 0, 1]),
  );
});

test("choices within the bounds pass, whatever the contests", () => {
  const anyBallot = fc
    .array(anyBounds, { minLength: 1, maxLength: 4 })
    .chain((bounds) => fc.record({ bounds: fc.constant(bounds), choices: anyChoices(bounds) }));
  fc.assert(
    fc.property(anyBallot, ({ bounds, choices }) => {
      const result = encryptedVotes(ballotShape(manifestOf({ contests: bounds }), 0), choices);
      assert.ok(result.ok);
    }),
  );
});

test("L2, L8 choices out of bounds are refused with contest and reason", () => {
  const cases: readonly (readonly [unknown, string, number])[] = [
    [[[1, 0, 0]], "contests", 0],
    [
      [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
      ],
      "contests",
      0,
    ],
    [
      [
        [1, 0],
        [1, 0, 0],
      ],
      "options",
      0,
    ],
    [
      [
        [1, 0, 0, 0],
        [1, 0, 0],
      ],
      "options",
      0,
    ],
    [
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
      "too-few",
      0,
    ],
    [
      [
        [1, 1, 0],
        [1, 0, 0],
      ],
      "too-many",
      0,
    ],
    [
      [
        [1, 0, 0],
        [0, 0, 0],
      ],
      "too-few",
      1,
    ],
    [
      [
        [1, 0, 0],
        [1, 1, 1],
      ],
      "too-many",
      1,
    ],
    [
      [
        [1, 0, 0],
        [2, 0, 0],
      ],
      "vote",
      1,
    ],
    [
      [
        [1, 0, 0],
        [2, -1, 0],
      ],
      "vote",
      1,
    ],
    [
      [
        [1, 0, 0],
        [0.5, 0.5, 0],
      ],
      "vote",
      1,
    ],
    [
      [
        [1, 0, 0],
        [true, 0, 0],
      ],
      "vote",
      1,
    ],
    [
      [
        [1, 0, 0],
        ["1", 0, 0],
      ],
      "vote",
      1,
    ],
  ];
  for (const [choices, reason, place] of cases) {
    const result = encryptedVotes(shape, choices as Choices);
    assert.deepEqual(result, { ok: false, error: { code: "CHOICES_INVALID", reason, place } });
  }
});
