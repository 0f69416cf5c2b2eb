import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { SET_UP } from "@veche/abci/testing";
import { missingTool, until } from "@veche/base/testing";
import { chainFolder, cometStatus, findCometbft, RPC_SOCKET } from "@veche/node";
import { ON_ROLL_OF_A } from "./persons.ts";
import { VALIDATORS } from "./ports.ts";
import { Practice, type PracticeStep } from "./practice.ts";
import { Browser } from "./testing/browser.ts";
import { Voter } from "./testing/voter.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
/** Longer than any test here: what ends it is the test, not the clock. */
const MINUTES = 20;

describe("a practice start over a chain", { skip: missingTool(program, SET_UP, { CI }) }, () => {
  const steps: { readonly at: number; readonly step: PracticeStep }[] = [];
  const began = Date.now();
  let folder: string;
  let practice: Practice;

  before(async () => {
    assert.ok(program !== undefined, SET_UP);
    folder = await mkdtemp(join(tmpdir(), "veche-chain-test-"));
    // The database's user has to pass through it.
    await chmod(folder, 0o711);
    practice = await Practice.start({
      ...{ folder, minutes: MINUTES, port: 0, lan: false, chain: { program } },
      pages: { portal: undefined, ballot: undefined },
      told: (step) => steps.push({ at: Date.now() - began, step }),
    });
  });
  after(async () => {
    await practice?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const at = async (node: number, resource: string) => {
    const origin = practice.addresses.nodes[node - 1] ?? assert.fail(`no node ${node}`);
    return new Browser().send(`${origin}/e/${practice.a.id}/${resource}`);
  };
  const hasTold = (kind: "lost" | "back"): boolean => steps.some(({ step }) => step.kind === kind);

  /** Whose cosignatures stand under the receipt of a ballot, which the voter's device has verified. */
  async function votes(
    person: number,
  ): Promise<{ readonly index: number; readonly signers: readonly string[] }> {
    const voter = new Voter(practice.addresses);
    await voter.signIn(ON_ROLL_OF_A[person]?.id ?? "");
    const { voting } = await voter.handover("a");
    const { engine, validators } = voting.election.manifest;
    assert.deepEqual([engine, validators.length], ["cometbft", VALIDATORS]);
    const { index } = await voter.vote("a");
    const { body } = await at(1, `proof/${index}`);
    return { index, signers: cosignersIn(body) };
  }

  test("07.4.1 ballots have receipts of more than two thirds: of four validators, with one killed, and with it back and another one dead", async (t) => {
    t.diagnostic(steps.map(({ at, step }) => `${at} ms ${JSON.stringify(step)}`).join("\n"));
    assert.equal(practice.processes.filter(({ name }) => name.startsWith("node ")).length, VALIDATORS);
    const first = await votes(0);
    assert.ok(first.signers.length >= 3, `${first.signers}`);

    await practice.kill("node 3");
    const second = await votes(1);
    assert.deepEqual(second.signers, [1, 2, 4].map(nameOf), "three are left");
    assert.ok(!hasTold("lost"), "nobody tells of what we did ourselves");

    await practice.restart("node 3");
    const size = second.index + 1;
    await until(async () => sizeIn((await at(3, "checkpoint")).body) >= size, "that it has caught up");
    const own = await at(3, `signed/${sizeIn((await at(3, "checkpoint")).body)}`);
    assert.ok(cosignersIn(own.body).includes(nameOf(3)), own.body);

    const victim = practice.processes.find(({ name }) => name === "node 4");
    assert.ok(victim);
    process.kill(victim.pid, "SIGKILL");
    const third = await votes(2);
    assert.deepEqual(
      third.signers,
      [1, 2, 3].map(nameOf),
      "without the one that came back there are too few",
    );
    assert.ok(hasTold("lost"));
    await until(() => hasTold("back"), "that the one that died by itself is started again");
    await until(
      async () => sizeIn((await at(4, "checkpoint")).body) > third.index,
      "that it has caught up, too",
    );
    assert.equal(await Promise.race([practice.failed, "goes on"]), "goes on");
  });

  test("the end of the start is the end of every CometBFT", async () => {
    const homes = Array.from({ length: VALIDATORS }, (_, one) => join(folder, `node-${one + 1}`));
    const statuses = () => Promise.all(homes.map((home) => cometStatus(join(chainFolder(home), RPC_SOCKET))));
    assert.ok((await statuses()).every((status) => status !== undefined));
    await practice.stop();
    assert.ok((await statuses()).every((status) => status === undefined));
  });
});

const nameOf = (number: number): string => `node-${number}.practice.example`;

/** Ascending, each once. */
function cosignersIn(note: string): readonly string[] {
  const names = [...note.matchAll(/^— (node-\d\.practice\.example) /gm)].map(([, name]) => name ?? "");
  return [...new Set(names)].sort();
}

/** Of the log, by a checkpoint's second line; 0: there is none. */
const sizeIn = (note: string): number => Number(/^[^\n]+\n(\d+)\n/.exec(note)?.[1] ?? 0);
