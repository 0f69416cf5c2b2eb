import type { Logger } from "../log/logger.ts";
import { connectedPeers, dialPeers } from "./comet-status.ts";

export type PeerKeeperOptions = {
  /** Path of the socket for CometBFT's remote calls. */
  readonly rpc: string;
  /** Of this validator's CometBFT. */
  readonly nodeId: string;
  /** `id@host:port` of every other validator. */
  readonly peers: readonly string[];
  readonly logger: Logger;
  readonly intervalMs?: number;
};

const INTERVAL_MS = 3_000;
/** Two that dial each other at one moment both refuse the second connection, and lose both: the one with the greater id waits for so many looks. */
const PATIENT_LOOKS = 5;

/**
 * Has CometBFT dial the validators that it is not connected with. By itself it tries every 5 to 8 s, after two minutes ever more seldom (3ⁿ s, for hours),
 * and then never again: validators that a cut network has parted would stay parted long after it is whole. A name whose address has
 * changed is looked up anew, too.
 */
export class PeerKeeper {
  readonly #options: PeerKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  /** By peer, for how many looks it has been missing. */
  #missing: ReadonlyMap<string, number> | undefined;
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
    const before = this.#missing;
    const missing = new Map(
      peers
        .filter((peer) => !connected.has(idOf(peer)))
        .map((peer) => [peer, (before?.get(peer) ?? 0) + 1] as const),
    );
    this.#missing = missing;
    if (missing.size !== before?.size) {
      const level = missing.size === 0 ? "info" : "warn";
      logger(level, "peers", { connected: peers.length - missing.size, missing: missing.size });
    }
    const due = [...missing].filter(([peer, looks]) => this.#isTurn(peer, looks)).map(([peer]) => peer);
    if (due.length > 0) await dialPeers(rpc, due);
  }

  #isTurn(peer: string, looks: number): boolean {
    return this.#options.nodeId < idOf(peer) || looks % PATIENT_LOOKS === 0;
  }
}

const idOf = (peer: string): string => peer.split("@")[0] ?? "";
