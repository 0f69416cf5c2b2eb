/** Elections played by trustees' machines over the real state machine, with everybody else in one hand. */
import { assert, type Bytes, expectOk, type Result } from "@veche/base";
import type { Manifest } from "@veche/election";
import { type Ceremony, decodeEntry, type Placed } from "@veche/ledger";
import {
  castTransaction,
  close,
  define,
  type ElectionSketch,
  issuerKeys,
  issueTransaction,
  open,
  roll,
  seededRandom,
  TestLedger,
  type TestVoter,
  TIMES,
  testElection,
} from "@veche/ledger/testing";
import type { Said } from "../machine/action.ts";
import type { VerifiedLedger } from "../machine/ledger.ts";
import { type Step, TrusteeMachine } from "../machine/machine.ts";
import type { MachineError } from "../machine/machine-error.ts";
import type { TrusteeVault } from "../vault/vault.ts";
import { newMedia, newVault, openVault } from "./media.ts";

export type Media = readonly [string, string];

export type Scene = {
  readonly ledger: TestLedger;
  /** By trustee, from 1. */
  readonly media: ReadonlyMap<number, Media>;
};

/** What makes the RSA keys of an election few: one issuer in the set, one spare, one style. */
const SMALL: ElectionSketch = {
  issuers: { count: 2, active: [1] },
  contests: [{ min: 1, max: 1, options: 2 }],
  styles: [{ contests: [0] }],
  minimumGroup: 1,
};

/** An election that has just been defined, whose trustees have vaults. */
export async function newScene(sketch: ElectionSketch = {}, seed = "scene"): Promise<Scene> {
  const full: ElectionSketch = { ...SMALL, trustees: { count: 5, quorum: 3 }, ...sketch };
  const count = full.trustees?.count ?? 0;
  const media = new Map<number, Media>();
  const members: Manifest["trustees"]["members"][number][] = [];
  for (let trustee = 1; trustee <= count; trustee++) {
    const folders = newMedia();
    const vault = await newVault(folders, `${seed}/${trustee}`);
    members.push(vault.member(`Trustee ${trustee}`));
    await vault.close();
    media.set(trustee, folders);
  }
  const test = testElection(full, seededRandom(seed), (manifest) => ({
    ...manifest,
    trustees: { ...manifest.trustees, members },
  }));
  const ledger = new TestLedger(test);
  define(ledger);
  return { ledger, media };
}

/** The view of a trustee whose follower has everything. */
export function viewOf(ledger: TestLedger): VerifiedLedger {
  const { state, view, entries } = ledger;
  return {
    state,
    view,
    entry: async (index) => {
      const bytes = entries[index];
      return bytes === undefined ? undefined : expectOk(decodeEntry(bytes), "entry");
    },
  };
}

/** A vault opened for one thing, and closed. */
export async function withVault<T>(
  scene: Scene,
  trustee: number,
  use: (vault: TrusteeVault) => Promise<T>,
): Promise<T> {
  const vault = await openVault(scene.media.get(trustee) as Media);
  try {
    return await use(vault);
  } finally {
    await vault.close();
  }
}

/**
 * One step of a machine that was started for it and is gone afterwards: every step of every election played here comes after a
 * crash.
 */
export function stepOf(
  scene: Scene,
  trustee: number,
  said: Said = {},
  ledger: TestLedger = scene.ledger,
): Promise<Result<Step, MachineError>> {
  return withVault(scene, trustee, async (vault) => {
    const { election, randomBytes } = ledger.test;
    const machine = await TrusteeMachine.open(vault, election, { now: () => ledger.time, randomBytes });
    return machine.ok ? machine.value.step(viewOf(ledger), said) : machine;
  });
}

export async function takenStep(
  scene: Scene,
  trustee: number,
  said: Said = {},
  ledger: TestLedger = scene.ledger,
): Promise<Step> {
  return expectOk(await stepOf(scene, trustee, said, ledger), `step of trustee ${trustee}`);
}

/** Posts what a machine made, each transaction in a block of its own. */
export const post = (ledger: TestLedger, transactions: readonly Bytes[]): readonly Placed[] =>
  transactions.map((transaction) => ledger.send(transaction));

/** A step taken and posted; everything must be accepted. */
export async function act(
  scene: Scene,
  trustee: number,
  said: Said = {},
  ledger: TestLedger = scene.ledger,
): Promise<Step> {
  const step = await takenStep(scene, trustee, said, ledger);
  for (const transaction of step.transactions) ledger.accept(transaction);
  return step;
}

export type Play = {
  /** Trustees who do nothing. */
  readonly offline?: readonly number[];
  readonly said?: Said;
  readonly ledger?: TestLedger;
  /** In place of `act`. */
  readonly act?: (trustee: number) => Promise<Step>;
};

/** All trustees take turns until none has anything to send. */
export async function play(
  scene: Scene,
  { offline = [], said = {}, ledger, act: acts }: Play = {},
): Promise<void> {
  const trustees = [...scene.media.keys()].filter((trustee) => !offline.includes(trustee));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const trustee of trustees) {
      const step = await (acts?.(trustee) ?? act(scene, trustee, said, ledger ?? scene.ledger));
      isMoving ||= step.transactions.length > 0;
    }
  }
}

/** From a ceremony that is done to the moment at which voting begins. */
export async function openVoting(
  scene: Scene,
  voters: number,
  offline: readonly number[] = [],
): Promise<readonly TestVoter[]> {
  const { ledger } = scene;
  issuerKeys(ledger);
  const [onRoll = []] = roll(ledger, [voters]);
  await play(scene, { offline });
  open(ledger);
  ledger.at(TIMES.opens);
  ledger.accept(...onRoll.map((voter) => issueTransaction(ledger, voter)));
  return onRoll;
}

/** Ballots for the option. */
export function castFor(ledger: TestLedger, voters: readonly TestVoter[], option: 0 | 1): void {
  const choices = [option === 0 ? ([1, 0] as const) : ([0, 1] as const)];
  ledger.accept(...voters.map((voter) => castTransaction(ledger, voter, { choices })));
}

/** The moment from which heads may be signed. */
export function closeVoting(ledger: TestLedger): void {
  close(ledger);
  ledger.at(ledger.test.manifest.tallyNotBefore);
}

/** All trustees take part until this step of the ceremony has begun. */
export async function until(scene: Scene, step: string, offline: readonly number[] = []): Promise<void> {
  const { ledger, media } = scene;
  const trustees = [...media.keys()].filter((trustee) => !offline.includes(trustee));
  while (ledger.state.ceremony?.step !== step) {
    const before = ledger.state;
    for (const trustee of trustees) if (ledger.state.ceremony?.step !== step) await act(scene, trustee);
    assert(before !== ledger.state, `the ceremony does not come to ${step}`);
  }
}

export function ceremonyOf({ ledger }: Scene): Ceremony {
  const { ceremony } = ledger.state;
  assert(ceremony !== undefined, "the election is defined");
  return ceremony;
}
