import { type Bytes, err, ok, type Result } from "@veche/base";
import { changedEntryBundles, decodeEntryBundle, TILE_WIDTH, type TileRef } from "@veche/tlog";
import type { LinkError, NodeLink } from "./node-link.ts";

/** Bundles asked for at the same time. */
const AHEAD = 4;

/** Entries [from, to) of a node's log in order, bundle by bundle; ends with the first error. Nothing is checked but the form. */
export async function* downloadEntries(
  link: NodeLink,
  from: number,
  to: number,
): AsyncGenerator<Result<readonly Bytes[], LinkError>> {
  const refs = changedEntryBundles(from, to);
  const asked: Promise<Result<readonly Bytes[], LinkError>>[] = [];
  for (let at = 0; at < refs.length; at++) {
    while (asked.length < AHEAD && at + asked.length < refs.length) {
      asked.push(entriesOf(link, refs[at + asked.length] as TileRef, from));
    }
    const entries = await (asked.shift() as Promise<Result<readonly Bytes[], LinkError>>);
    yield entries;
    if (!entries.ok) return;
  }
}

/** The entries of one bundle that are not older than `from`. */
async function entriesOf(
  link: NodeLink,
  ref: TileRef,
  from: number,
): Promise<Result<readonly Bytes[], LinkError>> {
  const bundle = await link.bundle(ref);
  if (!bundle.ok) return bundle;
  const entries = decodeEntryBundle(bundle.value.bytes, bundle.value.width);
  if (!entries.ok) return err({ code: "ANSWER_UNUSABLE", reason: `entry bundle: ${entries.error.code}` });
  const first = ref.index * TILE_WIDTH;
  return ok(entries.value.slice(Math.max(0, from - first), ref.width));
}
