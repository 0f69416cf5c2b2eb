import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { formatAddress, type SocketAddress } from "../address.ts";

const POLL_MS = 50;

type Status = { readonly result: { readonly sync_info: { readonly latest_block_height: string } } };

/** A CometBFT node that is a chain of its own: one validator, no peers, remote calls over a unix socket. */
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

  static async create(program: string, folder: string, application: SocketAddress): Promise<CometNode> {
    const home = join(folder, "comet");
    await promisify(execFile)(program, ["init", "--home", home]);
    const node = new CometNode(program, home);
    const file = join(home, "config", "config.toml");
    let text = await readFile(file, "utf8");
    for (const [line, value] of [
      [/^proxy_app = .*$/m, `proxy_app = "${formatAddress(application)}"`],
      [/^laddr = "tcp:\/\/127\.0\.0\.1:26657"$/m, `laddr = "unix://${node.#rpc}"`],
      [/^laddr = "tcp:\/\/0\.0\.0\.0:26656"$/m, 'laddr = "tcp://127.0.0.1:0"'],
      [/^pex = true$/m, "pex = false"],
      [/^timeout_commit = .*$/m, 'timeout_commit = "20ms"'],
      [/^indexer = .*$/m, 'indexer = "null"'],
    ] as const) {
      assert.match(text, line);
      text = text.replace(line, value);
    }
    await writeFile(file, text);
    return node;
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
    while (!(await isTrue())) {
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
