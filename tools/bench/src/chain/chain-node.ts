import { once } from "node:events";
import { join } from "node:path";
import { BugError } from "@veche/base";
import { chainFolder, RPC_SOCKET } from "@veche/node";
import { start } from "../process/fork.ts";
import type { BlockStep, FromChainNode, ToChainNode } from "./chain-messages.ts";
import type { ChainHomeOf } from "./homes.ts";
import { childrenOf, type Usage, usageOf } from "./usage.ts";

/** What a running node and its CometBFT have used so far; nothing where the system does not say. */
export type NodeUsage = { readonly node: Usage | undefined; readonly comet: Usage | undefined };

export type ChainNode = {
  readonly port: number;
  /** Path of the socket for CometBFT's remote calls. */
  readonly rpc: string;
  readonly usage: () => NodeUsage;
  readonly steps: () => Promise<readonly BlockStep[]>;
  readonly stop: () => Promise<void>;
};

/** Starts a node in a process of its own. Resolves when it takes requests. */
export async function startChainNode(
  home: ChainHomeOf,
  engine: Pick<Extract<ToChainNode, { kind: "open" }>, "cometbft" | "witnessed">,
): Promise<ChainNode> {
  const child = start("chain-node-process");
  const ended = once(child, "exit").then(([code]) => {
    throw new BugError(`a node of the bench ended with ${code}`);
  });
  // The one who waits for an answer hears of it; nobody has to wait.
  ended.catch(() => undefined);
  const ask = <K extends FromChainNode["kind"]>(message: ToChainNode, kind: K) => {
    const answer = new Promise<Extract<FromChainNode, { kind: K }>>((resolve) => {
      const hear = (heard: unknown): void => {
        if ((heard as FromChainNode).kind !== kind) return;
        child.off("message", hear);
        resolve(heard as Extract<FromChainNode, { kind: K }>);
      };
      child.on("message", hear);
    });
    child.send(message);
    return Promise.race([ended, answer]);
  };
  await ask({ kind: "open", ...home, ...engine }, "ready");
  const pid = child.pid ?? 0;
  return {
    port: home.port,
    rpc: join(chainFolder(home.home), RPC_SOCKET),
    usage: () => {
      const comet = childrenOf(pid).find(({ name }) => name === "cometbft");
      return { node: usageOf(pid), comet: comet && usageOf(comet.pid) };
    },
    steps: async () => (await ask({ kind: "steps" }, "steps")).steps,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      await ask({ kind: "close" }, "closed");
      child.disconnect();
      await gone;
    },
  };
}
