import { type Bytes, toHex } from "@veche/base";

/**
 * rollEntry → issueHash, once and for ever (§04.5.4): what keeps an issuer from signing two requests of one voter. It is worth
 * only what survives a crash; `OnceBook` of `@veche/client/folder` is one in a file.
 */
export type Journal = {
  /** What stands for the entry once that is durable: this hash, if none stood before. Of hashes that come together one wins. */
  readonly bind: (rollEntry: Bytes, issueHash: Bytes) => Promise<Bytes>;
  /** What stands for the entry and is durable. */
  readonly find: (rollEntry: Bytes) => Promise<Bytes | undefined>;
};

/** For simulations, where nothing has to survive. */
export function memoryJournal(): Journal {
  const standing = new Map<string, Bytes>();
  return {
    bind: async (rollEntry, issueHash) => {
      const name = toHex(rollEntry);
      const known = standing.get(name);
      if (known === undefined) standing.set(name, issueHash);
      return known ?? issueHash;
    },
    find: async (rollEntry) => standing.get(toHex(rollEntry)),
  };
}
