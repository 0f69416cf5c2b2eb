import { equalBytes, type RandomBytes, toHex } from "@veche/base";
import { drawAnswerKeys } from "../voting/answer-key.ts";
import type { DeviceStore } from "../voting/contract.ts";

/**
 * Whether the browser gives back what it was given: bytes, and keys beside them. Some keep bytes and no keys: nothing is asked for in those,
 * since the answer could never be opened. Every probe has a place of its own, since several tabs may be opened at once.
 */
export async function keeps(store: DeviceStore, randomBytes: RandomBytes): Promise<boolean> {
  const [place, written] = [`probe/${toHex(randomBytes(8))}`, randomBytes(8)];
  try {
    await store.put(place, written);
    await store.addPair(place, written, await drawAnswerKeys());
    const [read, pairs] = [await store.get(place), await store.pairsOf(place)];
    await store.delete(place);
    return read !== undefined && equalBytes(read, written) && pairs.length === 1;
  } catch {
    return false;
  }
}
