import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compareBytes, fromHex, toHex } from "@veche/base";
import { applicationHashOf } from "../engine/application-hash.ts";

type Vectors = {
  readonly applicationHashes: readonly {
    readonly name: string;
    readonly elections: readonly {
      readonly electionId: string;
      readonly size: number;
      readonly root: string;
    }[];
    readonly hash: string;
  }[];
};

const file = new URL("../../../../spec/vectors/chain.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

const bytesOf = (hex: string): Uint8Array => fromHex(hex) ?? assert.fail("hexadecimal");

for (const { name, elections, hash } of vectors.applicationHashes) {
  test(`vector: application hash of ${name}`, () => {
    const heads = elections.map(({ electionId, size, root }) => ({
      electionId: bytesOf(electionId),
      size,
      root: bytesOf(root),
    }));
    const ascending = heads.toSorted((a, b) => compareBytes(a.electionId, b.electionId));
    assert.equal(toHex(applicationHashOf(ascending)), hash);
  });
}
