import type { Observations, SeenValidator, Verdict } from "./observations.ts";

/** 1: everything that a sender has a receipt for stands at its place, with all validators. */
export function receiptsKept({ journal, validators }: Observations): Verdict {
  const receipts = journal.filter((line) => line.what === "receipt");
  const findings = receipts.flatMap(({ id, to, index, hash, size, root }) =>
    validators.flatMap(({ name, log }) => {
      const isThere = log.leaves[index]?.hash === hash;
      const other = log.checkpoints.find(
        (checkpoint) => checkpoint.size === size && checkpoint.root !== root,
      );
      return [
        ...(isThere ? [] : [`receipt ${id} of ${to} is not at ${index} with ${name}`]),
        ...(other === undefined ? [] : [`receipt ${id} of ${to} has another head of ${size} than ${name}`]),
      ];
    }),
  );
  return { findings, looked: receipts.length };
}

/** 2: one block and one state at each height, one root for each size of the log. */
export function noFork({ validators }: Observations): Verdict {
  const findings: string[] = [];
  let looked = 0;
  const compare = (what: string, name: string, value: string, seen: Map<string, [string, string]>): void => {
    looked += 1;
    const [first, by] = seen.get(what) ?? [value, name];
    seen.set(what, [first, by]);
    if (first !== value)
      findings.push(`fork: ${what} is ${short(first)} with ${by}, ${short(value)} with ${name}`);
  };
  const seen = new Map<string, [string, string]>();
  for (const { name, blocks, log } of validators) {
    for (const { height, hash, appHash } of blocks) {
      compare(`block ${height}`, name, hash, seen);
      compare(`application hash at ${height}`, name, appHash, seen);
    }
    for (const { size, root } of log.checkpoints) compare(`root of ${size}`, name, root, seen);
  }
  return { findings, looked };
}

/** 3: of one credential one ballot, and the second sender learns that it does not count. */
export function onceEach({ validators, journal }: Observations): Verdict {
  const findings: string[] = [];
  for (const { name, log } of validators) {
    const seen = new Map<string, number>();
    for (const [at, { credential }] of log.leaves.entries()) {
      if (credential === "") continue;
      const before = seen.get(credential);
      if (before !== undefined) findings.push(`${credential} stands at ${before} and ${at} with ${name}`);
      seen.set(credential, at);
    }
  }
  const promised = new Map<string, string>();
  for (const line of journal) {
    if (line.what !== "receipt" || line.credential === "") continue;
    const other = promised.get(line.credential);
    if (other !== undefined && other !== line.hash)
      findings.push(`two different ballots of ${line.credential} have receipts`);
    promised.set(line.credential, line.hash);
  }
  return { findings, looked: promised.size };
}

/** 8: nobody has a ballot that was never sent. */
export function nothingInvented({ validators, journal }: Observations): Verdict {
  const sent = new Set(journal.map(({ hash }) => hash));
  const findings = validators.flatMap(({ name, log }) =>
    log.leaves
      .filter(({ credential, hash }) => credential !== "" && !sent.has(hash))
      .map(({ hash }) => `${name} has ${short(hash)}, which nobody has sent`),
  );
  return { findings, looked: validators.reduce((sum, { log }) => sum + log.leaves.length, 0) };
}

/** 5: who plays all blocks again has the same log, byte for byte, and the same hashes. */
export function replayAgrees({ validators, replayed }: Observations): Verdict {
  if (replayed === undefined) return { findings: ["nobody has replayed the blocks"], looked: 0 };
  const others = validators.filter(({ name }) => name !== replayed.name);
  const findings = others.flatMap((other) => [
    ...(other.log.digest === replayed.log.digest
      ? []
      : [`${replayed.name} has replayed another log than ${other.name}`]),
    ...differences(replayed, other),
  ]);
  return { findings, looked: replayed.blocks.length };
}

function differences(replayed: SeenValidator, other: SeenValidator): readonly string[] {
  const hashes = new Map(other.blocks.map(({ height, appHash }) => [height, appHash]));
  return replayed.blocks
    .filter(({ height, appHash }) => (hashes.get(height) ?? appHash) !== appHash)
    .map(({ height }) => `${replayed.name} has replayed to another state at ${height} than ${other.name}`);
}

const short = (hex: string): string => hex.slice(0, 12);
