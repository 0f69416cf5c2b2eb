import { assert, expectOk, fromHex } from "@veche/base";
import { decodeManifest } from "@veche/election";
import { type Logger, type Server, serve, silentLogger, VecheNode } from "@veche/node";
import type { BlockStep, FromChainNode, ToChainNode } from "../chain/chain-messages.ts";
import { witnessSecretOf } from "../intake/keys.ts";
import { localWitness } from "../intake/witness.ts";

/** The process of one node that takes casts by the real clock: a validator of a chain, or a node by itself. */
const send = (message: FromChainNode): void => {
  process.send?.(message);
};

/** Words of CometBFT's log, which names what it has done to a block. */
const STEPS: Readonly<Record<string, BlockStep["step"]>> = {
  "finalized block": "executed",
  "committed state": "committed",
};

const steps: BlockStep[] = [];
const logger: Logger = (level, event, fields) => {
  const { text, height } = fields ?? {};
  const step = event === "cometbft" ? STEPS[String(text).toLowerCase()] : undefined;
  if (step !== undefined && typeof height === "number") steps.push({ at: Date.now(), height, step });
  if (level === "error" && event !== "cometbft")
    process.stderr.write(`${event} ${JSON.stringify(fields ?? {})}\n`);
};

let opened: { readonly node: VecheNode; readonly server: Server } | undefined;

process.on("message", (message) => {
  void obey(message as ToChainNode);
});
// Without its parent nobody needs it; its CometBFT ends with its application.
process.once("disconnect", () => process.exit(0));

async function obey(message: ToChainNode): Promise<void> {
  if (message.kind === "open") {
    opened = await open(message);
    return send({ kind: "ready" });
  }
  if (message.kind === "steps") return send({ kind: "steps", steps });
  assert(opened !== undefined, "opened first");
  await opened.server.close();
  await opened.node.close();
  send({ kind: "closed" });
}

async function open({ home, port, keys, cometbft, witnessed }: Extract<ToChainNode, { kind: "open" }>) {
  const options = { home, keys: { log: read(keys.log), validator: read(keys.validator) }, logger };
  const node = expectOk(
    await VecheNode.open({ ...options, ...witnessOf(witnessed), clock: Date.now, cometbft }),
    "a node",
  );
  void node.failed.then((error) => {
    process.stderr.write(
      `the node has failed: ${error instanceof Error ? error.stack : JSON.stringify(error)}\n`,
    );
    process.exit(1);
  });
  return { node, server: await serve(node, { host: "127.0.0.1", port, logger: silentLogger }) };
}

function witnessOf(witnessed: Extract<ToChainNode, { kind: "open" }>["witnessed"]) {
  if (witnessed === undefined) return {};
  const manifest = expectOk(decodeManifest(read(witnessed.manifest)), "the manifest");
  return { cosign: localWitness(manifest, witnessSecretOf(witnessed.seed), Date.now) };
}

function read(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  assert(bytes !== undefined, "bytes of the bench");
  return bytes;
}
