import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import { assert, sha256, sha512, u64 } from "@veche/base";
import { ed25519PublicKey, signEd25519, verifyEd25519Strict } from "@veche/group";
import { appendLeaves, EMPTY_FRONTIER, frontierRoot, leafHash } from "@veche/tlog";
import { baselineOf, type Figure, figure } from "../figure.ts";
import { perOperation, type Sampling } from "../measure.ts";
import { randomBytes } from "../random.ts";

const KILOBYTE = 1_024;
/** Entries of a typical cast's length, so many that the tree has several levels. */
const LEAVES = 256;
const LEAF_BYTES = 900;

/** Hashes, the Merkle tree and strict Ed25519. */
export function measureHashes(sampling: Sampling): readonly Figure[] {
  const block = randomBytes(KILOBYTE);
  const per = (run: () => unknown) => perOperation(sampling, 1, run);
  return [
    figure(
      "ops.sha256-1k",
      "us",
      per(() => sha256(block)),
      baselineOf(
        "noble",
        per(() => nobleSha256(block)),
      ),
    ),
    figure(
      "ops.sha512-1k",
      "us",
      per(() => sha512(block)),
      baselineOf(
        "noble",
        per(() => nobleSha512(block)),
      ),
    ),
    merkle(sampling),
    strictEd25519(sampling),
  ];
}

function merkle(sampling: Sampling): Figure {
  const entries = Array.from({ length: LEAVES }, (_, at) => {
    const entry = randomBytes(LEAF_BYTES);
    entry.set(u64(at));
    return entry;
  });
  const tree = () => frontierRoot(appendLeaves(EMPTY_FRONTIER, entries.map(leafHash)));
  // The same hashes by noble: one for each leaf and about one inner node for each leaf.
  const node = randomBytes(65);
  const byNoble = () => {
    for (const entry of entries) nobleSha256(entry);
    for (let at = 1; at < LEAVES; at++) nobleSha256(node);
  };
  const baseline = perOperation(sampling, LEAVES, byNoble);
  return figure("ops.merkle-leaf", "us", perOperation(sampling, LEAVES, tree), baselineOf("noble", baseline));
}

function strictEd25519(sampling: Sampling): Figure {
  const secret = randomBytes(32);
  const key = ed25519PublicKey(secret);
  const message = randomBytes(100);
  const signature = signEd25519(secret, message);
  assert(verifyEd25519Strict(key, message, signature), "a signature of our own");
  const strict = () => verifyEd25519Strict(key, message, signature);
  const noble = () => ed25519.verify(signature, message, key);
  const baseline = perOperation(sampling, 1, noble);
  return figure("ops.ed25519-strict", "us", perOperation(sampling, 1, strict), baselineOf("noble", baseline));
}
