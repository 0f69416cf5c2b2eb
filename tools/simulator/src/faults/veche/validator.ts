import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError, expectOk, fromHex } from "@veche/base";
import { jsonLogger, serve, VecheNode } from "@veche/node";
import { KEYS_FILE } from "./files.ts";

// A validator: a node whose home has joined a chain. CometBFT is its child, so both end together.
const [home = "", host = "", port = "", cometbft = ""] = process.argv.slice(2);
const { log, validator } = JSON.parse(await readFile(join(home, KEYS_FILE), "utf8")) as Record<
  string,
  string
>;
const secret = (hex = ""): Uint8Array => {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new BugError("a key of the validator is missing");
  return bytes;
};
const logger = jsonLogger((line) => process.stdout.write(line), Date.now);
const node = expectOk(
  await VecheNode.open({
    home,
    keys: { log: secret(log), validator: secret(validator) },
    clock: Date.now,
    logger,
    workers: 1,
    cometbft,
  }),
  "the node",
);
const server = await serve(node, { host, port: Number(port), logger });
let isClosing = false;
const close = async (): Promise<void> => {
  if (isClosing) return;
  isClosing = true;
  await server.close();
  await node.close();
  process.exit(0);
};
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => void close());
const failed = await node.failed;
process.stdout.write(`${failed instanceof Error ? failed.stack : String(failed)}\n`);
process.exit(1);
