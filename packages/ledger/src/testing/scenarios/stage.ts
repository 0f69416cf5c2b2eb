import { assert, type Bytes, type CborMap } from "@veche/base";
import type { Manifest } from "@veche/election";
import type { TransactionType } from "../../format/bodies.ts";
import { enters, type OutcomeCode } from "../../format/outcome.ts";
import type { Signer } from "../../format/signed-message.ts";
import type { Role } from "../../format/table.ts";
import { initialState } from "../../state/state.ts";
import {
  canaries,
  close,
  dealAll,
  decrypt,
  define,
  issuerKeys,
  open,
  roll,
  signHeads,
  step,
} from "../flows.ts";
import { seededRandom } from "../random.ts";
import { type ContestSketch, type ElectionSketch, HOUR, MINUTE, TIMES } from "../sketch.ts";
import { signerOf, testElection } from "../test-election.ts";
import { TestLedger } from "../test-ledger.ts";
import { TestTrustees } from "../trustees.ts";
import { type TestVoter, vote } from "../voters.ts";

/** How far the election of a scenario has come before it begins. */
export const STAGES = [
  "empty",
  "defined",
  "dealt",
  "done",
  "ready",
  "open",
  "closed",
  "headed",
  "counted",
] as const;
export type StageName = (typeof STAGES)[number];

/** A played piece of an election: vectors are written from it and tests run it. */
export type Scenario = {
  /** Attack and lesson numbers stand in it. */
  readonly name: string;
  readonly base: BaseName;
  readonly play: (stage: Stage) => void;
};

type Setting = {
  readonly sketch: ElectionSketch;
  /** Turns the manifest into one that is refused. */
  readonly change?: (manifest: Manifest) => Manifest;
  /** The node has another genesis than the manifest. */
  readonly foreign?: true;
};

const LONG_CONTEST: ContestSketch = { min: 0, max: 1, options: 200 };

/** A scenario, written like the test that it is. */
export function it(name: string, base: BaseName, play: (stage: Stage) => void): Scenario {
  return { name, base, play };
}

/** Elections that differ in what their scenarios need. */
export const SETTINGS = {
  plain: { sketch: {} },
  broken: { sketch: {}, change: (manifest: Manifest): Manifest => ({ ...manifest, revoteMax: 10 }) },
  foreign: { sketch: {}, foreign: true },
  /** The manifest is larger than an entry. */
  large: {
    sketch: {
      contests: Array.from({ length: 6 }, () => LONG_CONTEST),
      styles: [0, 1, 2, 3, 4, 5].map((contest) => ({ contests: [contest] })),
    },
  },
  /** Ballots can be replaced. */
  revote: { sketch: { revoteMax: 2 } },
  /** Casts of style 0 enter once in ten minutes. */
  tick: {
    sketch: {
      styles: [
        {
          contests: [0, 1],
          tick: 600,
          issueEnds: TIMES.castEnds - 10 * MINUTE,
          portalEnds: TIMES.opens + HOUR,
        },
        { contests: [0] },
      ],
    },
  },
  /** Two replacements of issuers are possible. */
  issuers: { sketch: { issuers: { count: 5, active: [1, 2, 3] }, styles: [{ contests: [0, 1] }] } },
  /** Contests with too few ballots are not decrypted. */
  withhold: { sketch: { minimumGroup: 50, tiny: "withhold" } },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type BaseName = `${SettingName}/${StageName}`;

const VOTERS: readonly number[] = [7, 3];

/** Where a scenario plays. */
export class Stage {
  readonly ledger: TestLedger;
  readonly trustees: TestTrustees;
  /** By style; the first two of style 0 have voted when the election is closed. */
  readonly voters: readonly (readonly TestVoter[])[];

  constructor(ledger: TestLedger, voters: readonly (readonly TestVoter[])[]) {
    this.ledger = ledger;
    this.trustees = new TestTrustees(ledger);
    this.voters = voters;
  }

  fork(): Stage {
    return new Stage(this.ledger.fork(), this.voters);
  }

  voter(style: number, at: number): TestVoter {
    const voter = this.voters[style]?.[at];
    assert(voter !== undefined, `no voter ${at} of style ${style}`);
    return voter;
  }

  signer(role: Role, index: number): Signer {
    return signerOf(this.ledger.test, role, index);
  }

  /** Offers a transaction alone in a block: `precheck` and the block must both say `code`. */
  expect(code: OutcomeCode, transaction: Bytes): void {
    const { ledger } = this;
    const before = ledger.state;
    const asked = ledger.ask(transaction);
    const placed = ledger.send(transaction);
    assert(placed.code === code, `${placed.code} (${placed.detail ?? ""}) where ${code} was expected`);
    assert(asked.code === code, `precheck says ${asked.code} where ${code} was expected`);
    assert(enters(placed) || ledger.state === before, "a refused transaction changes nothing");
  }

  /** The same for a body, signed by whom it needs. */
  expectBody(code: OutcomeCode, type: TransactionType, body: CborMap): void {
    this.expect(code, this.ledger.tx(type, body));
  }

  /** Offers a block; its outcomes in the order given. */
  expectBlock(codes: readonly OutcomeCode[], ...transactions: readonly Bytes[]): void {
    const got = this.ledger.codes(...transactions);
    assert(got.join() === codes.join(), `${got.join()} where ${codes.join()} was expected`);
  }
}

/** Plays all bases that are asked for, each from the one before, once. */
export class Bases {
  readonly #stages = new Map<BaseName, Stage>();
  readonly #extra: ElectionSketch;

  /** @param extra what all its elections have besides what their setting says. */
  constructor(extra: ElectionSketch = {}) {
    this.#extra = extra;
  }

  /** A stage of its own, free to change. */
  stage(base: BaseName): Stage {
    return this.#played(base).fork();
  }

  /** The blocks that lead from `previous(base)` to the base. */
  historyOf(base: BaseName): TestLedger["history"] {
    return this.#played(base).ledger.history;
  }

  #played(base: BaseName): Stage {
    const known = this.#stages.get(base);
    if (known !== undefined) return known;
    const before = previousBase(base);
    const stage =
      before === undefined ? emptyStage(base, this.#extra) : advance(this.stage(before), stageNameOf(base));
    this.#stages.set(base, stage);
    return stage;
  }
}

const settingNameOf = (base: BaseName): SettingName => base.split("/")[0] as SettingName;
const stageNameOf = (base: BaseName): StageName => base.split("/")[1] as StageName;

/** The stage before, whose blocks come first. */
export function previousBase(base: BaseName): BaseName | undefined {
  const name = STAGES[STAGES.indexOf(stageNameOf(base)) - 1];
  return name === undefined ? undefined : `${settingNameOf(base)}/${name}`;
}

function emptyStage(base: BaseName, extra: ElectionSketch): Stage {
  const name = settingNameOf(base);
  const setting: Setting = SETTINGS[name];
  const test = testElection(
    { ...setting.sketch, ...extra },
    seededRandom(`scenario ${name}`),
    setting.change,
  );
  const ledger = new TestLedger(test);
  if (setting.foreign) {
    const { genesis } = test.manifest;
    ledger.state = initialState(test.electionId, { ...genesis, quorum: genesis.quorum - 1 });
  }
  return new Stage(ledger, []);
}

function advance(stage: Stage, name: StageName): Stage {
  const { ledger, trustees, voters } = stage;
  switch (name) {
    case "defined":
      define(ledger);
      return stage;
    case "dealt":
      dealAll(ledger);
      return stage;
    case "done":
      step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee));
      return stage;
    case "ready": {
      const onRoll = roll(ledger, VOTERS.slice(0, ledger.test.manifest.styles.length));
      issuerKeys(ledger);
      canaries(ledger);
      return new Stage(ledger, onRoll);
    }
    case "open":
      open(ledger);
      ledger.at(TIMES.opens);
      return stage;
    case "closed":
      vote(ledger, voters[0]?.slice(0, 2) ?? []);
      close(ledger);
      return stage;
    case "headed":
      signHeads(ledger);
      return stage;
    case "counted":
      if (ledger.state.head?.length !== 0) decrypt(ledger);
      return stage;
    default:
      return stage;
  }
}
