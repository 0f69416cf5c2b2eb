/**
 * RFC 6962 §2.1 word for word, and the entries of the vectors' log. Nothing in this folder uses the package: what it
 * writes must not inherit the package's mistakes.
 */
import { type Bytes, concat, sha256, u8, utf8 } from "@veche/base";

export const leafHash = (entry: Bytes): Bytes => sha256(concat(u8(0), entry));
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(u8(1), left, right));
export const EMPTY_ROOT = sha256(new Uint8Array(0));

/** The rule of the file: entry i is this text. */
export const entryOf = (index: number): Bytes => utf8(`entry ${index}`);

/** The largest power of two below n. */
function powerBelow(n: number): number {
  let power = 1;
  while (2 * power < n) power *= 2;
  return power;
}

const known = new Map<string, Bytes>();

/** MTH(D[start:end]) of the vectors' log. */
export function subtree(start: number, end: number): Bytes {
  if (start === end) return EMPTY_ROOT;
  const name = `${start}:${end}`;
  const hash = known.get(name) ?? computed(start, end);
  known.set(name, hash);
  return hash;
}

function computed(start: number, end: number): Bytes {
  if (end - start === 1) return leafHash(entryOf(start));
  const middle = start + powerBelow(end - start);
  return nodeHash(subtree(start, middle), subtree(middle, end));
}

export const rootOf = (size: number): Bytes => subtree(0, size);

/** PATH(m, D[start:end]), m counted from start. */
export function inclusionPath(m: number, start: number, end: number): readonly Bytes[] {
  if (end - start === 1) return [];
  const middle = start + powerBelow(end - start);
  return start + m < middle
    ? [...inclusionPath(m, start, middle), subtree(middle, end)]
    : [...inclusionPath(start + m - middle, middle, end), subtree(start, middle)];
}

/** PROOF(m, D[n]). */
export const consistencyProof = (m: number, n: number): readonly Bytes[] =>
  m === 0 ? [] : subproof(m, 0, n, true);

function subproof(m: number, start: number, end: number, isWhole: boolean): readonly Bytes[] {
  if (m === end - start) return isWhole ? [] : [subtree(start, end)];
  const k = powerBelow(end - start);
  return m <= k
    ? [...subproof(m, start, start + k, isWhole), subtree(start + k, end)]
    : [...subproof(m - k, start + k, end, false), subtree(start, start + k)];
}

/** Hashes of subtrees that nobody built. */
function imagination(about: string): () => Bytes {
  let count = 0;
  return () => sha256(utf8(`${about} ${count++}`));
}

/** An inclusion proof in a tree too large to build: the siblings are made up, and the root follows from them. */
export function imaginedInclusion(
  index: number,
  size: number,
  leaf: Bytes,
): { readonly root: Bytes; readonly proof: readonly Bytes[] } {
  const imagine = imagination(`inclusion ${index} ${size}`);
  const proof: Bytes[] = [];
  const rise = (m: number, n: number): Bytes => {
    if (n === 1) return leaf;
    const k = powerBelow(n);
    const below = m < k ? rise(m, k) : rise(m - k, n - k);
    const sibling = imagine();
    proof.push(sibling);
    return m < k ? nodeHash(below, sibling) : nodeHash(sibling, below);
  };
  return { root: rise(index, size), proof };
}

/** The same for a consistency proof. */
export function imaginedConsistency(
  oldSize: number,
  newSize: number,
): { readonly oldRoot: Bytes; readonly newRoot: Bytes; readonly proof: readonly Bytes[] } {
  const imagine = imagination(`consistency ${oldSize} ${newSize}`);
  const proof: Bytes[] = [];
  const rise = (m: number, n: number, isWhole: boolean): readonly [Bytes, Bytes] => {
    if (m === n) {
      const hash = imagine();
      if (!isWhole) proof.push(hash);
      return [hash, hash];
    }
    const k = powerBelow(n);
    const [old, next] = m <= k ? rise(m, k, isWhole) : rise(m - k, n - k, false);
    const sibling = imagine();
    proof.push(sibling);
    return m <= k ? [old, nodeHash(next, sibling)] : [nodeHash(sibling, old), nodeHash(sibling, next)];
  };
  const [oldRoot, newRoot] = rise(oldSize, newSize, true);
  return { oldRoot, newRoot, proof };
}
