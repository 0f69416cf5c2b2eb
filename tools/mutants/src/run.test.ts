import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type CodeMutant, type Result, runMutants } from "./index.ts";

const root = join(import.meta.dirname, "../../..");
/** The copy must stand inside the repository, where its packages are found. */
const cache = join(root, ".cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "mutants-test-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** The sample is the same in every run of one seed. */
const SEED = "sample 1";
const SAMPLE = 10;
const order = (one: CodeMutant): string =>
  createHash("sha256").update(`${SEED} ${one.file} ${one.source} ${one.name}`).digest("hex");

/** A reason that a statement gives, if it gives exactly one. */
function codeOf({ statement }: CodeMutant): string | undefined {
  const codes = [...statement.matchAll(/"V\d\d",\s*"([A-Z_]+)"/g)].map((match) => match[1]);
  return codes.length === 1 ? codes[0] : undefined;
}

/** Reasons whose records the sample verifies: a few of each chapter, each given at one place alone, so that two records reach it. */
const SAMPLED_CODES: readonly string[] = [
  "ISSUED_ALREADY",
  "ISSUER_SET_STALE",
  "CEREMONY_TOO_FEW",
  "STAGE_WRONG",
  "EXTEND_INVALID",
  "CAST_ORDER",
  "CREDENTIAL_IN_BLOCK",
  "HEAD_DIFFERS",
];

const PLANTED = "planted useless check";

test("removed checks are noticed, a planted useless one is not", async () => {
  const chosen: CodeMutant[] = [];
  const choose = (all: readonly CodeMutant[]): readonly CodeMutant[] => {
    const removed = all.filter((one) => one.name === "check removed" || one.name === "failure not reported");
    const planted = removed.filter((one) => one.statement.includes(PLANTED));
    const sample = removed
      .filter((one) => SAMPLED_CODES.includes(codeOf(one) ?? "") && !planted.includes(one))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .slice(0, SAMPLE);
    chosen.push(...planted, ...sample);
    return chosen;
  };
  const results = await runMutants({
    root,
    folder,
    children: 1,
    log: () => {},
    choose,
    codes: SAMPLED_CODES,
    plant: (file, source) =>
      file === "replay/blocks.ts"
        ? source.replace(
            /(export function checkOrder\([^)]*\)[^{]*\{\n)/,
            `$1  judge.expect(block !== undefined, "V07", "CAST_ORDER", "${PLANTED}");\n`,
          )
        : source,
  });
  const isPlanted = ({ mutant }: Result): boolean => mutant.statement.includes(PLANTED);
  assert.equal(results.length, chosen.length);
  const [useless, ...more] = results.filter(isPlanted);
  assert.equal(more.length, 0);
  assert.equal(useless?.outcome.killedBy, undefined);
  assert.ok((useless?.outcome.tried ?? 0) > 0);
  const survivors = results.filter((one) => !isPlanted(one) && one.outcome.killedBy === undefined);
  assert.deepEqual(
    survivors.map(({ mutant }) => `${mutant.file}:${mutant.line} ${mutant.source}`),
    [],
  );
});
