import { join } from "node:path";
import type { TestContext } from "node:test";
import { ChainGateway, type GatewayOptions } from "../chain/gateway.ts";
import { ed25519Signer } from "../home/signing.ts";
import { silentLogger } from "../log/logger.ts";
import { PlayedMempool } from "./played-mempool.ts";
import { type HandClock, temporaryFolder } from "./test-node.ts";

export const ELECTION = new Uint8Array(32).fill(5);
const sign = ed25519Signer(new Uint8Array(32).fill(9));

export type Played = {
  readonly chain: PlayedMempool;
  readonly clock: HandClock;
  readonly options: GatewayOptions;
  readonly gateway: ChainGateway;
  readonly errors: unknown[];
};

export async function play(
  t: TestContext,
  changes: Partial<GatewayOptions> = {},
  chain = new PlayedMempool(),
): Promise<Played> {
  const clock: HandClock = { now: 1_000_000 };
  const errors: unknown[] = [];
  const options: GatewayOptions = {
    folder: join(await temporaryFolder(t), "outbox"),
    chain: chain.chain,
    offer: chain.offer,
    others: [],
    sign,
    clock: () => clock.now,
    logger: silentLogger,
    patienceMs: 3_000,
    onFatal: (error) => errors.push(error),
    ...changes,
  };
  const gateway = await ChainGateway.open(options);
  t.after(() => gateway.close());
  return { chain, clock, options, gateway, errors };
}

export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

export function makeBlock({ chain, gateway }: Played): void {
  const entered = chain.block();
  gateway.committed(chain.height, entered);
}
