import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commitOf, currentLoad, thisComputer } from "../computer.ts";
import type { ChainUnderTest } from "./chain-under-test.ts";
import type { RunResult } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const TABLE = join(ROOT, "docs", "faults.md");

/** So many findings of one kind are enough to understand it. */
const SHOWN = 5;

/** What came of a run, for people. */
export function table({ verdicts, seen, schedule }: RunResult): string {
  const { requests, receipts, blocks, leaves } = figures(seen);
  const rows = verdicts.map(({ number, says, findings, looked }) => {
    const word = findings.length === 0 ? "good" : `BROKEN (${findings.length})`;
    return `${number}  ${says.padEnd(64)} ${`${looked}`.padStart(6)} looked at  ${word}`;
  });
  const found = verdicts.flatMap(({ number, findings }) =>
    findings.slice(0, SHOWN).map((finding) => `   ${number}: ${finding}`),
  );
  const head = `seed ${schedule.seed}: ${schedule.faults.length} faults, ${blocks} blocks, ${requests} requests, ${receipts} receipts, ${leaves} entries`;
  return `\n${[head, ...rows, ...found].join("\n")}\n`;
}

function figures(
  seen: RunResult["seen"],
): Readonly<Record<"requests" | "receipts" | "blocks" | "leaves", number>> {
  const count = (what: string): number => seen.journal.filter((line) => line.what === what).length;
  const most = (of: (validator: (typeof seen.validators)[number]) => number): number =>
    Math.max(0, ...seen.validators.map(of));
  return {
    requests: count("request"),
    receipts: count("receipt"),
    blocks: most(({ blocks }) => blocks.length),
    leaves: most(({ log }) => log.leaves.length),
  };
}

/** Appends the run to the table and to the file of the chain, with all that makes it possible to repeat it. */
export async function record(
  result: RunResult,
  { chain, control }: { readonly chain: ChainUnderTest; readonly control: boolean },
): Promise<void> {
  const { schedule, verdicts, seen } = result;
  const date = new Date(seen.startedAt).toISOString();
  const broken = verdicts.filter(({ findings }) => findings.length > 0).map(({ number }) => number);
  const minutes = Math.round(schedule.durationMs / 6_000) / 10;
  const line = {
    date,
    chain: chain.name,
    control,
    seed: schedule.seed,
    validators: schedule.validators,
    minutes,
    commit: commitOf(ROOT) ?? "none",
    versions: { ...(await chain.versions()), node: process.versions.node },
    machine: { ...thisComputer(), load: currentLoad() },
    ...figures(seen),
    verdicts: verdicts.map(({ number, looked, findings }) => ({
      number,
      looked,
      findings: findings.slice(0, SHOWN),
    })),
    faults: schedule.faults,
  };
  const file = join(dirname(TABLE), "faults", `${chain.name}.jsonl`);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
  const { requests, receipts, blocks } = figures(seen);
  const kinds = control ? "twins of 2 of 4, cut" : countKinds(result);
  const word =
    broken.length === 0 ? (control ? "the fork was found" : "all hold") : `broken: ${broken.join(", ")}`;
  const cells = [
    date.slice(0, 16).replace("T", " "),
    chain.name,
    schedule.seed,
    `${schedule.validators}`,
    `${minutes}`,
    kinds,
    `${blocks}`,
    `${requests}, ${receipts}`,
    word,
    line.commit,
  ];
  appendFileSync(TABLE, `| ${cells.join(" | ")} |\n`);
}

function countKinds({ schedule }: RunResult): string {
  const counts = new Map<string, number>();
  for (const { kind } of schedule.faults) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count > 1 ? `${count} ${kind}` : kind)).join(", ");
}
