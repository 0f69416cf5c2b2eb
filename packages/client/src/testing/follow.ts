import { expectOk } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import type { CheckLevel } from "../check-levels.ts";
import { LedgerFollower } from "../follower.ts";
import { memoryStorage, type ViewStorage } from "../storage.ts";
import type { FakeNode } from "./fake-node.ts";

export type Following = {
  readonly storage?: ViewStorage;
  readonly level?: CheckLevel;
};

/** A follower of nodes of one election that has not looked yet. */
export async function follow(nodes: readonly FakeNode[], following: Following = {}): Promise<LedgerFollower> {
  const [first] = nodes;
  const opened = await LedgerFollower.open({
    electionId: first?.ledger.test.electionId ?? new Uint8Array(32),
    nodes: nodes.map((node) => node.link()),
    storage: following.storage ?? memoryStorage(),
    level: following.level ?? "light",
    randomBytes: seededRandom("follower"),
  });
  return expectOk(opened, "follower");
}
