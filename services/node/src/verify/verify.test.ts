import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { type Bytes, expectOk, sha256 } from "@veche/base";
import { splitBallot, tokenMessage } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import { type Checks, directChecks, modulusOf } from "@veche/ledger";
import {
  castTransaction,
  finish,
  issueTransaction,
  kernel,
  openElection,
  seededRandom,
  TestLedger,
  vote,
} from "@veche/ledger/testing";
import { temporaryFolder } from "../testing/test-node.ts";
import { AskingChecks } from "./asking-checks.ts";
import { LedgerContexts } from "./contexts.ts";
import { Judge, type Judged } from "./judge.ts";
import { VerifierPool } from "./pool.ts";
import { type Question, questionKey, type Verdict, type Verifiers } from "./question.ts";

const random = seededRandom("verifier tests");
const pool = new VerifierPool(2);
after(() => pool.close());

let played: TestLedger;
before(() => {
  const { ledger, voters } = openElection({}, [3, 2], random);
  vote(ledger, voters[0] ?? []);
  finish(ledger);
  played = ledger;
});

/** Every question that a whole election asks, by replaying it; of each ballot the other questions about it, too. */
function questionsOf(ledger: TestLedger): readonly Question[] {
  const direct = directChecks(kernel, random);
  const found: Question[] = [];
  const again = new TestLedger(ledger.test, { ...direct });
  const contexts = new LedgerContexts(pool);
  for (const { time, transactions } of ledger.history) {
    again.at(time);
    for (const transaction of transactions) {
      const asking = new AskingChecks(new Map(), "judging", contexts.of(again), kernel);
      const fork = again.fork();
      Object.assign(fork, { checks: both(asking.checks, direct) });
      fork.ask(transaction);
      for (const question of asking.unknown.values()) found.push(question, ...more(question, again));
    }
    again.block(...transactions);
  }
  return found;
}

function more(question: Question, { test, state, view }: TestLedger): readonly Question[] {
  if (question.kind !== "ballot") return [];
  const { context, ballot } = question;
  const { set, style, credential, token: signatures } = expectOk(splitBallot(ballot, test.manifest), "parts");
  const moduli = (state.issuerSets[set] ?? []).map((issuer) => modulusOf(view, issuer, style) as Bytes);
  const id = test.manifest.styles[style]?.id ?? "";
  const message = tokenMessage(test.electionId, id, credential);
  return [
    { kind: "ballotForm", context, ballot },
    { kind: "token", moduli, message, signatures },
  ];
}

/** Asks both, believes the direct one. */
function both(asking: Checks, { kernel: own, ...direct }: Checks): Checks {
  const names = Object.keys(direct) as (keyof typeof direct)[];
  const pairs = names.map((name) => [
    name,
    (...args: readonly unknown[]) => {
      (asking[name] as (...all: readonly unknown[]) => unknown)(...args);
      return (direct[name] as (...all: readonly unknown[]) => unknown)(...args);
    },
  ]);
  return { ...Object.fromEntries(pairs), kernel: own } as Checks;
}

/** The question with one bit of one of its byte strings turned. */
function spoilt(question: Question): Question {
  const flip = (bytes: Bytes, at: number): Bytes => {
    const copy = bytes.slice();
    copy[at] = (copy[at] as number) ^ 1;
    return copy;
  };
  switch (question.kind) {
    case "ballot":
      return { ...question, ballot: flip(question.ballot, question.ballot.length - 40) };
    case "ballotForm":
      return { ...question, ballot: question.ballot.slice().fill(255, -32) };
    case "token":
      return { ...question, signatures: question.signatures.map((one) => flip(one, 255)) };
    case "issuerKey":
      return { ...question, roots: flip(question.roots, 255) };
    case "decryption":
      return { ...question, proof: flip(question.proof, 0) };
    default:
      return { ...question, message: flip(question.message, 0) };
  }
}

test("workers answer every question of an election as the state machine would on the spot, right ones and spoilt ones", async () => {
  const questions = questionsOf(played);
  const kinds = new Set(questions.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), [
    "ballot",
    "ballotForm",
    "decryption",
    "issueSignature",
    "issuerKey",
    "signature",
    "token",
  ]);
  const wrong = questions.map(spoilt);
  const verdicts = await verdictsOf([...questions, ...wrong]);
  assert.deepEqual(new Set(verdicts.slice(0, questions.length)), new Set(["RIGHT"]));
  assert.ok(!verdicts.slice(questions.length).includes("RIGHT"));
});

test("a ballot of another form is MALFORMED, a decryption without points, too", async () => {
  const questions = questionsOf(played);
  const ballot = questions.find((one) => one.kind === "ballot");
  const decryption = questions.find((one) => one.kind === "decryption");
  assert.ok(ballot?.kind === "ballot" && decryption?.kind === "decryption");
  const bad = { ...ballot, ballot: ballot.ballot.slice().fill(255, -32) };
  const junk = {
    ...ballot,
    ballot: ballot.ballot
      .slice()
      .fill(1, 38, 38 + 512)
      .fill(255, -32),
  };
  const noPoints = { ...decryption, points: new Uint8Array(decryption.points.length).fill(255) };
  assert.deepEqual(await verdictsOf([bad, junk, noPoints]), ["MALFORMED", "TOKEN_WRONG", "MALFORMED"]);
});

const verdictsOf = async (questions: readonly Question[]): Promise<readonly Verdict[]> =>
  (await pool.ask(questions)).map(({ verdict }) => verdict);

test("answers come in the order of the questions, whoever asks at the same time", async () => {
  const secret = random(32);
  const key = ed25519PublicKey(secret);
  const asked = Array.from({ length: 40 }, (_, at): Question => {
    const message = Uint8Array.of(at);
    const signature = signEd25519(secret, at % 3 === 0 ? Uint8Array.of(99) : message);
    return { kind: "signature", key, message, signature };
  });
  const answers = await Promise.all(asked.map((question) => verdictsOf([question])));
  assert.deepEqual(
    answers.flat(),
    asked.map((_, at) => (at % 3 === 0 ? "WRONG" : "RIGHT")),
  );
});

test("a question is named by all it holds", () => {
  const questions = questionsOf(played);
  const all = [...questions, ...questions.map(spoilt)];
  assert.equal(new Set(all.map(questionKey)).size, new Set(all.map((one) => JSON.stringify(one))).size);
  const issue: Question = {
    kind: "issueSignature",
    key: random(32),
    message: random(64),
    signature: random(64),
  };
  assert.notEqual(questionKey(issue), questionKey({ ...issue, kind: "signature" }));
});

test("the judge asks for proofs only when the token holds, and gives the outcome of the state machine", async () => {
  const { ledger, voters } = openElection({}, [2, 0], random);
  const [voter, other] = voters[0] ?? [];
  assert.ok(voter && other);
  ledger.accept(issueTransaction(ledger, voter));
  const asked: Question[] = [];
  const listening = {
    addContext: pool.addContext.bind(pool),
    ask: (questions: readonly Question[]) => {
      asked.push(...questions);
      return pool.ask(questions);
    },
  };
  const judge = new Judge(listening);
  const outcomeOf = async (transaction: Bytes): Promise<string> => {
    asked.length = 0;
    const now = { state: ledger.state, view: ledger.view };
    const { outcome } = await judge.judge(
      () => now,
      () => ledger.time,
      transaction,
    );
    assert.equal(outcome.code, ledger.ask(transaction).code);
    return outcome.code;
  };
  const cast = castTransaction(ledger, voter);
  const junk = [new Uint8Array(256).fill(1), new Uint8Array(256).fill(1)];
  assert.equal(await outcomeOf(castTransaction(ledger, voter, { token: junk })), "TOKEN_INVALID");
  assert.equal(await outcomeOf(cast), "ACCEPTED");
  assert.deepEqual(
    asked.map(({ kind }) => kind),
    ["ballot"],
  );
  const forged = cast.slice();
  forged[forged.length - 5] = (forged.at(-5) as number) ^ 1;
  assert.equal(await outcomeOf(forged), "PROOF_INVALID");
  assert.equal(await outcomeOf(castTransaction(ledger, other)), "ACCEPTED");
});

test("what is being asked is not asked again, and stays known until it is settled", async () => {
  const { ledger, voters } = openElection({}, [1, 0], random);
  const [voter] = voters[0] ?? [];
  assert.ok(voter);
  ledger.accept(issueTransaction(ledger, voter));
  const cast = castTransaction(ledger, voter);
  let asked = 0;
  const counting: Verifiers = {
    addContext: (context) => pool.addContext(context),
    ask: (questions) => {
      asked += questions.length;
      return pool.ask(questions);
    },
  };
  const judge = new Judge(counting);
  const judged = (): Promise<Judged> =>
    judge.judge(
      () => ledger,
      () => ledger.time,
      cast,
    );
  const [one, two] = await Promise.all([judged(), judged()]);
  assert.deepEqual([one.outcome.code, two.outcome.code], ["ACCEPTED", "ACCEPTED"]);
  const block = { time: ledger.time, transactions: [cast] };
  // On a chain: proposed, agreed to, decided.
  const [first, second] = [await judge.apply(ledger, block), await judge.apply(ledger, block)];
  assert.deepEqual(first, second);
  assert.equal(asked, 1);
  assert.equal(judge.hope(ledger, ledger.time, cast).code, "ACCEPTED");
  judge.settle(first.asked);
  assert.equal(judge.hope(ledger, ledger.time, cast).code, "ACCEPTED");
  assert.equal(asked, 1, "hope asks nobody");
  await judged();
  assert.equal(asked, 2);
});

test("a block whose questions nobody has asked before is worked out to the same state", async () => {
  const { ledger, voters } = openElection({}, [3, 0], random);
  const judge = new Judge(pool);
  const issues = (voters[0] ?? []).map((voter) => issueTransaction(ledger, voter));
  const before = { state: ledger.state, view: ledger.fork().view };
  const time = ledger.time;
  const { state, entries } = await judge.apply(before, { time, transactions: issues });
  ledger.accept(...issues);
  assert.deepEqual(state, ledger.state);
  assert.deepEqual(entries, ledger.entries.slice(-3));
});

test("a verifier that breaks gives the error to all who ask, now and later", async () => {
  const broken = new VerifierPool(1);
  const stranger: Question = { kind: "ballotForm", context: "nobody's", ballot: new Uint8Array(3) };
  broken.addContext({ kind: "election", id: "nobody's", electionId: random(32), manifest: random(9) });
  await assert.rejects(broken.ask([stranger]));
  await assert.rejects(broken.ask([{ kind: "token", moduli: [], message: random(3), signatures: [] }]));
  await broken.close();
});

test("the built worker answers as the one of the sources does", async (t) => {
  const built = new URL("../../dist/verify/pool.js", import.meta.url);
  assert.ok(existsSync(built), "build first: npm run build");
  const secret = random(32);
  const [key, message] = [ed25519PublicKey(secret), sha256(random(9))];
  const signature = signEd25519(secret, message);
  const hex = (bytes: Bytes): string =>
    `new Uint8Array(Buffer.from("${Buffer.from(bytes).toString("hex")}", "hex"))`;
  const program = `
    const { VerifierPool } = await import(${JSON.stringify(built.href)});
    const pool = new VerifierPool(1);
    const right = { kind: "signature", key: ${hex(key)}, message: ${hex(message)}, signature: ${hex(signature)} };
    console.log(JSON.stringify(await pool.ask([right, { ...right, message: right.key }])));
    await pool.close();`;
  const file = join(await temporaryFolder(t), "program.mjs");
  await writeFile(file, program);
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  assert.equal((await text(child.stdout)).trim(), '[{"verdict":"RIGHT"},{"verdict":"WRONG"}]');
});
