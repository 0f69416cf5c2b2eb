import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import fc from "fast-check";
import { inlinePool } from "./pool/inline-pool.ts";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { publish } from "./testing/publish.ts";
import { smallRecord } from "./testing/small.ts";

const pool = inlinePool();
const maker = smallRecord();

/** A record with a partial tile and bundle left over from a smaller size. */
function recordWithLeftovers(): Map<string, Bytes> {
  const files = maker.files();
  for (const [path, bytes] of publish(maker.entries.slice(0, 10), maker.manifest.origin, [])) {
    if (path.startsWith("tile/")) files.set(path, bytes);
  }
  return files;
}

test("partial tiles of a smaller size may be left", async () => {
  assertGood(await verifyEvidence({ files: recordWithLeftovers(), electionId: maker.electionId }, pool));
});

/** A change in a file: every file as likely as another, so that small ones are not missed. */
const mutation = fc.record({
  file: fc.nat(1000),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bits: fc.integer({ min: 1, max: 255 }),
});

test("200 changes of one byte: each is refused", async () => {
  await fc.assert(
    fc.asyncProperty(mutation, async ({ file, at, bits }) => {
      const files = recordWithLeftovers();
      const paths = [...files.keys()].sort();
      const path = paths[file % paths.length] as string;
      const bytes = new Uint8Array(files.get(path) as Bytes);
      const index = Math.floor(at * bytes.length);
      bytes[index] = (bytes[index] as number) ^ bits;
      files.set(path, bytes);
      const report = await verifyEvidence({ files, electionId: maker.electionId }, pool);
      assert.equal(report.verdict, "bad", `${path} at ${index}`);
    }),
    { numRuns: 200 },
  );
});
