import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromBase64, fromHex, sha256, toHex } from "@veche/base";
import { leafHash, nodeHash, rootOfInclusion, TreeBuilder } from "./log/merkle.ts";
import { TokenKey } from "./proofs/token.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8"));

type Inclusion = {
  readonly desc: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

test("inclusion proofs of transparency-dev/merkle", () => {
  const { cases } = read("rfc6962-inclusion.json") as { readonly cases: readonly Inclusion[] };
  assert.ok(cases.length > 50);
  for (const one of cases) {
    const bytes = (text: string) => fromBase64(text) ?? new Uint8Array(0);
    const path = (one.proof ?? []).map(bytes);
    const root = rootOfInclusion(bytes(one.leafHash), one.leafIdx, one.treeSize, path);
    const right = root !== undefined && toHex(root) === toHex(bytes(one.root));
    assert.equal(right, !one.wantErr, one.desc);
  }
});

test("the tree of the leaves of RFC 6962's reference tests", () => {
  const leaves = ["", "00", "10", "2021", "3031", "40414243"].map((hex) => fromHex(hex) as Uint8Array);
  const tree = new TreeBuilder();
  assert.equal(toHex(tree.root()), toHex(sha256(new Uint8Array(0))));
  for (const leaf of leaves) tree.append(leafHash(leaf));
  assert.equal(toHex(tree.root()), "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef");
});

test("roots of every size are those of the definition", () => {
  const tree = new TreeBuilder();
  const leaves: Uint8Array[] = [];
  const rootOf = (part: readonly Uint8Array[]): Uint8Array => {
    if (part.length === 1) return part[0] as Uint8Array;
    let split = 1;
    while (2 * split < part.length) split *= 2;
    return nodeHash(rootOf(part.slice(0, split)), rootOf(part.slice(split)));
  };
  for (let size = 1; size <= 600; size++) {
    const leaf = leafHash(new Uint8Array([size % 256, size >> 8]));
    leaves.push(leaf);
    tree.append(leaf);
    if (size % 37 === 0 || (size > 505 && size < 520) || size < 20) {
      assert.equal(toHex(tree.root()), toHex(rootOf(leaves)), `size ${size}`);
    }
  }
});

type Signed = {
  readonly name: string;
  readonly n: string;
  readonly message: string;
  readonly signature: string;
};

test("RFC 9474: without salt a signature is right, with one it is not ours", () => {
  const { cases } = read("rfc9474-psszero.json") as { readonly cases: readonly Signed[] };
  for (const one of cases) {
    const [n, message, signature] = [one.n, one.message, one.signature].map(
      (hex) => fromHex(hex) as Uint8Array,
    );
    const right = new TokenKey(n as Uint8Array).verifies(message as Uint8Array, signature as Uint8Array);
    assert.equal(right, one.name.includes("PSSZERO"), one.name);
  }
  assert.equal(cases.length, 2);
});
