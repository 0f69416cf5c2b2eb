import { join } from "node:path";
import type { TransactionAnswer } from "@veche/api";
import { assert, type Bytes, type Clock, encodeCbor, equalBytes, err, ok, type Result } from "@veche/base";
import { httpOver, NodeLink } from "@veche/client";
import { ed25519PublicKey } from "@veche/group";
import type { Genesis } from "@veche/ledger";
import { busy } from "../engine/answers.ts";
import type { Engine } from "../engine/engine.ts";
import type { Limits } from "../engine/gate.ts";
import type { ElectionLog } from "../engine/log.ts";
import { type ChainHome, ownValidator } from "../home/chain-home.ts";
import type { NodeKeys } from "../home/keys.ts";
import { ed25519Signer } from "../home/signing.ts";
import type { Logger } from "../log/logger.ts";
import { askSignedOver } from "../publish/ask-signed.ts";
import type { Cosign } from "../publish/publisher.ts";
import type { Verifiers } from "../verify/question.ts";
import { ChainApplication, type ChainApplicationError } from "./application.ts";
import { committedChain } from "./committed-chain.ts";
import { ChainGateway } from "./gateway.ts";
import { CometRpc } from "./rpc.ts";
import type { OfferElsewhere } from "./sender.ts";
import {
  type ChainFailure,
  type ChainStartError,
  ChainSupervisor,
  type RunningApplication,
} from "./supervisor.ts";

export type ChainEngineOptions = {
  readonly home: string;
  readonly genesis: Genesis;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly verifiers: Verifiers;
  readonly cosign: Cosign | undefined;
  readonly limits: Limits;
  /** CometBFT's program. */
  readonly program: string;
  readonly onFatal: (error: unknown) => void;
};

export type ChainEngineError =
  | ChainStartError
  | ChainApplicationError
  /** The engine's key of this home stands in the genesis beside other keys than those that the node was started with. */
  | { readonly code: "CHAIN_KEYS_DIFFER" };

/** Both have ended, because one of them could not go on. */
export class ChainEnded extends Error {
  override readonly name = "ChainEnded";
  readonly failure: ChainFailure;

  constructor(failure: ChainFailure) {
    super(failure.code, failure.code === "APPLICATION_FAILED" ? { cause: failure.error } : {});
    this.failure = failure;
  }
}

/** A node's part of a chain: CometBFT orders the transactions of all elections, one block for all (ADR 0019). */
export class ChainEngine implements Engine {
  readonly #options: ChainEngineOptions;
  #supervisor: ChainSupervisor | undefined;
  #application: ChainApplication | undefined;
  #rpc: CometRpc | undefined;
  #gateway: ChainGateway | undefined;

  private constructor(options: ChainEngineOptions) {
    this.#options = options;
  }

  /** Starts CometBFT and the application of a home that has joined a chain; plays again what a stop has taken away. */
  static async open(options: ChainEngineOptions): Promise<Result<ChainEngine, ChainEngineError>> {
    const { home, program, logger, onFatal } = options;
    const engine = new ChainEngine(options);
    const openApplication = (chain: ChainHome) => engine.#openApplication(chain);
    const started = await ChainSupervisor.start({ home, program, logger, openApplication });
    if (!started.ok) return started;
    const supervisor = started.value;
    void supervisor.failed.then((failure) => onFatal(new ChainEnded(failure)));
    await engine.#openGateway(supervisor);
    return ok(engine);
  }

  async submit(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    return this.#gateway?.submit(electionId, transaction) ?? busy(1);
  }

  log(electionId: Bytes): ElectionLog | undefined {
    return this.#application?.elections.log(electionId);
  }

  logs(): readonly ElectionLog[] {
    return this.#application?.elections.logs() ?? [];
  }

  async close(): Promise<void> {
    await this.#supervisor?.close();
  }

  async #openApplication(
    chain: ChainHome,
  ): Promise<Result<RunningApplication, ChainApplicationError | { readonly code: "CHAIN_KEYS_DIFFER" }>> {
    const { home, genesis, keys, clock, logger, verifiers, cosign } = this.#options;
    if (!isSameGenesis(genesis, chain.genesis.genesis)) return err({ code: "CHAIN_OF_OTHERS" });
    if (!areOwnKeys(chain, keys)) return err({ code: "CHAIN_KEYS_DIFFER" });
    const others = chain.nodes.map((url) => askSignedOver(HTTP, url));
    const opened = await ChainApplication.open({
      ...{ home, genesis, keys, clock, logger, verifiers, cosign, others },
      onCommitted: (height, entered) => this.#gateway?.committed(height, entered),
    });
    if (!opened.ok) return opened;
    this.#application = opened.value;
    return ok({ application: opened.value, close: () => this.#closeParts() });
  }

  /** Once the chain has begun. */
  async #openGateway(supervisor: ChainSupervisor): Promise<void> {
    this.#supervisor = supervisor;
    const { home, keys, clock, logger, limits, onFatal } = this.#options;
    const application = this.#application;
    assert(application !== undefined, "the application runs");
    this.#rpc = new CometRpc({ socket: supervisor.rpc });
    this.#gateway = await ChainGateway.open({
      folder: join(home, "outbox"),
      chain: committedChain(application),
      offer: this.#rpc.offer,
      others: supervisor.home.nodes.map(offerOver),
      sign: ed25519Signer(keys.log),
      ...{ clock, logger, limits, onFatal },
    });
    this.#gateway.start();
  }

  /** CometBFT has ended. */
  async #closeParts(): Promise<void> {
    await this.#gateway?.close();
    this.#rpc?.close();
    await this.#application?.close();
  }
}

const HTTP = httpOver(fetch);

const offerOver =
  (url: string): OfferElsewhere =>
  (electionId, transaction) =>
    new NodeLink(url, electionId, HTTP).post(transaction);

const isSameGenesis = (a: Genesis, b: Genesis): boolean => equalBytes(encodeCbor(a), encodeCbor(b));

/** A validator that came later does not stand in the genesis. */
function areOwnKeys(chain: ChainHome, keys: NodeKeys): boolean {
  const known = ownValidator(chain);
  return (
    known === undefined ||
    (equalBytes(known.key, ed25519PublicKey(keys.validator)) &&
      equalBytes(known.logKey, ed25519PublicKey(keys.log)))
  );
}
