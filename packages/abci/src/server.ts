import { chmod, lstat, unlink } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { err, ok, type Result } from "@veche/base";
import type { SocketAddress } from "./address.ts";
import type { Application } from "./application.ts";
import { Connection, type ConnectionEnd, type ConnectionLimits } from "./connection.ts";
import { ApplicationGate, type Queries } from "./gate.ts";

export type ServerOptions = {
  readonly address: SocketAddress;
  /** By default `in-turn`. */
  readonly queries?: Queries;
  readonly limits?: Partial<ConnectionLimits>;
  readonly onConnectionEnd?: (end: ConnectionEnd) => void;
};

export type ListenError = {
  /** `ADDRESS_TAKEN`: another process answers there, or it is a file and no socket. */
  readonly code: "ADDRESS_TAKEN" | "LISTEN_FAILED";
  readonly error: unknown;
};

/** A block has at most 100 MiB in CometBFT; with it come the votes for the block before. */
const LIMITS: ConnectionLimits = {
  requestBytes: 128 * 1024 * 1024,
  lookAhead: { requests: 512, bytes: 8 * 1024 * 1024 },
};

/** CometBFT opens four. */
const CONNECTIONS_MAX = 16;

/** Serves one application to one CometBFT node over the ABCI socket protocol. */
export class AbciServer {
  /** With the port that the system chose, if none was given. */
  readonly address: SocketAddress;
  /** Resolves with what the application threw. The process should end then, and CometBFT start anew together with it. */
  readonly failed: Promise<unknown>;
  readonly #server: Server;
  readonly #gate: ApplicationGate;
  readonly #connections: Map<Socket, Promise<void>>;

  private constructor(
    server: Server,
    gate: ApplicationGate,
    connections: Map<Socket, Promise<void>>,
    address: SocketAddress,
  ) {
    this.#server = server;
    this.#gate = gate;
    this.#connections = connections;
    this.address = address;
    this.failed = gate.failed;
  }

  static async listen(
    application: Application,
    { address, queries = "in-turn", limits, onConnectionEnd = () => undefined }: ServerOptions,
  ): Promise<Result<AbciServer, ListenError>> {
    const gate = new ApplicationGate(application, queries);
    const connections = new Map<Socket, Promise<void>>();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const running = new Connection(socket, gate, { ...LIMITS, ...limits }).run().then((end) => {
        connections.delete(socket);
        onConnectionEnd(end);
      });
      connections.set(socket, running);
    });
    server.maxConnections = CONNECTIONS_MAX;
    const listening = await listenAt(server, address);
    void gate.failed.then(() => server.close());
    return listening.ok ? ok(new AbciServer(server, gate, connections, listening.value)) : listening;
  }

  /** Ends all connections. Resolves when the application has answered what it was asked last. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const running = [...this.#connections.values()];
    for (const socket of this.#connections.keys()) socket.destroy();
    await Promise.all([...running, closed]);
    await this.#gate.idle();
  }
}

async function listenAt(server: Server, address: SocketAddress): Promise<Result<SocketAddress, ListenError>> {
  const failed = await listenOnce(server, address);
  if (failed === undefined) return ok(await bound(server, address));
  if (failed.code !== "EADDRINUSE") return err({ code: "LISTEN_FAILED", error: failed });
  // A process that was killed leaves its unix socket behind; nobody answers there.
  if (address.kind === "tcp" || !(await isAbandoned(address.path))) {
    return err({ code: "ADDRESS_TAKEN", error: failed });
  }
  await unlink(address.path);
  const again = await listenOnce(server, address);
  return again === undefined
    ? ok(await bound(server, address))
    : err({ code: "LISTEN_FAILED", error: again });
}

function listenOnce(server: Server, address: SocketAddress): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const done = (error?: NodeJS.ErrnoException): void => {
      server.off("error", done).off("listening", done);
      resolve(error);
    };
    server.on("error", done).on("listening", done);
    server.listen(
      address.kind === "unix" ? { path: address.path } : { host: address.host, port: address.port },
    );
  });
}

async function bound(server: Server, address: SocketAddress): Promise<SocketAddress> {
  if (address.kind === "unix") {
    // Whoever can write there orders blocks.
    await chmod(address.path, 0o600);
    return address;
  }
  const actual = server.address();
  return actual !== null && typeof actual === "object" ? { ...address, port: actual.port } : address;
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isSocket() && !(await answers(path));
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
