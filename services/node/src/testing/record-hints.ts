import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, type Bytes, concat, expectOk, readUint } from "@veche/base";
import { type Manifest, splitBallot } from "@veche/election";
import { createKernel } from "@veche/group/kernel";
import { decodeEntry, decodeTransaction } from "@veche/ledger";
import { decodeEntryBundle, TILE_WIDTH } from "@veche/tlog";

/**
 * Reads a record as §09.6 says, beside the code that wrote it: all points with their hints, and how many hints do not fit. A
 * manifest is needed for records with casts.
 */
export async function wrongHints(
  record: string,
  manifest: Manifest,
): Promise<{ readonly points: number; readonly wrong: number }> {
  const hints = new Uint8Array(await readFile(join(record, "hints")));
  const count = readUint(hints, 14, 8);
  const offset = (i: number): number => readUint(hints, 22 + 8 * i, 8);
  const first = 22 + 8 * (count + 1);
  const kernel = createKernel();
  let [points, wrong] = [0, 0];
  for (let i = 0; i < count; i++) {
    const encodings = concat(...(await bundleAt(record, i)).map((entry) => pointsOf(entry, manifest)));
    const own = hints.subarray(first + offset(i), first + offset(i + 1));
    assert(own.length === encodings.length, "as many hints as points");
    kernel.clear();
    const decoded = kernel.decode(encodings, own);
    assert(decoded.allValid, "what is in a log are points");
    points += encodings.length / 32;
    wrong += decoded.wrongHints;
  }
  return { points, wrong };
}

async function bundleAt(record: string, index: number): Promise<readonly Bytes[]> {
  const name = join(record, "tile/entries", String(index).padStart(3, "0"));
  const [partial] = await readdir(`${name}.p`).catch(() => []);
  const path = partial === undefined ? name : join(`${name}.p`, partial);
  const bytes = new Uint8Array(await readFile(path));
  return expectOk(decodeEntryBundle(bytes, partial === undefined ? TILE_WIDTH : Number(partial)), "bundle");
}

/** §09.6.2 */
function pointsOf(entry: Bytes, manifest: Manifest): Bytes {
  const { transaction } = expectOk(decodeEntry(entry), "entry");
  const { type, body, signatures } = expectOk(decodeTransaction(transaction), "transaction");
  if (type === "issue") return signatures[0]?.bytes.subarray(0, 32) ?? new Uint8Array(0);
  const { ballot } = body;
  if (type !== "cast" || !(ballot instanceof Uint8Array)) return new Uint8Array(0);
  const { credential, ciphertextBytes, commitmentBytes } = expectOk(splitBallot(ballot, manifest), "ballot");
  return concat(credential, ciphertextBytes, commitmentBytes);
}
