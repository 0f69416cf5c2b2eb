import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError, type Bytes, expectOk, toHex } from "@veche/base";
import { decodeManifest, type Manifest, splitBallot, trackerOf } from "@veche/election";
import { decodeEntry, decodeTransaction, type Transaction } from "@veche/ledger";
import { decodeEntryBundle, parseCheckpoint, parseNote, TILE_WIDTH, tilePath } from "@veche/tlog";

export type CastBallot = { readonly credential: string; readonly seq: number; readonly tracker: string };

/** All ballots of a record that a seed determines, by credential and seq. */
export async function ballotsOf(record: string, electionId: Bytes): Promise<readonly CastBallot[]> {
  let manifest: Manifest | undefined;
  const ballots: CastBallot[] = [];
  for await (const { type, body } of transactionsOf(record)) {
    const { manifest: defined, ballot } = body;
    if (type === "define") manifest = expectOk(decodeManifest(defined as Bytes), "the manifest");
    if (type !== "cast") continue;
    if (manifest === undefined) throw new BugError("a log begins with its definition");
    const parts = expectOk(splitBallot(ballot as Bytes, manifest), "a ballot of the record");
    const { credential, seq } = parts;
    ballots.push({ credential: toHex(credential), seq, tracker: trackerOf(electionId, parts) });
  }
  const nameOf = ({ credential, seq }: CastBallot): string => `${credential} ${seq}`;
  return ballots.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

async function* transactionsOf(record: string): AsyncIterable<Transaction> {
  const note = expectOk(parseNote(new Uint8Array(await readFile(join(record, "checkpoint")))), "the note");
  const { size } = expectOk(parseCheckpoint(note.text), "the checkpoint");
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const path = tilePath({ level: "entries", index: first / TILE_WIDTH, width });
    const bundle = new Uint8Array(await readFile(join(record, path)));
    for (const bytes of expectOk(decodeEntryBundle(bundle, width), "a bundle")) {
      const { transaction } = expectOk(decodeEntry(bytes), "an entry");
      yield expectOk(decodeTransaction(transaction), "a transaction");
    }
  }
}
