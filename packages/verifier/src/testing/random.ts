import { type Bytes, concat, type RandomBytes, sha512, u64, utf8 } from "@veche/base";

/** Bytes of SHA-512. */
const BLOCK = 64;

/** Bytes that look random and are the same in every run of one seed. For tests only. */
export function seededBytes(seed: string): RandomBytes {
  const name = utf8(seed);
  const block = (counter: number): Bytes => sha512(concat(name, u64(counter)));
  let counter = 0;
  let rest: Bytes = new Uint8Array(0);
  return (length) => {
    const parts = [rest];
    for (let have = rest.length; have < length; have += BLOCK) parts.push(block(counter++));
    const all = concat(...parts);
    rest = all.slice(length);
    return all.slice(0, length);
  };
}
