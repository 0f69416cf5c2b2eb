import { judgeCheckpoint } from "./log/checkpoint.ts";
import type { TreeBuilder } from "./log/merkle.ts";
import type { OpenLog } from "./log/open-log.ts";
import type { Election } from "./replay/election.ts";
import type { Facts, HeadFacts, ReachedPhase, ResultFacts } from "./report.ts";
import { code } from "./transcript.ts";

const UNTITLED = { en: "", ru: "" };

/** How far an election has come (§10.5). */
export function phaseOf(election: Election | undefined): ReachedPhase {
  if (election === undefined || election.phase === "undefined") return "undefined";
  if (election.phase === "set-up") return "not-open";
  if (election.tally?.certificate !== undefined) return "certified";
  if (election.tally?.result !== undefined) return "result";
  return election.phase;
}

/** Facts of a report: shown, not judged. */
export function factsOf(election: Election, log: OpenLog, tree: TreeBuilder): Facts {
  const { manifest, tally } = election;
  const { checkpoint } = log;
  return {
    title: manifest.title,
    kind: manifest.kind,
    entries: tree.size,
    root: tree.root(),
    cosigners: checkpoint ? judgeCheckpoint(checkpoint, manifest, "strict").cosigners : [],
    blamed: election.blamed,
    styles: election.styles.map(({ roll, issued, ballots, casts }, i) => {
      return { id: manifest.styles[i]?.id ?? "", roll, issued, ballots, casts };
    }),
    head: headFacts(election),
    decryptions: [...(tally?.decryptions.keys() ?? [])],
    certificate: tally?.certificate,
  };
}

function headFacts({ tally, ceremony, manifest }: Election): HeadFacts | undefined {
  if (tally === undefined) return undefined;
  const heads = [...tally.heads];
  return {
    code: code(tally.head),
    same: heads.filter(([, head]) => head.same).map(([trustee]) => trustee),
    different: heads
      .filter(([, head]) => !head.same)
      .map(([trustee, head]) => ({ entry: head.entry, trustee })),
    needed: Math.floor((ceremony.alive.length + manifest.trustees.quorum - 1) / 2) + 1,
  };
}

export function resultOf({ manifest, tally }: Election): ResultFacts | undefined {
  const result = tally?.result;
  if (result === undefined) return undefined;
  const nameOf = (style: number) => {
    const { id, title } = manifest.styles[style] ?? { id: "", title: UNTITLED };
    return { id, title };
  };
  return {
    hash: result.hash,
    contests: result.contests.map((one) => {
      const contest = manifest.contests[one.contest];
      return {
        ...one,
        id: contest?.id ?? "",
        title: contest?.title ?? UNTITLED,
        options: contest?.options.map((option) => option.title) ?? [],
        groups: one.groups.map((group) => ({ ...group, named: group.styles.map(nameOf) })),
      };
    }),
  };
}
