import { join } from "node:path";
import { assert, BugError, type Bytes, expectOk, fromHex } from "@veche/base";
import { httpOver, LedgerFollower, memoryStorage, NodeLink } from "@veche/client";
import { isCast, rollEntryRecord } from "@veche/ledger";
import { exportRecord, VecheNode } from "@veche/node";
import { folderReader, verifyRecord } from "@veche/verifier";
import type { Practice } from "../../practice.ts";
import { keptSecret } from "../../process/kept-secret.ts";
import { databaseOf, type Kept, randomBytes } from "./stage.ts";

/** An auditor's own view of election A, every entry verified. */
export async function auditorsView({ a, addresses }: Practice): Promise<LedgerFollower> {
  const port = new URL(addresses.ballot).port;
  const node = new NodeLink(`http://127.0.0.1:${port}`, a.electionId, httpOver(fetch));
  const options = { electionId: a.electionId, nodes: [node], storage: memoryStorage(), randomBytes };
  const view = expectOk(await LedgerFollower.open({ ...options, level: "full" }), "view");
  expectOk(await view.refresh(), "the whole log");
  return view;
}

/** Places of all casts. */
export async function castsIn(view: LedgerFollower): Promise<ReadonlySet<number>> {
  const size = view.known?.checkpoint.size ?? 0;
  const places = new Set<number>();
  for (let index = 0; index < size; index++) {
    const entry = await view.entry(index);
    if (entry !== undefined && isCast(entry.transaction)) places.add(index);
  }
  return places;
}

export type Compared = {
  /** Persons whose row of the poll book and whose place on the ledger say the same. */
  readonly agreed: number;
  readonly differing: readonly string[];
};

/** Every person of the roll: locked in the poll book with the very hash that was issued on the ledger, or neither. */
export async function comparePollBook(stage: Kept, view: LedgerFollower): Promise<Compared> {
  const { known } = view;
  assert(known !== undefined, "a refreshed view is known");
  const { db, close } = await databaseOf(stage.folder);
  const rows = await db
    .selectFrom("roll_record")
    .leftJoin("poll_book", (join_) =>
      join_
        .onRef("poll_book.person", "=", "roll_record.person")
        .onRef("poll_book.election_id", "=", "roll_record.election_id"),
    )
    .select(["roll_record.person", "entry", "issue_hash"])
    .where("roll_record.election_id", "=", stage.practice.a.electionId)
    .execute();
  await close();
  const hex = (bytes: Bytes | null | undefined): string => (bytes ? Buffer.from(bytes).toString("hex") : "");
  let agreed = 0;
  const differing = rows.flatMap(({ person, entry, issue_hash }) => {
    const issued = rollEntryRecord(known.view, entry)?.issued?.hash;
    if (issued !== undefined && hex(issued) === hex(issue_hash)) agreed++;
    return hex(issued) === hex(issue_hash) ? [] : [person];
  });
  return { agreed, differing };
}

/** After `practice.stop`: the record as the node writes it, judged by the verifier. */
export async function verifyStopped({ folder, practice }: Kept) {
  const secrets = join(folder, "node-secrets");
  const missing = (): Bytes => {
    throw new BugError("the node has kept its keys");
  };
  const keys = {
    log: keptSecret(secrets, "log", missing),
    validator: keptSecret(secrets, "validator", missing),
  };
  const home = join(folder, "node");
  const node = expectOk(await VecheNode.open({ home, keys, clock: Date.now, workers: 1 }), "the node's home");
  const record = join(folder, "record");
  const log = node.log(practice.a.electionId);
  assert(log !== undefined, "election A is there");
  expectOk(await exportRecord(log, record), "the record");
  await node.close();
  const electionId = fromHex(practice.a.id) as Bytes;
  return verifyRecord({ read: folderReader(record), electionId, randomBytes });
}
