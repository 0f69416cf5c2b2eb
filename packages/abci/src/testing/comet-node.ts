import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { formatAddress, type SocketAddress } from "../address.ts";
import { freePorts } from "../free-ports.ts";

const POLL_MS = 50;

/** Beyond it what a test waits for will not come. */
const PATIENCE_MS = 60_000;

type Status = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };

const run = promisify(execFile);

/** Where validators of one chain find each other; port 0 is any, for one that is alone. */
type Place = { readonly port: number; readonly peers: string };

/** A validator: CometBFT as a process of its own, with remote calls over a unix socket. */
export class CometNode {
  readonly #program: string;
  readonly #home: string;
  #process: ChildProcess | undefined;
  /** All that it wrote, for whoever reads of a failed test. */
  #output = "";

  private constructor(program: string, home: string) {
    this.#program = program;
    this.#home = home;
  }

  /** The validators of a new chain, one for each application. */
  static async create(
    program: string,
    folder: string,
    applications: readonly SocketAddress[],
  ): Promise<readonly CometNode[]> {
    const made = join(folder, "comet");
    await run(program, ["testnet", "--v", `${applications.length}`, "--o", made]);
    const homes = applications.map((_, at) => join(made, `node${at}`));
    const ports = await freePorts(applications.length > 1 ? applications.length : 0);
    const peers: string[] = [];
    for (const [at, port] of ports.entries()) {
      const { stdout } = await run(program, ["show-node-id", "--home", homes[at] as string]);
      peers.push(`${stdout.trim()}@127.0.0.1:${port}`);
    }
    const nodes = homes.map((home) => new CometNode(program, home));
    for (const [at, node] of nodes.entries()) {
      const others = peers.filter((_, of) => of !== at).join(",");
      await node.#configure(applications[at] as SocketAddress, { port: ports[at] ?? 0, peers: others });
    }
    return nodes;
  }

  async #configure(application: SocketAddress, { port, peers }: Place): Promise<void> {
    const file = join(this.#home, "config", "config.toml");
    let text = await readFile(file, "utf8");
    for (const [line, value] of [
      [/^proxy_app = .*$/m, `proxy_app = "${formatAddress(application)}"`],
      [/^laddr = "tcp:.*:26657"$/m, `laddr = "unix://${this.#rpc}"`],
      [/^laddr = "tcp:.*:26656"$/m, `laddr = "tcp://127.0.0.1:${port}"`],
      [/^persistent_peers = .*$/m, `persistent_peers = "${peers}"`],
      [/^pex = true$/m, "pex = false"],
      [/^timeout_commit = .*$/m, 'timeout_commit = "20ms"'],
      [/^indexer = .*$/m, 'indexer = "null"'],
    ] as const) {
      assert.match(text, line);
      text = text.replace(line, value);
    }
    await writeFile(file, text);
  }

  get #rpc(): string {
    return join(this.#home, "rpc");
  }

  start(): void {
    const child = spawn(this.#program, ["start", "--home", this.#home], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (piece) => {
        this.#output += piece;
      });
    }
    this.#process = child;
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    // CometBFT does not take over a socket that it left behind.
    await rm(this.#rpc, { force: true });
  }

  /** Resolves when it has ended by itself. */
  async ended(): Promise<string> {
    const child = this.#process;
    assert.ok(child);
    if (child.exitCode === null) await once(child, "exit");
    return this.#output;
  }

  /** Waits until something is true, or the node is gone. */
  async until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
    const late = performance.now() + PATIENCE_MS;
    while (!(await isTrue())) {
      assert.ok(performance.now() < late, `it has not come about:\n${this.#output.slice(-2_000)}`);
      assert.equal(this.#process?.exitCode, null, `CometBFT has stopped:\n${this.#output.slice(-2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** The height that the node has reached; 0 while it does not answer. */
  async height(): Promise<number> {
    try {
      const { result } = (await this.#get("/status")) as Status;
      return Number(result.sync_info.latest_block_height);
    } catch {
      return 0;
    }
  }

  /** Offers a transaction; the code of `checkTx`. */
  async send(tx: string): Promise<number> {
    const { result } = (await this.#get(`/broadcast_tx_sync?tx=%22${encodeURIComponent(tx)}%22`)) as {
      readonly result: { readonly code: number };
    };
    return result.code;
  }

  async #get(path: string): Promise<unknown> {
    const asking = request({ socketPath: this.#rpc, path });
    asking.end();
    const [response] = await once(asking, "response");
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString());
  }
}
