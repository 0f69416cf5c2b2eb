import assert from "node:assert/strict";
import { test } from "node:test";
import { Findings } from "../findings.ts";
import type { RecordFile } from "../reader.ts";
import { CHECKPOINT_MAX, checkFiles, sizeOfBundles } from "./files.ts";

/** Files of a log of 300 entries, whose bundles have 10,000 bytes. */
const FILES: readonly RecordFile[] = [
  { path: "checkpoint", size: 300 },
  { path: "tile/0/000", size: 32 * 256 },
  { path: "tile/0/001.p/44", size: 32 * 44 },
  { path: "tile/1/000.p/1", size: 32 },
  { path: "tile/entries/000", size: 10_000 },
  { path: "tile/entries/001.p/44", size: 10_000 },
];

type Found = { readonly good: readonly string[]; readonly failed: readonly string[] };

function check(files: readonly RecordFile[], size = 300): Found {
  const findings = new Findings();
  const good = checkFiles(files, size, findings);
  const { failure, status, examined } = findings.results().find(({ id }) => id === "V01") as never as {
    readonly failure?: { readonly code: string; readonly place: { readonly file: string } };
    readonly status: string;
    readonly examined: number;
  };
  assert.equal(status, failure === undefined ? "ok" : "failed");
  assert.equal(examined, files.length);
  return { good: [...good], failed: failure === undefined ? [] : [failure.code, failure.place.file] };
}

const instead = (path: string, size: number): readonly RecordFile[] =>
  FILES.map((file) => (file.path === path ? { path, size } : file));

test("the files of a log, and what is left from smaller sizes", () => {
  const left = [
    { path: "tile/0/000.p/255", size: 32 * 255 },
    { path: "tile/entries/001.p/1", size: 2 },
    { path: "result.cbor", size: 5 },
    { path: "hints", size: 0 },
  ];
  const files = [...FILES, ...left];
  const { good, failed } = check(files);
  assert.deepEqual(failed, []);
  assert.deepEqual([...good].sort(), files.map(({ path }) => path).sort());
});

test("each file that the size needs is missed", () => {
  for (const { path } of FILES) {
    const { failed } = check(FILES.filter((file) => file.path !== path));
    assert.deepEqual(failed, ["FILE_MISSING", path]);
  }
});

test("what no log of this size had is unknown", () => {
  const unknown = [
    "tile/0/001.p/45",
    "tile/0/002.p/1",
    "tile/1/000",
    "tile/1/000.p/2",
    "tile/5/000.p/1",
    "tile/entries/001",
    "tile/entries/001.p/45",
    "tile/entries/002.p/1",
    "tile/0/000.p/256",
    "result",
    "README",
  ];
  for (const path of unknown) {
    const { good, failed } = check([...FILES, { path, size: 32 }]);
    assert.deepEqual(failed, ["FILE_UNKNOWN", path]);
    assert.ok(!good.includes(path));
  }
});

test("what is no regular file is unknown, whatever its name", () => {
  for (const { path } of FILES) {
    const { good, failed } = check(instead(path, -1));
    assert.deepEqual(failed, ["FILE_UNKNOWN", path]);
    assert.ok(!good.includes(path));
  }
  assert.deepEqual(check([...FILES, { path: "hints", size: -1 }]).failed, ["FILE_UNKNOWN", "hints"]);
});

test("files have sizes that they can have", () => {
  const most = 256 * (2 + 65_535);
  for (const [path, size, isRight] of [
    ["checkpoint", CHECKPOINT_MAX, true],
    ["checkpoint", CHECKPOINT_MAX + 1, false],
    ["checkpoint", 0, true],
    ["tile/0/000", 32 * 256 - 1, false],
    ["tile/0/001.p/44", 32 * 44 + 32, false],
    ["tile/entries/000", 2 * 256, true],
    ["tile/entries/000", 2 * 256 - 1, false],
    ["tile/entries/000", most, true],
    ["tile/entries/000", most + 1, false],
    ["tile/entries/001.p/44", 2 * 44, true],
    ["tile/entries/001.p/44", 2 * 44 - 1, false],
  ] as const) {
    assert.deepEqual(
      check(instead(path, size)).failed,
      isRight ? [] : ["FILE_SIZE", path],
      `${path} ${size}`,
    );
  }
});

test("of several faults the first by its path is told", () => {
  const files = [{ path: "z", size: 1 }, { path: "a", size: 1 }, ...FILES, { path: "m", size: 1 }];
  assert.deepEqual(check(files).failed, ["FILE_UNKNOWN", "a"]);
});

test("a log of nothing is its checkpoint", () => {
  assert.deepEqual(check([{ path: "checkpoint", size: 10 }], 0).failed, []);
  assert.deepEqual(check([], 0).failed, ["FILE_MISSING", "checkpoint"]);
});

test("without a checkpoint the bundles tell a size", () => {
  const of = (...paths: readonly string[]): number => sizeOfBundles(paths.map((path) => ({ path, size: 1 })));
  assert.equal(of("tile/entries/000", "tile/entries/001.p/44", "tile/0/009"), 300);
  assert.equal(of("tile/entries/001.p/44", "tile/entries/000"), 300);
  assert.equal(of("tile/0/001", "hints"), 0);
  assert.equal(of("tile/entries/x004/x294/x967/294"), 256 * 4_294_967_295);
  assert.equal(of("tile/entries/x004/x294/x967/295"), 0);
  assert.equal(of("tile/entries/x004/x294/x967/295.p/255"), 2 ** 40 - 1);
});
