import type { Logger } from "../log/logger.ts";
import { connectedPeers, dialPeers } from "./comet-status.ts";

export type PeerKeeperOptions = {
  /** Path of the socket for CometBFT's remote calls. */
  readonly rpc: string;
  /** `id@host:port` of every other validator. */
  readonly peers: readonly string[];
  readonly logger: Logger;
  readonly intervalMs?: number;
};

const INTERVAL_MS = 3_000;

/**
 * Has CometBFT dial the validators that it is not connected with. By itself it tries every 5 to 8 s, after two minutes ever more seldom (3ⁿ s, for hours),
 * and then never again: validators that a cut network has parted would stay parted long after it is whole. A name whose address has
 * changed is looked up anew, too.
 */
export class PeerKeeper {
  readonly #options: PeerKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #missing: number | undefined;
  #round: Promise<void> | undefined;

  constructor(options: PeerKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { peers, intervalMs = INTERVAL_MS } = this.#options;
    if (peers.length === 0) return;
    this.#timer = setInterval(() => {
      this.#round ??= this.#look().finally(() => {
        this.#round = undefined;
      });
    }, intervalMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async #look(): Promise<void> {
    const { rpc, peers, logger } = this.#options;
    const connected = await connectedPeers(rpc);
    if (connected === undefined) return;
    const missing = peers.filter((peer) => !connected.has(peer.split("@")[0] ?? ""));
    if (missing.length !== this.#missing) {
      const level = missing.length === 0 ? "info" : "warn";
      logger(level, "peers", { connected: peers.length - missing.length, missing: missing.length });
      this.#missing = missing.length;
    }
    if (missing.length > 0) await dialPeers(rpc, missing);
  }
}
