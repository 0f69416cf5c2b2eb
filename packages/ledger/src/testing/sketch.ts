import type { RandomBytes } from "@veche/base";
import {
  type BallotStyle,
  type Contest,
  formatAgeRecipient,
  type Manifest,
  type Member,
  type Text,
} from "@veche/election";
import { ed25519PublicKey, encodePoint, multiplyBase, randomScalar, type Scalar } from "@veche/group";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Times of the sketched election, ms. */
export const TIMES = {
  defined: 1_800_000_000_000,
  opens: 1_800_000_000_000 + 20 * DAY,
  portalEnds: 1_800_000_000_000 + 22 * DAY,
  issueEnds: 1_800_000_000_000 + 22 * DAY + HOUR,
  castEnds: 1_800_000_000_000 + 22 * DAY + 2 * HOUR,
  latestEnd: 1_800_000_000_000 + 22 * DAY + 6 * HOUR,
} as const;

export type ContestSketch = Pick<Contest, "min" | "max"> & { readonly options: number };
export type StyleSketch = Partial<BallotStyle> & Pick<BallotStyle, "contests">;

/** What a test says about its election; everything else has a small, valid default. */
export type ElectionSketch = Partial<
  Pick<Manifest, "kind" | "engine" | "origin" | "tallyNotBefore" | "revoteMax" | "minimumGroup" | "tiny">
> & {
  readonly genesis?: Counted;
  readonly commission?: Counted;
  readonly trustees?: Counted & { readonly stepSeconds?: number };
  readonly issuers?: { readonly count: number; readonly active: readonly number[] };
  readonly validators?: number;
  readonly witnesses?: Counted;
  readonly contests?: readonly ContestSketch[];
  readonly styles?: readonly StyleSketch[];
};

export type Counted = { readonly count: number; readonly quorum: number };

/** Secret keys behind a manifest, ascending by index from 1. */
export type Secrets = {
  readonly genesis: readonly Uint8Array[];
  readonly commission: readonly Uint8Array[];
  readonly trustees: readonly Uint8Array[];
  readonly registrar: Uint8Array;
  readonly issueKey: Scalar;
  readonly issuers: readonly Uint8Array[];
  readonly validators: readonly { readonly key: Uint8Array; readonly logKey: Uint8Array }[];
  readonly witnesses: readonly Uint8Array[];
};

const CONTESTS: readonly ContestSketch[] = [
  { min: 1, max: 1, options: 2 },
  { min: 0, max: 2, options: 3 },
];
const STYLES: readonly StyleSketch[] = [{ contests: [0, 1] }, { contests: [0] }];

export function drawSecrets(sketch: ElectionSketch, randomBytes: RandomBytes): Secrets {
  const draw = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => randomBytes(32));
  const validators = draw(2 * (sketch.validators ?? 1));
  return {
    genesis: draw(sketch.genesis?.count ?? 2),
    commission: draw(sketch.commission?.count ?? 3),
    trustees: draw(sketch.trustees?.count ?? 5),
    registrar: randomBytes(32),
    issueKey: randomScalar(randomBytes),
    issuers: draw(sketch.issuers?.count ?? 3),
    validators: Array.from({ length: validators.length / 2 }, (_, at) => ({
      key: validators[2 * at] as Uint8Array,
      logKey: validators[2 * at + 1] as Uint8Array,
    })),
    witnesses: draw(sketch.witnesses?.count ?? 1),
  };
}

export function sketchManifest(sketch: ElectionSketch, secrets: Secrets, randomBytes: RandomBytes): Manifest {
  const { genesis, commission, trustees, issuers, witnesses } = sketch;
  return {
    veche: 1,
    kind: sketch.kind ?? "test",
    engine: sketch.engine ?? "embedded",
    nonce: randomBytes(32),
    origin: sketch.origin ?? "veche.example/test",
    title: text("Election", "Выборы"),
    genesis: { organisations: members("Organisation", secrets.genesis), quorum: genesis?.quorum ?? 2 },
    commission: { members: members("Member", secrets.commission), quorum: commission?.quorum ?? 2 },
    trustees: {
      members: members("Trustee", secrets.trustees).map((member) => ({
        ...member,
        age: formatAgeRecipient(randomBytes(32)),
      })),
      quorum: trustees?.quorum ?? 3,
      stepSeconds: trustees?.stepSeconds ?? 24 * 3_600,
    },
    registrar: {
      issueKey: encodePoint(multiplyBase(secrets.issueKey)),
      key: ed25519PublicKey(secrets.registrar),
      name: "Registrar",
    },
    issuers: { active: issuers?.active ?? [1, 2], members: members("Issuer", secrets.issuers) },
    validators: secrets.validators.map(({ key, logKey }, at) => ({
      key: ed25519PublicKey(key),
      logKey: ed25519PublicKey(logKey),
      name: `validator${at + 1}.example`,
    })),
    witnesses: {
      members: secrets.witnesses.map((key, at) => ({
        key: ed25519PublicKey(key),
        name: `witness${at + 1}.example`,
      })),
      quorum: witnesses?.quorum ?? 1,
    },
    contests: (sketch.contests ?? CONTESTS).map(contest),
    styles: (sketch.styles ?? STYLES).map(style),
    tallyNotBefore: sketch.tallyNotBefore ?? TIMES.latestEnd,
    revoteMax: sketch.revoteMax ?? 0,
    minimumGroup: sketch.minimumGroup ?? 2,
    tiny: sketch.tiny ?? "publish",
  };
}

const text = (en: string, ru: string): Text => ({ en, ru });

const members = (what: string, secrets: readonly Uint8Array[]): readonly Member[] =>
  secrets.map((secret, at) => ({ key: ed25519PublicKey(secret), name: `${what} ${at + 1}` }));

function contest({ min, max, options }: ContestSketch, at: number): Contest {
  return {
    id: `contest-${at}`,
    max,
    min,
    options: Array.from({ length: options }, (_, option) => ({
      id: `option-${option}`,
      title: text(`Option ${option}`, `Вариант ${option}`),
    })),
    proof: "disjunctive",
    title: text(`Contest ${at}`, `Вопрос ${at}`),
  };
}

function style(sketch: StyleSketch, at: number): BallotStyle {
  return {
    castEnds: TIMES.castEnds,
    district: `district-${at}`,
    id: `style-${at}`,
    issueEnds: TIMES.issueEnds,
    latestEnd: TIMES.latestEnd,
    opens: TIMES.opens,
    portalEnds: TIMES.portalEnds,
    tick: 0,
    title: text(`District ${at}`, `Округ ${at}`),
    ...sketch,
  };
}
