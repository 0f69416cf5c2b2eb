import { type Bytes, concat, type RandomBytes, sha512, u32, utf8 } from "@veche/base";

/** Reproducible bytes from a text, for tests, vectors and simulations; nothing secret may depend on them. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const blocks: Bytes[] = [];
    for (let filled = 0; filled < length; filled += 64) {
      blocks.push(sha512(concat(utf8(`veche test randomness ${seed}`), u32(counter++))));
    }
    return concat(...blocks).slice(0, length);
  };
}
