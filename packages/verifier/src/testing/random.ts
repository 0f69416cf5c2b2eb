import { concat, type RandomBytes, sha512, u64, utf8 } from "@veche/base";

/** Bytes that look random and are the same in every run of one seed. For tests only. */
export function seededBytes(seed: string): RandomBytes {
  let counter = 0;
  let rest = new Uint8Array(0);
  return (length) => {
    while (rest.length < length) {
      rest = new Uint8Array(concat(rest, sha512(concat(utf8(seed), u64(counter)))));
      counter += 1;
    }
    const out = rest.slice(0, length);
    rest = rest.slice(length);
    return out;
  };
}
