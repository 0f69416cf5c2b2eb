import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk, fromBase64, toHex } from "@veche/base";
import { decodeProposal, finishProposal, signProposal } from "@veche/client";
import { FakeNode } from "@veche/client/testing";
import {
  ceremony,
  define,
  issuerKeys,
  seededRandom,
  signerOf,
  TestLedger,
  testElection,
} from "@veche/ledger/testing";
import { newStage, plan } from "../application/testing/stage.ts";
import { newNode, election as openElection } from "../stage.test.ts";
import { commandOf, OPERATOR_CONFIG } from "./testing/run.ts";

const election = testElection(
  {
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  seededRandom("roll by a command"),
);
const ID = toHex(election.electionId);
const HOUR = 3_600_000;

/** A node over real HTTP. */
async function serve(t: TestContext, node: FakeNode): Promise<string> {
  const server = createServer(async (request, answer) => {
    const url = `${node.base}${request.url ?? ""}`;
    const got = expectOk(
      await node.http({ method: "GET", url, maxBytes: 10_000_000, timeoutMs: 5_000 }),
      "answer",
    );
    answer.writeHead(got.status).end(got.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

/** Campaign `town`, whose applications ended an hour ago: persons 0 and 1 are accepted. */
async function rollStage(t: TestContext) {
  const stage = await newStage(t);
  const now = Date.now();
  const times = {
    ...{ applicationsFrom: now - 9 * HOUR, applicationsUntil: now - HOUR, recallUntil: now - HOUR },
    ...{ votingFrom: now + 9 * HOUR, votingUntil: now + 99 * HOUR },
  };
  const districts = { "614": "style-0" };
  expectOk(await stage.applications.createCampaign(plan({ id: "town", districts, ...times })), "campaign");
  for (const at of [0, 1])
    assert.equal(await stage.apply(at, { campaign: "town", now: now - 5 * HOUR }), "accepted");
  const ledger = new TestLedger(election);
  define(ledger);
  ceremony(ledger);
  issuerKeys(ledger);
  const folder = mkdtempSync(join(tmpdir(), "veche-roll-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const nodes = [await serve(t, new FakeNode(ledger))];
  const signingKey = { env: "SIGNING_KEY" };
  const configOf = (name: string, change: object): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ ...OPERATOR_CONFIG, nodes, signingKey, ...change }));
    return path;
  };
  const env = { DATABASE_URL: stage.url, SIGNING_KEY: toHex(election.secrets.registrar) };
  const make = (
    out: string,
    change: { readonly config?: string; readonly campaign?: string; readonly election?: string } = {},
    more: readonly string[] = [],
    secrets: Readonly<Record<string, string>> = {},
  ) => {
    const config = change.config ?? configOf("registrar", {});
    const campaign = change.campaign ?? "town";
    return commandOf("campaign-roll", { ...env, ...secrets })([
      ...["--config", config, "--campaign", campaign, "--election", change.election ?? ID],
      ...["--out", join(folder, out), ...more],
    ]);
  };
  return { stage, ledger, folder, configOf, make };
}

test("the operator makes the roll of a campaign, the commission signs the file, and the ledger takes it", async (t) => {
  const { ledger, folder, make } = await rollStage(t);
  const made = await make("roll.json");
  assert.deepEqual([made.code, made.errors], [0, ""]);
  const file = join(folder, "roll.json");
  assert.deepEqual(JSON.parse(made.out), {
    ...{ event: "roll-made", campaign: "town", entries: 2, transactions: 1, file },
  });
  const text = readFileSync(file, "utf8");
  const { format, proposals } = JSON.parse(text) as { format: number; proposals: readonly string[] };
  assert.equal(format, 1);
  for (const proposal of proposals) {
    const own = expectOk(decodeProposal(fromBase64(proposal) ?? new Uint8Array(0)), "proposal");
    const signed = [1, 2].reduce(
      (now, index) =>
        expectOk(signProposal(now, signerOf(election, "commission", index), election.election), "signed"),
      own,
    );
    ledger.accept(expectOk(finishProposal(signed, election.election), "roll"));
  }
  assert.equal(ledger.state.counters.roll, 2);
  const again = await make("again.json");
  assert.equal(again.code, 0);
  assert.equal(readFileSync(join(folder, "again.json"), "utf8"), text, "asked again, the same roll");
  const over = await make("roll.json");
  assert.deepEqual([over.code, over.errors.split(":")[0]], [2, "FILE_NOT_MADE"]);
  assert.equal(readFileSync(file, "utf8"), text);
});

test("no roll for what is wrong: nothing changes, and no file stays", async (t) => {
  const { stage, folder, configOf, make } = await rollStage(t);
  const openNode = await serve(t, newNode());
  const without = configOf("without-key", { signingKey: undefined });
  const late = configOf("late", { nodes: [openNode] });
  const { secrets, electionId } = openElection;
  const cases = [
    ["UNKNOWN_CAMPAIGN", 1, () => make("a.json", { campaign: "nowhere" })],
    ["SIGNING_KEY_MISSING", 2, () => make("a.json", { config: without })],
    ["SIGNING_KEY_WRONG", 2, () => make("a.json", {}, [], { SIGNING_KEY: "11".repeat(32) })],
    ["SECRET_MISSING", 2, () => make("a.json", {}, [], { SIGNING_KEY: "" })],
    ["LEDGER_NOT_SEEN", 2, () => make("a.json", { election: "00".repeat(32) })],
    ["ARGUMENTS_WRONG", 2, () => make("a.json", { election: "00" })],
    ["FILE_NOT_MADE", 2, () => make("nowhere/a.json")],
    [
      "ELECTION_BEGUN",
      2,
      () =>
        make("a.json", { config: late, election: toHex(electionId) }, [], {
          SIGNING_KEY: toHex(secrets.registrar),
        }),
    ],
  ] as const;
  for (const [code, exit, run] of cases) {
    const ended = await run();
    assert.deepEqual([ended.code, ended.errors.split(":")[0]], [exit, code]);
    assert.match(ended.errors, /\n.*[а-я]/u);
    assert.equal(existsSync(join(folder, "a.json")), false, code);
  }
  await stage.db
    .updateTable("campaign")
    .set({ recall_until: Date.now() + HOUR })
    .execute();
  const early = await make("a.json");
  assert.deepEqual([early.code, early.errors.split(":")[0]], [1, "APPLICATIONS_OPEN"]);
  const isMade = await stage.db.selectFrom("campaign").select("roll_made").where("id", "=", "town").execute();
  assert.deepEqual(isMade, [{ roll_made: false }]);
  assert.equal((await make("a.json", {}, ["--early"])).code, 0);
});
