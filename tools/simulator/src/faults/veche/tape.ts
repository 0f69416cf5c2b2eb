import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError, type Bytes, expectOk, fromHex, toHex } from "@veche/base";
import { decodeManifest, type Election, electionIdOf, encodeManifest, type Manifest } from "@veche/election";
import { encodePoint } from "@veche/group";
import { encodeIssuerKeys } from "@veche/issuer";
import { electionKeysOf, issuerSetOf, modulusOf } from "@veche/ledger";
import { TrusteeMachine } from "@veche/trustee";
import { mustCommit } from "../../chain.ts";
import { manifestOf } from "../../manifest.ts";
import { makeParties, type Parties } from "../../parties.ts";
import { simulatedEntry } from "../../roll.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { seededRandom } from "../../seeded-random.ts";
import * as setup from "../../setup.ts";
import { cutRows, entryOfRow, type Group } from "../../voting/requests.ts";
import { takeSnapshot } from "../../voting/snapshot.ts";
import { VoterPool } from "../../voting/voter-pool.ts";
import { MemoryChain } from "./memory-chain.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** All bytes that one voter can send: two ballots that differ, of which one can count. */
export type TapedVoter = {
  readonly issue: Bytes;
  readonly credential: string;
  readonly yes: Bytes;
  readonly no: Bytes;
};

/** A whole small election up to its last ballot, to be played to a chain: set-up in its order, then voters in any order. */
export type Tape = {
  readonly election: Election;
  /** Each entered before the next is sent. */
  readonly setUp: readonly (readonly Bytes[])[];
  readonly voters: readonly TapedVoter[];
};

export type TapeOptions = {
  readonly seed: string;
  /** For the trustees' media, which nobody needs afterwards. */
  readonly folder: string;
  readonly validators: Manifest["validators"];
  readonly voters: number;
  /** ms since 1970: the voting is open from now on. */
  readonly now: number;
  /** Names the log: two elections of one chain differ in it. */
  readonly id?: string;
  readonly engine?: Manifest["engine"];
  /** At which casts enter, s; without it they enter at once. */
  readonly tick?: number;
};

const scenarioOf = (id: string, voters: number, now: number): Scenario => ({
  id,
  title: { en: "An election among faults", ru: "Голосование среди отказов" },
  opens: now,
  ends: now + 24 * HOUR,
  revoteMax: 0,
  contests: [
    {
      id: "question",
      title: { en: "Yes or no?", ru: "Да или нет?" },
      min: 1,
      max: 1,
      options: [
        { id: "yes", title: { en: "Yes", ru: "Да" } },
        { id: "no", title: { en: "No", ru: "Нет" } },
      ],
    },
  ],
  styles: [
    {
      id: "all",
      title: { en: "All", ru: "Все" },
      contest: 0,
      registered: voters,
      issued: voters,
      final: [voters, 0],
      superseded: [0, 0],
    },
  ],
  figures: [],
  published: [],
});

/** The organisation whose signature lets the election begin: it must stand in the chain's genesis. */
export const organisationOf = async (seed: string, folder: string): Promise<Parties> =>
  makeParties(seed, join(folder, "trustees"), false);

/** Plays an election in memory and keeps what was sent. The chain's genesis has the organisations of `parties`, quorum 1. */
export async function makeTape(options: TapeOptions, parties: Parties): Promise<Tape> {
  const { seed, voters: count, now, id = "faults", engine = "cometbft", tick = 0 } = options;
  const scenario = scenarioOf(id, count, now);
  const simulated = manifestOf(scenario, 0.5, seed, parties);
  const manifest: Manifest = {
    ...simulated,
    engine,
    validators: options.validators,
    // Of a chain its validators are witnesses enough; one node by itself needs another's eyes (02.2.6).
    ...(engine === "cometbft" ? { witnesses: { members: [], quorum: 0 } } : {}),
    styles: simulated.styles.map((style) => ({ ...style, tick })),
  };
  const election = { electionId: electionIdOf(encodeManifest(manifest)), manifest };
  const chain = await MemoryChain.open(election);
  const pool = new VoterPool();
  try {
    const keys = await setUp(chain, election, parties, pool, scenario, seed);
    const setUpBlocks = [...chain.blocks];
    const voters = await vote(chain, election, pool, keys, { seed, count, now });
    return { election, setUp: setUpBlocks, voters };
  } finally {
    await pool.close();
    await Promise.all(parties.trustees.map(({ vault }) => vault.close()));
  }
}

async function setUp(
  chain: MemoryChain,
  election: Election,
  parties: Parties,
  pool: VoterPool,
  scenario: Scenario,
  seed: string,
): Promise<readonly Bytes[]> {
  const begin = scenario.opens - 10 * 24 * HOUR;
  await setup.define(chain, election, parties, begin);
  const machines = await Promise.all(
    parties.trustees.map(async ({ vault }, at) => {
      const world = {
        now: () => chain.state().time,
        randomBytes: seededRandom(seed, `trustee ${at + 1} machine`),
      };
      return expectOk(await TrusteeMachine.open(vault, election, world), "a trustee's machine");
    }),
  );
  const ready = await setup.trusteesWork(chain, machines, chain.ledger, begin);
  const keys = await setup.publishIssuerKeys(chain, election, parties, ready + MINUTE, () => undefined);
  const roll = { scenario, seed, from: ready + HOUR };
  await setup.publishRoll(chain, election, parties, pool, roll, () => undefined);
  const tested = await setup.trusteesWork(chain, machines, chain.ledger, chain.state().time + HOUR);
  await setup.open(chain, election, parties, tested + HOUR);
  return keys.map(encodeIssuerKeys);
}

async function vote(
  chain: MemoryChain,
  election: Election,
  pool: VoterPool,
  issuerKeys: readonly Bytes[],
  { seed, count, now }: { readonly seed: string; readonly count: number; readonly now: number },
): Promise<readonly TapedVoter[]> {
  const { electionId, manifest } = election;
  const key = electionKeysOf(chain.state(), chain.view())?.key;
  if (key === undefined) throw new BugError("an open election has a key");
  const electionKey = encodePoint(key);
  const frame = { electionId, manifest: encodeManifest(manifest), electionKey, seed, issuerKeys };
  const { number: set } = issuerSetOf(chain.state());
  const numbers = Uint32Array.from({ length: count }, (_, at) => at);
  const moduli = issuerKeys.map((_, at) => modulusOf(chain.view(), at + 1, 0) ?? missing());
  const group: Group = { style: 0, numbers, moduli };
  const { rows, transactions } = await pool.request({ kind: "request", frame, group, set });
  const issues = equalParts(transactions, count);
  await mustCommit(chain, now + MINUTE, issues);
  const entries = cutRows(rows, moduli.length).map(entryOfRow);
  const ledger = takeSnapshot({ state: chain.state(), view: chain.view() }, moduli.length, 0, entries);
  const castsOf = async (option: number): Promise<readonly Bytes[]> => {
    const chosen = new Uint16Array(count).fill(option);
    const casting = { group, set, seqs: new Uint8Array(count), chosen, rows, ledger, now: now + 2 * MINUTE };
    return equalParts(await pool.cast({ kind: "cast", frame, casting }), count);
  };
  const [yes, no] = [await castsOf(0), await castsOf(1)];
  const styleId = manifest.styles[0]?.id ?? missing();
  return issues.map((issue, at) => ({
    issue,
    // Whose ballot it is, among those who play: the log shows another name for it.
    credential: toHex(simulatedEntry({ electionId, styleId, seed }, 0, at)),
    yes: yes[at] ?? missing(),
    no: no[at] ?? missing(),
  }));
}

function equalParts(all: Bytes, count: number): readonly Bytes[] {
  const length = all.length / count;
  return Array.from({ length: count }, (_, at) => all.slice(at * length, (at + 1) * length));
}

function missing(): never {
  throw new BugError("a part of the prepared election is missing");
}

type Written = {
  readonly manifest: string;
  readonly setUp: readonly (readonly string[])[];
  readonly voters: readonly Readonly<Record<keyof TapedVoter, string>>[];
};

export async function storeTape(file: string, { election, setUp: blocks, voters }: Tape): Promise<void> {
  const written: Written = {
    manifest: toHex(encodeManifest(election.manifest)),
    setUp: blocks.map((block) => block.map(toHex)),
    voters: voters.map(({ issue, credential, yes, no }) => ({
      ...{ issue: toHex(issue), credential },
      ...{ yes: toHex(yes), no: toHex(no) },
    })),
  };
  await writeFile(file, JSON.stringify(written));
}

/** Of a file that `storeTape` wrote in the same run. */
export async function storedTape(file: string): Promise<Tape> {
  const { manifest, setUp: blocks, voters } = JSON.parse(await readFile(file, "utf8")) as Written;
  const bytes = (hex: string): Bytes => fromHex(hex) ?? missing();
  const read = bytes(manifest);
  return {
    election: { electionId: electionIdOf(read), manifest: expectOk(decodeManifest(read), "the manifest") },
    setUp: blocks.map((block) => block.map(bytes)),
    voters: voters.map(({ issue, credential, yes, no }) => ({
      ...{ issue: bytes(issue), credential },
      ...{ yes: bytes(yes), no: bytes(no) },
    })),
  };
}
