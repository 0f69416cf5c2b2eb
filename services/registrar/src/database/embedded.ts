import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { err, ok, type Result } from "@veche/base";
import { RecordFile } from "@veche/client/folder";
import { findBinaries } from "./binaries.ts";
import {
  type DatabaseError,
  embeddedFailed,
  embeddedFolder,
  embeddedInUse,
  embeddedMissing,
} from "./database-error.ts";
import { DATABASE_USER, EmbeddedServer, environment, type Home } from "./embedded-server.ts";
import { type RunAs, runAs } from "./run-as.ts";

export type EmbeddedOptions = {
  /** Holds `password` (0600), `data/` and `cluster`; made if it is missing. */
  readonly folder: string;
  /** `false`: what is committed outlives this process and the server's, but need not outlive the machine. For tests only. */
  readonly isDurable?: boolean;
};

export type Embedded = {
  /** Of the database `postgres`, with the password. */
  readonly url: string;
  /** Ends the server in order. */
  readonly close: () => Promise<void>;
};

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
  const server = await EmbeddedServer.start(home, isDurable);
  if (typeof server === "string") return err(embeddedFailed(folder, lastLine(server)));
  const close = async (): Promise<void> => {
    await server.close();
    await lock.close();
  };
  return ok({ url: server.url, close });
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

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
