import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError } from "@veche/base";
import type { Place } from "../net.ts";
import { output } from "../shell.ts";

const P2P_PORT = 26_656;

/** Folders of CometBFT for the validators of a new chain, `<folder>/<at>`; they find each other by the addresses of their places. */
export async function makeEngineHomes(
  program: string,
  folder: string,
  places: readonly Place[],
): Promise<readonly string[]> {
  const [first] = places;
  if (first === undefined) throw new BugError("a chain without validators");
  const made = join(folder, "made");
  const words = ["testnet", "--v", `${places.length}`, "--o", made, "--starting-ip-address", first.address];
  await output(program, words);
  const homes: string[] = [];
  for (const at of places.keys()) {
    const home = join(folder, `engine${at}`);
    await rename(join(made, `node${at}`), home);
    homes.push(home);
  }
  await rm(made, { recursive: true });
  return homes;
}

/** Who forgot which vote it signed last could sign another one of the same height. */
export async function wipeEngineHome(home: string): Promise<void> {
  const data = join(home, "data");
  const names = (await readdir(data)).filter((name) => name !== "priv_validator_state.json");
  for (const name of names) await rm(join(data, name), { recursive: true });
}

/** Settings of all validators: those of docs/adr/0019. */
export async function configure(home: string, application: string, rpc: string): Promise<void> {
  const file = join(home, "config", "config.toml");
  let text = await readFile(file, "utf8");
  for (const [line, value] of [
    [/^proxy_app = .*$/m, `proxy_app = "unix://${application}"`],
    [/^laddr = ".*(:26657|rpc)"$/m, `laddr = "unix://${rpc}"`],
    [/^laddr = "tcp:.*:26656"$/m, `laddr = "tcp://0.0.0.0:${P2P_PORT}"`],
    [/^pex = .*$/m, "pex = false"],
    [/^addr_book_strict = .*$/m, "addr_book_strict = false"],
    [/^timeout_commit = .*$/m, 'timeout_commit = "500ms"'],
    [/^create_empty_blocks = .*$/m, "create_empty_blocks = false"],
    [/^create_empty_blocks_interval = .*$/m, 'create_empty_blocks_interval = "5s"'],
    [/^indexer = .*$/m, 'indexer = "null"'],
  ] as const) {
    if (!line.test(text)) throw new BugError(`the engine's settings have no ${line.source}`);
    text = text.replace(line, value);
  }
  await writeFile(file, text);
}
