import { assert, type Bytes, expectOk, fromHex } from "@veche/base";
import { decodeManifest, type Election } from "@veche/election";
import { decodeEntry, decodeTransaction, type Genesis } from "@veche/ledger";
import { entriesOf } from "./entries.ts";
import type { BenchRecord } from "./records.ts";

/** The election of a record of ours, whose first entry defines it. */
export async function manifestOf(
  record: BenchRecord,
): Promise<{ readonly election: Election; readonly genesis: Genesis }> {
  const electionId = fromHex(record.electionId);
  const first = await entriesOf(record.folder).next();
  assert(electionId !== undefined && first.done !== true, "a record of ours");
  const { transaction } = expectOk(decodeEntry(first.value), "the first entry");
  const { manifest: bytes } = expectOk(decodeTransaction(transaction), "the definition").body;
  const manifest = expectOk(decodeManifest(bytes as Bytes), "the manifest");
  return { election: { electionId, manifest }, genesis: manifest.genesis };
}
