import assert from "node:assert/strict";
import { test } from "node:test";
import { requestFragment } from "../testing/request-fragment.ts";
import { type PendingStore, takePending } from "./pending.ts";

const election = "ab".repeat(32);
const request = (style: number): string => requestFragment(style, new Uint8Array(256).fill(style));

function world(): { readonly store: PendingStore; readonly kept: Map<string, string>; cleaned: string[] } {
  const kept = new Map<string, string>();
  return {
    kept,
    cleaned: [],
    store: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
  };
}

const at = (hash: string, path = `/issue/${election}`) => ({ pathname: path, search: "", hash });

test("§12.2.1: the fragment leaves the address at once and the request is kept", () => {
  const { store, cleaned } = world();
  const pending = takePending(at(`#${request(3)}`), (path) => cleaned.push(path), store);
  assert.deepEqual(cleaned, [`/issue/${election}`]);
  assert.equal(pending.of(election)?.style, 3);
});

test("a refresh or the way back from sign-in finds the request again, another election does not", () => {
  const { store, cleaned } = world();
  takePending(at(`#${request(3)}`), (path) => cleaned.push(path), store);
  const again = takePending(at(""), (path) => cleaned.push(path), store);
  assert.equal(again.of(election)?.style, 3);
  assert.equal(again.of("cd".repeat(32)), undefined);
  assert.equal(cleaned.length, 1, "an address without fragment is left as it is");
});

test("a newer request takes the place of the older one; what is forgotten is gone from the storage", () => {
  const { store, kept } = world();
  takePending(at(`#${request(3)}`), () => undefined, store);
  const pending = takePending(at(`#${request(4)}`), () => undefined, store);
  assert.equal(pending.of(election)?.style, 4);
  pending.forget(election);
  assert.equal(pending.of(election), undefined);
  assert.equal(kept.size, 0);
});

for (const [name, hash, path] of [
  ["a damaged fragment", "#bAQE", `/issue/${election}`],
  ["a fragment on another page", `#${request(3)}`, "/elections"],
  ["a fragment below an address that names no election", `#${request(3)}`, "/issue/xyz"],
] as const) {
  test(`${name} is taken from the address and kept nowhere`, () => {
    const { store, kept, cleaned } = world();
    const pending = takePending(at(hash, path), (to) => cleaned.push(to), store);
    assert.deepEqual(cleaned, [path]);
    assert.equal(pending.of(election), undefined);
    assert.equal(kept.size, 0);
  });
}

test("a browser that refuses its storage still carries the request in memory", () => {
  const refuse = (): never => {
    throw new Error("storage is off");
  };
  const pending = takePending(at(`#${request(3)}`), () => undefined, {
    getItem: refuse,
    setItem: refuse,
    removeItem: refuse,
  });
  assert.equal(pending.of(election)?.style, 3);
  pending.forget(election);
  assert.equal(pending.of(election), undefined);
});
