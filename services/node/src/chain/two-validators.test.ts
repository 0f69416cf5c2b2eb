import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, assert as insist, ok, sha256, toHex, u64 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { signEd25519 } from "@veche/group";
import { assembleValidators, CHAIN_ITSELF, signValidators } from "@veche/ledger";
import { seededRandom, signedTransaction, type TestElection, testElection } from "@veche/ledger/testing";
import type { ElectionLog } from "../engine/log.ts";
import { createHome } from "../home/home.ts";
import { ed25519Signer } from "../home/signing.ts";
import { silentLogger } from "../log/logger.ts";
import { chainHomes } from "../testing/test-chain.ts";
import { temporaryFolder, testVerifiers } from "../testing/test-node.ts";
import { ChainApplication } from "./application.ts";
import { committedChain } from "./committed-chain.ts";
import { ChainGateway } from "./gateway.ts";
import { findCometbft } from "./program.ts";
import { CometRpc } from "./rpc.ts";
import { ChainSupervisor } from "./supervisor.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const SKETCH = { engine: "cometbft", validators: 2, witnesses: { count: 1, quorum: 0 } } as const;
const PATIENCE_MS = 40_000;

/** Elections of the same parties, each with a log of its own. */
const electionOf = (number: number): TestElection =>
  testElection(SKETCH, seededRandom("two validators"), (manifest) => ({
    ...manifest,
    nonce: sha256(u64(number)),
    origin: `veche.example/chain-${number}`,
  }));

const definition = (election: TestElection): Bytes =>
  signedTransaction(election, "define", { manifest: election.manifestBytes });

async function homesOf(t: TestContext, { manifest }: TestElection): Promise<readonly string[]> {
  const homes = await chainHomes(await temporaryFolder(t), 2, manifest);
  for (const [at, home] of homes.entries()) {
    expectOk(await createHome(home, { name: `node${at}`, genesis: manifest.genesis }), "home");
  }
  return homes;
}

/** A validator without HTTP: cosignatures and what is brought elsewhere go straight to the other. */
type Validator = {
  readonly application: ChainApplication;
  readonly gateway: ChainGateway;
  readonly close: () => Promise<void>;
};

async function openValidator(
  election: TestElection,
  home: string,
  at: number,
  other: () => Validator | undefined,
): Promise<Validator> {
  const secrets = election.secrets.validators[at];
  insist(secrets !== undefined, "the election has as many validators");
  const keys = { log: secrets.logKey, validator: secrets.key };
  const shared = { clock: Date.now, logger: silentLogger };
  let gateway: ChainGateway | undefined;
  const application = expectOk(
    await ChainApplication.open({
      ...shared,
      home,
      keys,
      genesis: election.manifest.genesis,
      verifiers: testVerifiers,
      cosign: undefined,
      others: [
        async ({ electionId, size }) => other()?.application.elections.log(electionId)?.signedAt(size),
      ],
      onCommitted: (height, entered) => gateway?.committed(height, entered),
    }),
    "application",
  );
  const running = ok({ application, close: () => application.close() });
  const openApplication = async (): Promise<typeof running> => running;
  const started = await ChainSupervisor.start({ ...shared, home, program: program ?? "", openApplication });
  const supervisor = expectOk(started, "supervisor");
  const rpc = new CometRpc({ socket: supervisor.rpc });
  const opened = await ChainGateway.open({
    ...shared,
    folder: join(home, "outbox"),
    chain: committedChain(application),
    offer: rpc.offer,
    others: [async (electionId, transaction) => other()?.gateway.submit(electionId, transaction)],
    sign: ed25519Signer(keys.log),
    onFatal: (error) => assert.fail(String(error)),
  });
  gateway = opened;
  opened.start();
  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    await opened.close();
    rpc.close();
    await supervisor.close();
  };
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  return { application, gateway: opened, close };
}

const logOf = ({ application }: Validator, electionId: Bytes): ElectionLog | undefined =>
  application.elections.log(electionId);

async function until(isTrue: () => boolean): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  while (!isTrue()) {
    assert.ok(performance.now() < late, "it has not come about");
    await new Promise((done) => setTimeout(done, 50));
  }
}

test("two validators: what either accepts enters both logs, also over a stop of one (CometBFT issue 4094)", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  const elections = Array.from({ length: 8 }, (_, number) => electionOf(number));
  const [first] = elections;
  insist(first !== undefined, "there are elections");
  const homes = await homesOf(t, first);
  const chain: (Validator | undefined)[] = [];
  t.after(() => Promise.all(chain.map((validator) => validator?.close())));
  const open = async (at: number): Promise<Validator> => {
    const validator = await openValidator(first, homes[at] ?? "", at, () => chain[1 - at]);
    chain[at] = validator;
    return validator;
  };
  const [one, two] = await Promise.all([open(0), open(1)]);
  const began = performance.now();
  // Each to one of them alone.
  const answers = elections.map((election, at) =>
    (at % 2 === 0 ? one : two).gateway.submit(election.electionId, definition(election)),
  );
  for (const answer of await Promise.all(answers))
    assert.deepEqual(answer, { outcome: "ACCEPTED", index: 0 });
  const hasAll = (validator: Validator): boolean =>
    elections.every(({ electionId }) => logOf(validator, electionId)?.size === 1);
  await until(() => hasAll(one) && hasAll(two));
  t.diagnostic(`${elections.length} in both logs after ${Math.round(performance.now() - began)} ms`);
  assert.equal(one.gateway.size + two.gateway.size, 0);
  for (const { electionId } of elections) {
    const [a, b] = [one, two].map((validator) => logOf(validator, electionId)?.store.entry(0));
    assert.deepEqual(a, b);
  }

  // Alone nobody makes a block: what is accepted now waits on disk, over a stop of this node, for the other.
  await two.close();
  chain[1] = undefined;
  const hash = {
    attempt: 0,
    hash: new Uint8Array(32).fill(7),
    trustee: 1,
  };
  const waiting = signedTransaction(first, "trustee-hash", hash);
  const left = one.gateway.submit(first.electionId, waiting);
  await until(() => one.gateway.size === 1);
  await one.close();
  assert.equal((await left).outcome, "BUSY");
  const again = await Promise.all([open(0), open(1)]);
  await until(() => again.every((validator) => logOf(validator, first.electionId)?.size === 2));
  const answer = await again[1].gateway.submit(first.electionId, waiting);
  assert.ok(answer.outcome === "ALREADY" && "index" in answer && answer.index === 1);
  assert.equal(again[0].gateway.size, 0);
  assert.deepEqual(
    toHex(again[0].application.state.applicationHash),
    toHex(again[1].application.state.applicationHash),
  );
});

test("a change of validators that the organisations signed takes the other's vote: one goes on alone", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  const election = electionOf(0);
  const homes = await homesOf(t, election);
  const [one, two] = await Promise.all(
    homes.map((home, at) => openValidator(election, home, at, () => undefined)),
  );
  insist(one !== undefined && two !== undefined, "there are two");
  t.after(() => Promise.all([one.close(), two.close()]));
  const { founders, members } = one.application.state;
  const leaving = members.validators[1]?.consensus;
  insist(leaving !== undefined, "there are two");
  const body = { add: [], remove: [leaving], sequence: 0 };
  const signatures = election.secrets.genesis.map((secret, at) =>
    signValidators(founders.chainId, body, {
      index: at + 1,
      sign: (message) => signEd25519(secret, message),
    }),
  );
  const transactionOf = (signed: typeof signatures): Bytes => assembleValidators(body, signed).slice(32);
  const unsigned = await one.gateway.submit(CHAIN_ITSELF, transactionOf([]));
  assert.equal(unsigned.outcome, "SIGNERS_WRONG");
  const answer = await one.gateway.submit(CHAIN_ITSELF, transactionOf(signatures));
  assert.deepEqual(answer, { outcome: "ACCEPTED", index: 0 });
  assert.deepEqual(one.application.state.members, {
    validators: members.validators.slice(0, 1),
    sequence: 1,
  });
  const again = await one.gateway.submit(CHAIN_ITSELF, transactionOf(signatures));
  assert.equal(again.outcome, "ALREADY");
  const { height } = one.application.state;
  await until(() => one.application.state.height > height + 2 && two.application.state.height > height + 2);
  await two.close();
  const alone = one.application.state.height;
  await until(() => one.application.state.height > alone + 1);
});
