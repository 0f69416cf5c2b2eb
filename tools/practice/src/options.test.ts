import assert from "node:assert/strict";
import { test } from "node:test";
import { readOptions } from "./options.ts";

test("options have usual values, and others can be given", () => {
  assert.deepEqual(readOptions([]), {
    ok: true,
    value: { minutes: 20, port: 7000, lan: false, chain: false, folder: undefined },
  });
  assert.deepEqual(readOptions(["--minutes", "0.5", "--port=0", "--lan", "--folder", "x"]), {
    ok: true,
    value: { minutes: 0.5, port: 0, lan: true, chain: false, folder: "x" },
  });
  const chain = { minutes: 20, port: 65_525, lan: false, chain: true, folder: undefined };
  assert.deepEqual(readOptions(["--chain", "--port", "65525"]), { ok: true, value: chain });
});

test("what is not understood is named, and nothing is started", () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["--minutes", "0"], "--minutes"],
    [["--minutes", "1e9"], "--minutes"],
    [["--minutes", "soon"], "--minutes"],
    [["--minutes", "NaN"], "--minutes"],
    [["--port=-1"], "--port"],
    [["--port", "65533"], "--port"],
    [["--port", "7.5"], "--port"],
    [["--chain", "--port", "65526"], "--port"],
    [["--chain=4"], "--chain=4"],
    [["--folder", ""], "--folder"],
    [["--wan"], "--wan"],
    [["--lan=yes"], "--lan=yes"],
    [["now"], "now"],
    [["--help"], ""],
  ];
  for (const [args, option] of cases) {
    assert.deepEqual(readOptions(args), { ok: false, error: { option } }, args.join(" "));
  }
});
