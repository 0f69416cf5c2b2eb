import { webcrypto } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk, type RandomBytes } from "@veche/base";
import { openDatabase } from "@veche/registrar";
import { crowdOf } from "../../crowd/people.ts";
import { openTelephones, type Telephones } from "../../crowd/telephones.ts";
import { ON_ROLL_OF_A, PERSONS, type PracticePerson } from "../../persons.ts";
import { Practice } from "../../practice.ts";

export const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

/** A practice start and where it keeps everything. */
export type Kept = { readonly practice: Practice; readonly folder: string };

export type ChaosStage = Kept & {
  readonly crowd: readonly PracticePerson[];
  readonly telephones: Telephones;
  readonly close: () => Promise<void>;
};

/** No limit of requests stands in the way of so many voters behind one address. */
const LIMITS = { perSession: 100_000, perAddress: 1_000_000 };

/** A practice start with a crowd on the roll of A, whose messages go to telephones. */
export async function openStage(voters: number, minutes: number): Promise<ChaosStage> {
  const folder = await mkdtemp(join(tmpdir(), "veche-chaos-"));
  // The database's user has to pass through it.
  await chmod(folder, 0o711);
  const crowd = crowdOf(voters);
  const telephones = await openTelephones(randomBytes);
  const practice = await Practice.start({
    ...{ folder, minutes, port: 0, lan: false, told: () => undefined },
    pages: { portal: undefined, ballot: undefined },
    people: { persons: [...PERSONS, ...crowd], accepted: [...ON_ROLL_OF_A, ...crowd] },
    portal: { sms: telephones.sms, limits: LIMITS },
  });
  const close = async (): Promise<void> => {
    await practice.stop();
    await telephones.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { practice, folder, crowd, telephones, close };
}

const databaseIn = (folder: string): string => join(folder, "registrar/database");

/** Number and port of PostgreSQL, from its own file. */
async function postmaster(folder: string): Promise<{ readonly pid: number; readonly port: string }> {
  const text = await readFile(join(databaseIn(folder), "data/postmaster.pid"), "utf8");
  const [pid = "", , , port = ""] = text.split("\n");
  return { pid: Number(pid), port };
}

export async function killPostgres(folder: string): Promise<void> {
  const { pid } = await postmaster(folder);
  process.kill(pid, "SIGKILL");
}

/** The registrar's database beside the registrar, for whoever compares. */
export async function databaseOf(folder: string) {
  const { port } = await postmaster(folder);
  const password = (await readFile(join(databaseIn(folder), "password"), "utf8")).trim();
  const url = `postgresql://veche:${password}@127.0.0.1:${port}/postgres`;
  return expectOk(await openDatabase({ url }), "the registrar's database");
}
