import type { CborValue } from "@veche/base";
import { RecordMaker } from "./maker.ts";
import { canaries, ceremony, define, issuerKeys, open, roll } from "./steps-setup.ts";
import { certify, close, decryptions, heads, participants } from "./steps-tally.ts";
import { voting } from "./steps-vote.ts";
import { testManifest } from "./test-manifest.ts";

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
  readonly manifest?: (honest: { readonly [key: string]: CborValue }) => {
    readonly [key: string]: CborValue;
  };
};

/** Makes the record of an election that is honest but for what the scenario replaces. */
export function makeRecord({ manifest, ...steps }: Scenario = {}): RecordMaker {
  const honest = testManifest();
  const maker = new RecordMaker(manifest === undefined ? honest : manifest(honest));
  for (const [name, step] of Object.entries(HONEST)) {
    const replaced = steps[name as keyof Steps];
    (replaced ?? step)(maker);
  }
  return maker;
}
