import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { err, ok, type Result } from "@veche/base";
import { RecordFile } from "@veche/client/folder";
import pg from "pg";
import { type Binaries, findBinaries } from "./binaries.ts";
import {
  type DatabaseError,
  embeddedFailed,
  embeddedFolder,
  embeddedInUse,
  embeddedMissing,
} from "./database-error.ts";
import { type RunAs, runAs } from "./run-as.ts";

export type EmbeddedOptions = {
  /** Holds `password` (0600), `data/` and `cluster`; made if it is missing. */
  readonly folder: string;
  /** `false`: what is committed need not outlive the machine. For tests only. */
  readonly isDurable?: boolean;
};

export type Embedded = {
  /** Of the database `postgres`, with the password. */
  readonly url: string;
  /** Ends the server in order. */
  readonly close: () => Promise<void>;
};

type Home = {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly as: RunAs;
  readonly password: string;
};

const STARTS = 40;
const BETWEEN_STARTS_MS = 500;
const READY_MS = 60_000;
const POLL_MS = 50;
const DATABASE_USER = "veche";

/** A PostgreSQL of its own in a folder, which only this machine can reach and only with the folder's password. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Result<Embedded, DatabaseError>> {
  const folder = resolve(options.folder);
  const home = prepare(folder);
  if (!home.ok) return home;
  // An empty journal, for the lock that it takes: one process at a time has the folder.
  const lock = await RecordFile.open(join(folder, "cluster"), () => {});
  if (!lock.ok) {
    const { error } = lock;
    return err("pid" in error ? embeddedInUse(folder, error.pid) : embeddedFolder(folder, error.code));
  }
  const started = await startLocked(home.value, options.isDurable !== false, lock.value);
  if (!started.ok) await lock.value.close();
  return started;
}

function prepare(folder: string): Result<Home, DatabaseError> {
  const as = runAs();
  if (!as.ok) return err(embeddedMissing(as.error));
  const binaries = findBinaries();
  if (!binaries.ok) return err(embeddedMissing(binaries.error));
  const runs = spawnSync(binaries.value.postgres, ["--version"], { ...as.value, cwd: "/", encoding: "utf8" });
  if (runs.status !== 0) return err(embeddedMissing(reasonOf(runs)));
  try {
    mkdirSync(folder, { recursive: true });
    give(folder, as.value, 0o700);
    const reached = spawnSync("test", ["-w", folder], { ...as.value, cwd: "/" });
    if (reached.status !== 0) return err(embeddedFolder(folder, "its user cannot reach or write it"));
    return ok({ folder, binaries: binaries.value, as: as.value, password: passwordOf(folder, as.value) });
  } catch (error) {
    return err(embeddedFolder(folder, error instanceof Error ? error.message : "unknown"));
  }
}

/** Why a program did not do its work. */
const reasonOf = ({ error, stderr }: SpawnSyncReturns<string>): string =>
  error !== undefined && "code" in error && error.code === "EACCES"
    ? "its user cannot reach node_modules: a checkout of root's must not lie in a private folder"
    : (error?.message ?? lastLine(stderr));

function give(path: string, { uid, gid }: RunAs, mode: number): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  chmodSync(path, mode);
}

/** One password for each folder, drawn once. */
function passwordOf(folder: string, as: RunAs): string {
  const path = join(folder, "password");
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  give(path, as, 0o600);
  return readFileSync(path, "utf8").trim();
}

async function startLocked(
  home: Home,
  isDurable: boolean,
  lock: RecordFile,
): Promise<Result<Embedded, DatabaseError>> {
  const { folder } = home;
  if (!existsSync(join(folder, "data"))) {
    const made = makeCluster(home, isDurable);
    if (made !== undefined) return err(embeddedFailed(folder, made));
  }
  let reason = "";
  for (let attempt = 0; attempt < STARTS; attempt++) {
    await clearLeftOver(home);
    const server = await startServer(home, isDurable);
    if (typeof server !== "string") {
      const close = async (): Promise<void> => {
        await server.stop();
        await lock.close();
      };
      return ok({ url: server.url, close });
    }
    reason = server;
    // A server that was killed leaves its workers for a moment; another program may have taken the port.
    if (!/already exists|still in use|could not bind|Address already|shared memory/.test(reason)) break;
    await sleep(BETWEEN_STARTS_MS);
  }
  return err(embeddedFailed(folder, lastLine(reason)));
}

/** What went wrong, or `undefined`. A cluster appears whole or not at all. */
function makeCluster({ folder, binaries, as }: Home, isDurable: boolean): string | undefined {
  const fresh = join(folder, "data.new");
  rmSync(fresh, { recursive: true, force: true });
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${fresh}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${join(folder, "password")}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Not the machine's: order and case are the same everywhere.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--data-checksums",
      ...(isDurable ? [] : ["--no-sync"]),
    ],
    { ...as, cwd: folder, encoding: "utf8", env: environment() },
  );
  if (made.status !== 0) return reasonOf(made);
  renameSync(fresh, join(folder, "data"));
  return undefined;
}

const pathOf = ({ PATH }: NodeJS.ProcessEnv): string => PATH ?? "/usr/bin:/bin";
const environment = (): NodeJS.ProcessEnv => ({ PATH: pathOf(process.env), LC_ALL: "C", TZ: "UTC" });

/**
 * The server ends when the pipe to this process ends, whatever ended this process: no server stays behind, and a Ctrl-C in the
 * terminal reaches this process alone.
 */
const SUPERVISE =
  'exec 3<&0; "$@" </dev/null 3<&- & server=$!; { cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & wait $server';

async function startServer(
  { folder, binaries, as, password }: Home,
  isDurable: boolean,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> } | string> {
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=100",
    // L27: neither statements nor the values in them reach a log.
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    ...(isDurable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
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
  const url = `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`;
  const stop = async (): Promise<void> => {
    child.ref();
    child.stdin.end();
    await ended;
  };
  void ended.then(() => child.stdin.end());
  if (await isReady(url, child)) {
    letGo(child);
    return { url, stop };
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
  if (await answers(`postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/postgres`)) {
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

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
