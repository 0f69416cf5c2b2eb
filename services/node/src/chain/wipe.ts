import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ok, type Result } from "@veche/base";
import { type ChainHomeError, chainFolder, readChainHome } from "../home/chain-home.ts";
import type { HomeError } from "../home/home.ts";
import { lockHome } from "../home/lock.ts";
import { clearElection } from "./remains.ts";

/** Which vote was signed last: who forgot it could sign another one of the same height, and prove itself dishonest. */
const KEPT = "priv_validator_state.json";

/**
 * Forgets every block and every log of a validator that is not running: at its next start it takes all of them from the others, and
 * verifies them anew. Kept: keys, genesis, settings, evidence, what this node has promised to bring in, which vote and which heads were signed last.
 */
export async function wipeChain(home: string): Promise<Result<undefined, ChainHomeError | HomeError>> {
  const chain = await readChainHome(home);
  if (!chain.ok) return chain;
  const unlock = lockHome(home);
  if (!unlock.ok) return unlock;
  try {
    const data = join(chainFolder(home), "data");
    const names = (await readdir(data)).filter((name) => name !== KEPT);
    for (const name of names) await rm(join(data, name), { recursive: true });
    const elections = join(home, "elections");
    for (const name of await readdir(elections)) await clearElection(join(elections, name));
    // Last: until it is gone, the next start plays nothing again.
    await rm(join(home, "application", "state"), { force: true });
  } finally {
    unlock.value();
  }
  return ok(undefined);
}
