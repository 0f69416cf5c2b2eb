import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deserialize, serialize } from "node:v8";
import type { FromChild, Prepared, StoredRecord, Task, ToChild } from "./protocol.ts";

/** Verifies records with one mutant of the verifier active at a time. Started by `pool.ts`, never by hand. */

type Report = {
  readonly verdict: string;
  readonly phase: string;
  readonly checks: readonly { readonly id: string; readonly title: string; readonly examined: number }[];
  readonly hints?: unknown;
  readonly facts: unknown;
  readonly result: unknown;
};
type Evidence = Pick<StoredRecord, "files" | "electionId" | "receipts">;
type Verify = (evidence: Evidence, pool: unknown) => Promise<Report>;
type NamedRecord = {
  readonly name: string;
  readonly code?: string;
  readonly doubting?: true;
  readonly make: () => Evidence | Promise<Evidence>;
  readonly wrong: (report: Report) => string | undefined;
};

type Pool = { readonly run: (job: unknown) => Promise<unknown> };

const state = { active: -1, hits: new Set<number>(), isInPool: false, hitsInPool: new Set<number>() };
Object.assign(globalThis, {
  __mutant: (id: number): boolean => {
    state.hits.add(id);
    if (state.isInPool) state.hitsInPool.add(id);
    return id === state.active;
  },
});

/** Notes which sites a worker would reach. The pool of one thread does a job before it returns its promise. */
const watched = (pool: Pool): Pool => ({
  ...pool,
  run: (job) => {
    state.isInPool = true;
    const result = pool.run(job);
    state.isInPool = false;
    return result;
  },
});

/** For mutants that no job reaches: what a job gave once it gives again. Kept as bytes, so that nobody changes a result. */
function remembering(pool: Pool): Pool {
  const known = new Map<string, Buffer>();
  return {
    ...pool,
    run: async (job) => {
      const key = createHash("sha1").update(serialize(job)).digest("base64");
      const bytes = known.get(key) ?? serialize(await pool.run(job));
      known.set(key, bytes);
      return deserialize(bytes);
    },
  };
}

const send = (message: FromChild): void => {
  process.send?.(message);
};

async function load(source: string) {
  const module = async (path: string) =>
    (await import(pathToFileURL(join(source, "testing", path)).href)) as Record<string, unknown>;
  const { verifyEvidence } = await module("expect.ts");
  const { inlinePool } = (await import(pathToFileURL(join(source, "pool/inline-pool.ts")).href)) as Record<
    string,
    unknown
  >;
  const { doubtingPool } = await module("doubting-pool.ts");
  const pool = (inlinePool as () => Pool)();
  const doubting = (doubtingPool as () => Pool)();
  return { verify: verifyEvidence as Verify, pool, doubting, module };
}

/** What a report says but how much was examined for it; a key of nothing is not the same as none. */
function verdictOf({ verdict, phase, checks, hints, facts, result }: Report): string {
  const shown = checks.map(({ title: _, examined: __, ...check }) => check);
  return JSON.stringify({ verdict, phase, shown, hints, facts, result }, (_, value) => {
    if (value === undefined) return "undefined";
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    return value instanceof Map ? [...value] : value;
  });
}

/** So many records of one reason are enough for a sample. */
const PER_CODE = 2;

/** Makes the records and notes of each its verdict, its cost, and the sites that it reaches. */
async function prepare({
  source,
  store,
  names,
  codes,
  share,
}: Extract<ToChild, { kind: "prepare" }>): Promise<void> {
  const { verify, pool, doubting, module } = await load(source);
  const pools = { usual: watched(pool), doubting: watched(doubting) };
  const atLoad = new Set(state.hits);
  const { allRecords } = (await module("mutants/records.ts")) as {
    allRecords: (share: number) => readonly NamedRecord[];
  };
  const left = codes === undefined ? undefined : new Map(codes.map((code) => [code, PER_CODE]));
  const records: StoredRecord[] = [];
  for (const { name, code, doubting: isDoubting = false, make, wrong } of allRecords(share)) {
    if (names !== undefined && !names.some((part) => name.includes(part))) continue;
    if (left !== undefined) {
      const more = left.get(code ?? "") ?? 0;
      if (more === 0) continue;
      left.set(code ?? "", more - 1);
    }
    const evidence = await make();
    const receipts = evidence.receipts === undefined ? {} : { receipts: evidence.receipts };
    const { files, electionId } = evidence;
    const used = { files: new Map(files), electionId, ...receipts };
    state.hits.clear();
    const began = process.cpuUsage();
    const report = await verify(used, isDoubting ? pools.doubting : pools.usual);
    const verdict = verdictOf(report);
    const why = wrong(report);
    if (why !== undefined) send({ kind: "wrong", name, why });
    const { user, system } = process.cpuUsage(began);
    const hits = Uint32Array.from(state.hits);
    records.push({ name, code, doubting: isDoubting, ...used, verdict, hits, cost: (user + system) / 1000 });
    if (records.length % 100 === 0) send({ kind: "progress", done: records.length });
  }
  const prepared: Prepared = {
    records,
    atLoad: Uint32Array.from(atLoad),
    inPool: Uint32Array.from(state.hitsInPool),
  };
  writeFileSync(store, serialize(prepared));
  send({ kind: "prepared", records: records.length });
}

/** One mutant after the other, until a record's verdict is another. */
async function work(message: Extract<ToChild, { kind: "work" }>): Promise<void> {
  const { source, store, mutants, active, most } = message;
  // A mutant of what is decided while the verifier is loaded has to be there before.
  state.active = active ?? -1;
  const { verify, pool, doubting } = await load(source);
  const { records, inPool } = deserialize(readFileSync(store)) as Prepared;
  const reachedByJobs = new Set(inPool);
  const fresh = { usual: pool, doubting };
  const remembered = { usual: remembering(pool), doubting: remembering(doubting) };
  const reached = new Map<number, StoredRecord[]>();
  for (const record of records) {
    for (const id of record.hits) {
      const those = reached.get(id);
      if (those === undefined) reached.set(id, [record]);
      else those.push(record);
    }
  }
  const judge = async (record: StoredRecord, jobs: typeof fresh): Promise<string> => {
    try {
      const own = record.doubting ? jobs.doubting : jobs.usual;
      return verdictOf(await verify({ ...record, files: new Map(record.files) }, own));
    } catch (error) {
      return `thrown: ${String(error)}`;
    }
  };
  const killers = new Killers();
  for (const mutant of mutants) {
    send({ kind: "begin", id: mutant.id });
    const candidates = active === undefined ? (reached.get(mutant.first) ?? []) : records;
    const jobs = active !== undefined || reachedByJobs.has(mutant.first) ? fresh : remembered;
    const ordered = killers.order(candidates, mutant).slice(0, most);
    let killedBy: string | undefined;
    for (const [at, record] of ordered.entries()) {
      // A sign of life: the parent stops a child that is silent.
      if (at % 50 === 49) send({ kind: "progress", done: at });
      state.active = mutant.id;
      const found = await judge(record, jobs);
      state.active = active ?? -1;
      if (found === record.verdict) continue;
      killedBy = record.name;
      killers.note(mutant.file, record);
      // What the mutant left behind in this process must not count for the next one.
      if (active === undefined && (await judge(record, jobs)) !== record.verdict)
        return send({ kind: "spoiled", id: mutant.id, killedBy });
      break;
    }
    send({ kind: "end", id: mutant.id, killedBy, tried: ordered.length });
  }
  send({ kind: "finished" });
}

/**
 * Which records to try first: the one that showed it in an earlier run; some good ones, which show what every record goes through;
 * those that showed mutants of the same file; those whose reason or name the statement names; those that
 * end soonest after the site, since most often it ends them; one of each reason; cheap ones.
 */
class Killers {
  readonly #byFile = new Map<string, StoredRecord[]>();

  note(file: string, record: StoredRecord): void {
    const others = (this.#byFile.get(file) ?? []).filter((other) => other !== record);
    this.#byFile.set(file, [record, ...others].slice(0, RECENT));
  }

  order(candidates: readonly StoredRecord[], { file, source, killer }: Task): readonly StoredRecord[] {
    const there = new Set(candidates);
    const words = wordsOf(source);
    const named = candidates
      .map((record) => ({ record, shared: closeness(record, source, words) }))
      .filter(({ shared }) => shared > 0)
      .sort((a, b) => b.shared - a.shared || a.record.cost - b.record.cost)
      .map(({ record }) => record);
    const shortest = [...candidates].sort((a, b) => a.hits.length - b.hits.length || a.cost - b.cost);
    const cheapest = [...candidates].sort((a, b) => a.cost - b.cost);
    return [
      ...new Set([
        ...candidates.filter(({ name }) => name === killer),
        ...cheapest.filter(({ code }) => code === undefined).slice(0, GOOD),
        ...(this.#byFile.get(file) ?? []).filter((record) => there.has(record)),
        ...named.slice(0, NAMED),
        ...shortest.slice(0, SHORTEST),
        ...firstOfEachReason(candidates),
        ...cheapest,
      ]),
    ];
  }
}

const GOOD = 5;
const RECENT = 40;
const NAMED = 40;
const SHORTEST = 100;

const wordsOf = (text: string): readonly string[] => [...new Set(text.match(/[A-Za-z]{4,}/g) ?? [])];

function firstOfEachReason(records: readonly StoredRecord[]): ReadonlySet<StoredRecord> {
  const cheapest = new Map<string, StoredRecord>();
  for (const record of records) {
    const known = cheapest.get(record.code ?? "");
    if (known === undefined || record.cost < known.cost) cheapest.set(record.code ?? "", record);
  }
  return new Set(cheapest.values());
}

function closeness({ code, name }: StoredRecord, source: string, words: readonly string[]): number {
  const named = words.filter((word) => name.includes(word)).length;
  return (code !== undefined && source.includes(code) ? 2 : 0) + named;
}

process.on("message", (message: ToChild) => {
  const done = message.kind === "prepare" ? prepare(message) : work(message);
  done.then(
    () => process.disconnect(),
    (error: unknown) => {
      send({
        kind: "failed",
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      process.disconnect();
    },
  );
});
