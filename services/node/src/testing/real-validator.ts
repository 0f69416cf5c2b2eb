import { join } from "node:path";
import type { TestContext } from "node:test";
import { assert, type Bytes, expectOk, ok, sha256, u64 } from "@veche/base";
import { seededRandom, type TestElection, testElection } from "@veche/ledger/testing";
import { ChainApplication } from "../chain/application.ts";
import { committedChain } from "../chain/committed-chain.ts";
import { ChainGateway } from "../chain/gateway.ts";
import { CometRpc } from "../chain/rpc.ts";
import { ChainSupervisor } from "../chain/supervisor.ts";
import type { ElectionLog } from "../engine/log.ts";
import { createHome } from "../home/home.ts";
import { ed25519Signer } from "../home/signing.ts";
import { silentLogger } from "../log/logger.ts";
import { chainHomes } from "./test-chain.ts";
import { temporaryFolder, testVerifiers } from "./test-node.ts";

const SKETCH = { engine: "cometbft", validators: 2, witnesses: { count: 1, quorum: 0 } } as const;
const PATIENCE_MS = 40_000;

/** Elections of the same parties, each with a log of its own. */
export const electionOf = (number: number): TestElection =>
  testElection(SKETCH, seededRandom("two validators"), (manifest) => ({
    ...manifest,
    nonce: sha256(u64(number)),
    origin: `veche.example/chain-${number}`,
  }));

export async function homesOf(t: TestContext, { manifest }: TestElection): Promise<readonly string[]> {
  const homes = await chainHomes(await temporaryFolder(t), 2, manifest);
  for (const [at, home] of homes.entries()) {
    expectOk(await createHome(home, { name: `node${at}`, genesis: manifest.genesis }), "home");
  }
  return homes;
}

/** A validator without HTTP: cosignatures and what is brought elsewhere go straight to the other. */
export type Validator = {
  readonly application: ChainApplication;
  readonly gateway: ChainGateway;
  readonly close: () => Promise<void>;
};

export async function openValidator(
  election: TestElection,
  program: string | undefined,
  home: string,
  at: number,
  other: () => Validator | undefined,
): Promise<Validator> {
  const secrets = election.secrets.validators[at];
  assert(secrets !== undefined, "the election has as many validators");
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
    onFatal: (error) => fail(error),
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

export const logOf = ({ application }: Validator, electionId: Bytes): ElectionLog | undefined =>
  application.elections.log(electionId);

const fail = (error: unknown): never => {
  throw error;
};

export async function until(isTrue: () => boolean): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  while (!isTrue()) {
    assert(performance.now() < late, "it has not come about");
    await new Promise((done) => setTimeout(done, 50));
  }
}
