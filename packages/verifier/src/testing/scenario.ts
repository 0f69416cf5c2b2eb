import type { CborMap } from "@veche/base";
import { RecordMaker } from "./maker.ts";
import { canaries, ceremony, define, issuerKeys, open, roll } from "./steps-setup.ts";
import { certify, close, decryptions, heads, participants } from "./steps-tally.ts";
import { voting } from "./steps-vote.ts";
import { type TestManifest, testManifest } from "./test-manifest.ts";

type Step = (maker: RecordMaker) => void;

/** The steps of an election, in order. A test replaces those that it forges. */
const HONEST = {
  define,
  ceremony: (maker: RecordMaker) => ceremony(maker),
  issuerKeys,
  roll,
  canaries,
  open,
  voting,
  participants: (maker: RecordMaker) => {
    maker.time = Math.max(maker.time, Math.max(...maker.manifest.styles.map((style) => style.issueEnds)));
    participants(maker);
  },
  close: (maker: RecordMaker) => close(maker),
  heads,
  decryptions,
  certify: (maker: RecordMaker) => certify(maker),
} as const satisfies { readonly [name: string]: Step };

export type Steps = { readonly [name in keyof typeof HONEST]?: Step };

export type Scenario = Steps & {
  readonly manifest?: (honest: TestManifest) => CborMap;
};

/** Honest beginnings, kept because many tests differ only in what comes later. */
const beginnings = new Map<string, RecordMaker>();

/** Makes the record of an election that is honest but for what the scenario replaces. */
export function makeRecord({ manifest, ...steps }: Scenario = {}): RecordMaker {
  const honest = testManifest();
  if (manifest !== undefined) return run(new RecordMaker(manifest(honest)), steps, NAMES);
  const replaced = NAMES.findIndex((name) => steps[name] !== undefined);
  const common = replaced < 0 ? NAMES.length : replaced;
  const last = NAMES[common - 1] ?? "";
  const known = beginnings.get(last) ?? run(new RecordMaker(honest), {}, NAMES.slice(0, common));
  beginnings.set(last, known);
  return run(known.copy(), steps, NAMES.slice(common));
}

const NAMES = Object.keys(HONEST) as readonly (keyof typeof HONEST)[];

function run(maker: RecordMaker, steps: Steps, names: readonly (keyof typeof HONEST)[]): RecordMaker {
  for (const name of names) (steps[name] ?? HONEST[name])(maker);
  return maker;
}
