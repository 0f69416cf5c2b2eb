import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { credentialVectors } from "./testing/makers/credential-vectors.ts";
import { manifestVectors } from "./testing/makers/manifest-vectors.ts";

const committed = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../spec/vectors/${name}.json`, import.meta.url), "utf8"));

test("the vectors of the manifest are what their script makes", () => {
  assert.deepEqual(committed("manifest"), manifestVectors());
});

test("the vectors of the credential are what their script makes", () => {
  assert.deepEqual(committed("credential"), JSON.parse(JSON.stringify(credentialVectors())));
});
