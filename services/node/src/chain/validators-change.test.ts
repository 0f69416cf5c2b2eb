import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, assert as insist } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { signEd25519 } from "@veche/group";
import { assembleValidators, CHAIN_ITSELF, signValidators } from "@veche/ledger";
import { electionOf, homesOf, openValidator, until } from "../testing/real-validator.ts";
import { findCometbft } from "./program.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);

test("a change of validators that the organisations signed takes the other's vote: one goes on alone", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  const election = electionOf(0);
  const homes = await homesOf(t, election);
  const [one, two] = await Promise.all(
    homes.map((home, at) => openValidator(election, program, home, at, () => undefined)),
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
