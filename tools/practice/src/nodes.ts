import { type RandomBytes, toHex } from "@veche/base";
import type { Manifest, Validator } from "@veche/election";
import type { Child } from "./process/child.ts";
import type { ChainMember, NodePlace, NodeStart, NodeStarted } from "./process/node-process.ts";

export type NodesOptions = Omit<NodeStart, "number" | "port" | "chain"> & {
  /** Of their HTTP interfaces; the first is that of the ballot host. */
  readonly ports: readonly number[];
  /** CometBFT's program, and where the validators' engines listen for one another; nothing: there is one node. */
  readonly chain: { readonly program: string; readonly ports: readonly number[] } | undefined;
  readonly randomBytes: RandomBytes;
};

export type StartedNodes = NodeStarted & {
  readonly engine: Manifest["engine"];
  readonly validators: readonly Validator[];
};

const HOST = "127.0.0.1";

/** Where services of this machine reach a node. */
export const urlOf = (port: number): string => `http://${HOST}:${port}`;

/** Starts the only node, or the validators of a new chain: the first of them serves the pages. */
export async function startNodes(nodes: readonly Child[], options: NodesOptions): Promise<StartedNodes> {
  const { folder, ports, chain, randomBytes, ...shared } = options;
  if (chain === undefined) {
    const [node] = nodes as readonly [Child];
    const start: NodeStart = { folder, port: ports[0] ?? 0, ...shared };
    const started = await node.begin<NodeStarted>("start", start);
    const place: NodePlace = { folder };
    return { ...started, engine: "embedded", validators: [await node.call<Validator>("keys", place)] };
  }
  const members = await Promise.all(
    nodes.map((node, at) => {
      const place: NodePlace = { folder, number: at + 1 };
      return node.call<ChainMember>("member", place);
    }),
  );
  const starts = startsOf(members, chain, options);
  // None answers before more than two thirds run.
  const [first] = await Promise.all(nodes.map((node, at) => node.begin<NodeStarted>("start", starts[at])));
  const validators = members.map(({ name, key, logKey }) => ({ name, key, logKey }));
  return { ...(first as NodeStarted), engine: "cometbft", validators };
}

function startsOf(
  members: readonly ChainMember[],
  { program, ports: enginePorts }: NonNullable<NodesOptions["chain"]>,
  options: NodesOptions,
): readonly NodeStart[] {
  const { folder, ports, randomBytes, settings, genesis: founders, page, lanPort } = options;
  const listens = enginePorts.map((port) => `${HOST}:${port}`);
  const validators = members.map(({ nodeId, ...validator }) => validator);
  const chainId = `practice-${toHex(randomBytes(4))}`;
  const genesis = { chainId, time: Date.now(), genesis: founders, validators };
  return members.map((_, own) => {
    const others = members.flatMap(({ nodeId }, at) => (at === own ? [] : [{ nodeId, at }]));
    const places = {
      listen: listens[own] ?? "",
      peers: others.map(({ nodeId, at }) => `${nodeId}@${listens[at]}`),
      nodes: others.map(({ at }) => urlOf(ports[at] ?? 0)),
      isOneMachine: true,
    };
    const isHost = own === 0;
    return {
      ...{ folder, settings, number: own + 1, genesis: founders, port: ports[own] ?? 0 },
      page: isHost ? page : undefined,
      lanPort: isHost ? lanPort : undefined,
      chain: { genesis, places, program },
    };
  });
}
