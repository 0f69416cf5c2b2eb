import { type CborMap, type CborValue, encodeCbor } from "@veche/base";
import type { Evidence } from "../control.ts";
import { RecordMaker } from "../maker.ts";
import { ageOf, publicKeyOf } from "../parties.ts";
import { ALL_SIGNERS } from "../publish.ts";
import {
  dealAll,
  define,
  open,
  sendCanary,
  sendConfirm,
  sendIssuerKeys,
  sendRoll,
  takeKeys,
  testRollEntries,
} from "../steps-setup.ts";
import { certify, close, headOf, resultValue, sendDecryption, sendHead } from "../steps-tally.ts";
import { cast, issue, waitUntil } from "../steps-vote.ts";
import { HOUR } from "../test-manifest.ts";
import { type CorpusManifest, corpusManifest } from "./corpus.ts";
import { withAt } from "./walk.ts";

/** Rows of spec/11-mutations.md about the manifest. */
export const MANIFEST_ROW = "E13";
export const KEYS_ROW = "E14";

/** The corpus manifest cut down to the smallest whole election: one question, one issuer, three trustees. */
export function smallManifest() {
  const usual: CorpusManifest = corpusManifest();
  return {
    ...usual,
    trustees: { ...usual.trustees, members: usual.trustees.members.slice(0, 3), quorum: 2 },
    issuers: { active: [1], members: usual.issuers.members.slice(0, 1) },
    contests: usual.contests.slice(0, 1),
    styles: usual.styles.slice(0, 1).map((style) => ({ ...style, contests: [0] })),
    minimumGroup: 2,
  };
}

/** A whole small election under a manifest, everybody doing what it asks. */
export function smallElection(manifest: CborMap): Evidence {
  const maker = new RecordMaker(manifest);
  const alive = maker.manifest.trustees.members.map((_, i) => i + 1);
  define(maker);
  const deals = dealAll(maker, alive);
  for (const j of alive) sendConfirm(maker, j);
  takeKeys(maker, deals);
  sendIssuerKeys(maker, 1, 0);
  maker.roll[0] = testRollEntries(0, 2);
  sendRoll(maker, 0, maker.roll[0], 0);
  for (const stage of ["ceremony", "open"]) for (const j of alive) sendCanary(maker, j, stage);
  open(maker);
  const { opens = 0 } = maker.manifest.styles[0] ?? {};
  waitUntil(maker);
  for (const n of [0, 1]) issue(maker, 0, n);
  waitUntil(maker, opens + 6 * 60_000);
  cast(maker, { voter: "a0", style: 0, votes: votesOf(maker, 1) });
  waitUntil(maker, opens + 16 * 60_000);
  cast(maker, { voter: "a1", style: 0, votes: votesOf(maker, 0) });
  close(maker);
  maker.head = headOf(maker, maker.root());
  waitUntil(maker, maker.manifest.tallyNotBefore);
  const counted = maker.manifest.tiny === "publish" || maker.manifest.minimumGroup <= 2;
  for (const j of alive.slice(0, 2)) sendHead(maker, j, maker.head);
  if (counted) for (const j of alive.slice(0, maker.manifest.trustees.quorum)) sendDecryption(maker, j);
  maker.resultBytes = new Uint8Array(encodeCbor(resultValue(maker)));
  certify(maker);
  const { origin } = maker.manifest;
  maker.signers = ALL_SIGNERS.map((one) => (one.type === 1 ? { ...one, name: origin } : one));
  return { files: maker.files(), electionId: maker.electionId };
}

const more = (old: string): string => `${old} 2`;

/** As few votes as each contest allows, or the first option and what else it needs. */
function votesOf({ layouts, manifest }: RecordMaker, least: number): readonly (readonly number[])[] {
  return (layouts[0]?.contests ?? []).map(({ contest, encrypted }) => {
    const { min = 0, max = 0 } = manifest.contests[contest] ?? {};
    const votes = Math.max(least, min === max ? 0 : min);
    return Array.from({ length: encrypted }, (_, i) => (i < votes ? 1 : 0));
  });
}

/** E20: for every field of the manifest that has more than one value, another that the rules allow. */
export function otherManifests(): readonly {
  readonly field: string;
  readonly name: string;
  readonly manifest: CborMap;
}[] {
  const honest = smallManifest();
  const row = (field: string, change: (old: never) => CborValue | undefined, name = "another") => {
    const path = field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const manifest = withAt(honest, path, (old) => change(old as never)) as CborMap;
    return { field: `manifest.${field.replaceAll(/\.\d+/g, "[]")}`, name, manifest };
  };
  const key = (name: string) => () => publicKeyOf(name);
  const texts = ["title", "contests.0.title", "contests.0.options.0.title", "styles.0.title"].flatMap(
    (field) => ["en", "ru"].map((language) => row(`${field}.${language}`, more)),
  );
  const names = [
    "genesis.organisations.0",
    "commission.members.0",
    "trustees.members.0",
    "registrar",
    "issuers.members.0",
  ].map((field) => row(`${field}.name`, more));
  const member = (name: string) => ({ key: publicKeyOf(name), name });
  return [
    ...texts,
    ...names,
    row("nonce", () => new Uint8Array(32).fill(8)),
    row("kind", () => "poll"),
    row("kind", () => "practice", "practice"),
    row("engine", () => "cometbft"),
    row("origin", () => "veche.example/other"),
    row("release", () => undefined, "none"),
    row("release.hash", () => new Uint8Array(32)),
    row("release.version", () => "2.0"),
    row("revoteMax", () => 9),
    row("minimumGroup", () => 1),
    row("minimumGroup", () => 3, "so that nothing is counted"),
    row("tiny", () => "publish"),
    row("tallyNotBefore", (old: number) => old + HOUR),
    row("trustees.stepSeconds", () => 601),
    row("trustees.members.0.age", () => ageOf(5)),
    row("contests.0.id", () => "other-contest"),
    row("contests.0.min", () => 0),
    row("contests.0.max", () => 2),
    row("contests.0.options.0.id", () => "other-option"),
    row("styles.0.id", () => "other-style"),
    row("styles.0.district", () => "other-district"),
    row("styles.0.opens", (old: number) => old - 1),
    row("styles.0.portalEnds", (old: number) => old - 1),
    row("styles.0.issueEnds", (old: number) => old + 1),
    row("styles.0.castEnds", (old: number) => old + 1),
    row("styles.0.latestEnd", (old: number) => old - 1),
    row("styles.0.tick", () => 600),
    row("witnesses.quorum", () => 0),
    row(
      "witnesses.members",
      (old: readonly CborValue[]) => [...old, { key: publicKeyOf("w2"), name: "w2.example" }],
      "one more",
    ),
    row("commission.members", (old: readonly CborValue[]) => old.slice(0, 2), "one less"),
    row("commission.members.2.key", key("another member")),
    row("genesis.organisations", (old: readonly CborValue[]) => [...old, member("third")], "one more"),
  ];
}
