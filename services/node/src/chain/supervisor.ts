import { rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { AbciServer, type Application } from "@veche/abci";
import { err, ok, type Result, utf8 } from "@veche/base";
import {
  CHAIN_FILES,
  type ChainHome,
  type ChainHomeError,
  ownValidator,
  readChainHome,
} from "../home/chain-home.ts";
import { APPLICATION_SOCKET, cometConfigText, RPC_SOCKET } from "../home/comet-config.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import { writeWhole } from "../store/files.ts";
import { CometProcess } from "./comet-process.ts";
import { cometStatus } from "./comet-status.ts";
import { PeerKeeper } from "./peer-keeper.ts";
import { COMETBFT_VERSION, cometbftVersion } from "./program.ts";

/** An application that serves one run of CometBFT. */
export type RunningApplication = {
  readonly application: Application;
  /** After CometBFT has ended. */
  readonly close: () => Promise<void>;
};

export type ChainOptions<E> = {
  /** The node's home. */
  readonly home: string;
  /** CometBFT's program, as `findCometbft` finds it. */
  readonly program: string;
  readonly logger: Logger;
  readonly openApplication: (chain: ChainHome) => Promise<Result<RunningApplication, E>>;
};

/** Why both have ended though nobody asked them to. */
export type ChainFailure =
  | { readonly code: "APPLICATION_FAILED"; readonly error: unknown }
  | { readonly code: "COMETBFT_ENDED"; readonly how: string; readonly words: string };

export type ChainStartError =
  | ChainHomeError
  | ChainFailure
  | {
      readonly code: "COMETBFT_WRONG_VERSION" | "SOCKET_PATH_LONG" | "SOCKET_FAILED" | "CHAIN_IN_USE";
      readonly path: string;
      readonly reason: string;
    };

/** Of a unix socket's path, on the strictest system that we know (macOS: 104 with the zero at its end). */
const SOCKET_PATH_MAX = 103;
const POLL_MS = 100;
/** A CometBFT whose application was killed ends within this time. */
const LEFT_BEHIND_MS = 15_000;

/** CometBFT and the application of one validator: they start together, and neither outlives the other. */
export class ChainSupervisor {
  readonly home: ChainHome;
  /** Path of the socket for CometBFT's remote calls. */
  readonly rpc: string;
  /** Resolves when one of both failed, after both have ended: the process should end, and start anew. */
  readonly failed: Promise<ChainFailure>;
  readonly #comet: CometProcess;
  readonly #peers: PeerKeeper;
  readonly #end: () => Promise<void>;
  #isClosing = false;
  #ending: Promise<void> | undefined;

  private constructor(
    home: ChainHome,
    comet: CometProcess,
    server: AbciServer,
    running: RunningApplication,
    logger: Logger,
  ) {
    this.home = home;
    this.rpc = socketIn(home, RPC_SOCKET);
    this.#comet = comet;
    this.#peers = new PeerKeeper({ rpc: this.rpc, nodeId: home.nodeId, peers: home.peers, logger });
    this.#end = async () => {
      await this.#peers.close();
      await comet.stop();
      await server.close();
      await running.close();
      await rm(this.rpc, { force: true });
    };
    this.failed = this.#watch(server, logger);
  }

  /** Starts both. Resolves when CometBFT has given the application all blocks that it lacked, and answers calls. */
  static async start<E>(options: ChainOptions<E>): Promise<Result<ChainSupervisor, ChainStartError | E>> {
    const { home, program, logger, openApplication } = options;
    const chain = await readChainHome(home);
    if (!chain.ok) return chain;
    const prepared = await prepare(chain.value, program);
    if (prepared !== undefined) return err(prepared);
    const opened = await openApplication(chain.value);
    if (!opened.ok) return opened;
    const running = opened.value;
    const path = socketIn(chain.value, APPLICATION_SOCKET);
    const server = await AbciServer.listen(running.application, { address: { kind: "unix", path } });
    if (!server.ok) {
      await running.close();
      return err({ code: "SOCKET_FAILED", path, reason: reasonOf(server.error.error) });
    }
    const comet = new CometProcess(program, chain.value.folder, logger);
    const supervisor = new ChainSupervisor(chain.value, comet, server.value, running, logger);
    const failure = await Promise.race([supervisor.failed, supervisor.#answers()]);
    if (failure !== undefined) return err(failure);
    supervisor.#peers.start();
    return ok(supervisor);
  }

  /** Of CometBFT's process. */
  get pid(): number | undefined {
    return this.#comet.pid;
  }

  /** Ends CometBFT, then the application. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#endOnce();
  }

  #endOnce(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #watch(server: AbciServer, logger: Logger): Promise<ChainFailure> {
    const first = await Promise.race([
      server.failed.then((error): ChainFailure => ({ code: "APPLICATION_FAILED", error })),
      this.#comet.ended.then((ended): ChainFailure => ({ code: "COMETBFT_ENDED", ...ended })),
    ]);
    // Ended by us: nobody waits for this any more.
    if (this.#isClosing) return new Promise(() => undefined);
    if (first.code === "COMETBFT_ENDED") logger("error", "cometbft-ended", { how: first.how });
    else logger("error", "application-failed", errorFields(first.error));
    await this.#endOnce();
    return first;
  }

  async #answers(): Promise<undefined> {
    let isGone = false;
    void this.#comet.ended.then(() => {
      isGone = true;
    });
    while (!isGone && (await cometStatus(this.rpc)) === undefined) await pause(POLL_MS);
    return isGone ? new Promise(() => undefined) : undefined;
  }
}

/** What must be true before either starts; the reason if it is not. */
async function prepare(home: ChainHome, program: string): Promise<ChainStartError | undefined> {
  const version = await cometbftVersion(program);
  if (version !== COMETBFT_VERSION) {
    const reason = `${COMETBFT_VERSION} is needed, and this is ${version ?? "no CometBFT"}`;
    return { code: "COMETBFT_WRONG_VERSION", path: program, reason };
  }
  const rpc = socketIn(home, RPC_SOCKET);
  for (const path of [rpc, socketIn(home, APPLICATION_SOCKET)]) {
    const reason = `${path.length} characters, and a socket's path has at most ${SOCKET_PATH_MAX}`;
    if (path.length > SOCKET_PATH_MAX) return { code: "SOCKET_PATH_LONG", path, reason };
  }
  // Our lock on the home says that no node works in it; its CometBFT may still be about to end.
  const late = performance.now() + LEFT_BEHIND_MS;
  while ((await cometStatus(rpc)) !== undefined) {
    const reason = "a CometBFT that was left behind still answers there";
    if (performance.now() > late) return { code: "CHAIN_IN_USE", path: rpc, reason };
    await pause(POLL_MS);
  }
  // CometBFT does not take over a socket that a killed one has left.
  await rm(rpc, { force: true });
  await writeConfig(home);
  return undefined;
}

async function writeConfig(home: ChainHome): Promise<void> {
  const { listen, peers, isOneMachine, nodeId } = home;
  const moniker = ownValidator(home)?.name ?? nodeId;
  const text = cometConfigText({ moniker, listen, peers, isOneMachine });
  const path = join(home.folder, CHAIN_FILES.config);
  await writeWhole(path, utf8(text), { temporary: home.folder, durable: false });
}

/** As short as it can be said from here. */
function socketIn({ folder }: ChainHome, name: string): string {
  const path = join(resolve(folder), name);
  const near = relative(process.cwd(), path);
  return near.length < path.length ? near : path;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
