import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Binaries } from "./binaries.ts";
import type { RunAs } from "./run-as.ts";

/** A folder with a cluster, and who may run it. */
export type Home = {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly as: RunAs;
  readonly password: string;
};

const STARTS = 40;
const BETWEEN_STARTS_MS = 500;
const READY_MS = 60_000;
const POLL_MS = 50;
export const DATABASE_USER = "veche";

/** A server that runs: `ended` resolves when it does not any more, whoever ended it. */
type Running = { readonly ended: Promise<void>; readonly stop: () => Promise<void> };

/**
 * The server of a folder. If it ends though nobody here ended it, it is started again at the same address: whoever is connected loses the
 * transaction under way, and nothing that was committed.
 */
export class EmbeddedServer {
  /** Of the database `postgres`, with the password. */
  readonly url: string;
  readonly #home: Home;
  readonly #isDurable: boolean;
  readonly #port: number;
  #running: Running;
  readonly #closing = new AbortController();
  #reviving: Promise<void> = Promise.resolve();

  private constructor(home: Home, isDurable: boolean, port: number, running: Running) {
    this.#home = home;
    this.#isDurable = isDurable;
    this.#port = port;
    this.#running = running;
    this.url = urlOf(port, home.password);
    this.#watch();
  }

  /** What PostgreSQL said, if it does not start. */
  static async start(home: Home, isDurable: boolean): Promise<EmbeddedServer | string> {
    let reason = "";
    for (let attempt = 0; attempt < STARTS; attempt++) {
      await clearLeftOver(home);
      const port = await freePort();
      const running = await startServer(home, isDurable, port);
      if (typeof running !== "string") return new EmbeddedServer(home, isDurable, port, running);
      reason = running;
      if (!isPassing(reason)) break;
      await sleep(BETWEEN_STARTS_MS);
    }
    return reason;
  }

  /** Ends it in order, also between two attempts to start it again: nobody waits for the next one. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reviving;
    await this.#running.stop();
  }

  #watch(): void {
    void this.#running.ended.then(() => {
      if (!this.#closing.signal.aborted) this.#reviving = this.#revive();
    });
  }

  /** Without end: until then every query fails, and the service says so. */
  async #revive(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await clearLeftOver(this.#home);
      const running = await startServer(this.#home, this.#isDurable, this.#port);
      if (typeof running !== "string") {
        this.#running = running;
        return this.#watch();
      }
      // Keeps no process waiting that has nothing else to do; `close` ends it, since its process may well have nothing else to do.
      await sleep(BETWEEN_STARTS_MS, undefined, { ref: false, signal }).catch(() => {});
    }
  }
}

/** A server that was killed leaves its workers for a moment; another program may have taken the port. */
const isPassing = (reason: string): boolean =>
  /already exists|still in use|could not bind|Address already|shared memory/.test(reason);

const urlOf = (port: number | string, password: string): string =>
  `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`;

const pathOf = ({ PATH }: NodeJS.ProcessEnv): string => PATH ?? "/usr/bin:/bin";
export const environment = (): NodeJS.ProcessEnv => ({ PATH: pathOf(process.env), LC_ALL: "C", TZ: "UTC" });

/**
 * The server ends when the pipe to this process ends, whatever ended this process: no server stays behind, and a Ctrl-C in the
 * terminal reaches this process alone.
 */
const SUPERVISE =
  'exec 3<&0; "$@" </dev/null 3<&- & server=$!; { cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & wait $server';

async function startServer(
  { folder, binaries, as, password }: Home,
  isDurable: boolean,
  port: number,
): Promise<Running | string> {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=100",
    // L27: neither statements nor the values in them reach a log.
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    ...(isDurable ? [] : ["fsync=off", "full_page_writes=off"]),
  ].flatMap((setting) => ["-c", setting]);
  const child = spawn(
    "sh",
    ["-c", SUPERVISE, "sh", binaries.postgres, "-D", join(folder, "data"), ...settings],
    { ...as, cwd: folder, env: environment(), detached: true, stdio: ["pipe", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", (error) => {
      said += error.message;
      done();
    });
  });
  const url = urlOf(port, password);
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin.end();
    await ended;
  };
  void ended.then(() => child.stdin.end());
  if (await isReady(url, child)) {
    letGo(child);
    return { ended, stop };
  }
  await stop();
  return said === "" ? "it said nothing" : said;
}

/** A server that runs keeps no process waiting for it. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stderr]) (pipe as { unref?: () => void } | null)?.unref?.();
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const until = performance.now() + READY_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    if (await answers(url)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    await client.end().catch(() => {});
    return false;
  }
}

/**
 * What a server that did not end in order left behind. ⚔ A process is ended only if it takes this folder's password: its number alone
 * may long be somebody else's, and then it is the number that has to go.
 */
async function clearLeftOver({ folder, password }: Home): Promise<void> {
  const path = join(folder, "data/postmaster.pid");
  const [pid = "", , , port = ""] = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  if (!/^\d+$/.test(pid) || !/^\d+$/.test(port)) return;
  if (await answers(urlOf(port, password))) {
    process.kill(Number(pid), "SIGINT");
  } else if (isAnotherProgram(pid)) rmSync(path);
}

/** Linux only; elsewhere PostgreSQL judges alone, and errs on the side of not starting. */
function isAnotherProgram(pid: string): boolean {
  try {
    return !basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("postgres");
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
