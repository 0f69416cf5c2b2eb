import assert from "node:assert/strict";

/** Longer than anything takes that comes at all, on a machine that is busy with other tests. */
const PATIENCE_MS = 90_000;
const POLL_MS = 50;

/** Waits until something is so; fails if it does not come about. `what`: of a sentence, such as "the end of all processes". */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!(await isSo())) {
    assert.ok(performance.now() < late, `${what} has not come about in ${patienceMs / 1_000} s`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}
