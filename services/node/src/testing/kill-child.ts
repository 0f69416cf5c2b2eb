import { randomBytes } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { expectOk, fromHex, sha256, toHex } from "@veche/base";
import { signEd25519 } from "@veche/group";
import { buildTransaction } from "@veche/ledger";
import { VecheNode } from "../node.ts";
import { Answerer } from "../verify/answer.ts";
import type { Verifiers } from "../verify/question.ts";

/** What the process that will be killed is to do. Byte strings in hexadecimal digits. */
export type KillJob = {
  readonly home: string;
  readonly keys: { readonly log: string; readonly validator: string };
  readonly electionId: string;
  readonly origin: string;
  /** Ed25519 secret of the registrar, for `registration-totals` one after the other. */
  readonly registrar: string;
  /** Sent first; each prints `SENT <outcome>`. */
  readonly transactions: readonly string[];
  /** Time of the clock, ms. */
  readonly now: number;
};

const job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as KillJob;
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
/** In one write, at once: what was acknowledged is known outside before anything else happens. */
const say = (line: string): number => writeSync(1, `${line}\n`);

const keys = { log: bytes(job.keys.log), validator: bytes(job.keys.validator) };
/** In this thread: what is tried here is the disk, and a thread more would double the time of every start. */
const answerer = new Answerer((length) => new Uint8Array(randomBytes(length)));
const verifiers: Verifiers = {
  addContext: (context) => answerer.addContext(context),
  ask: async (questions) => answerer.answer(questions),
};
const options = { home: job.home, keys, clock: () => job.now, verifiers, intervalMs: 2 };
const node = expectOk(await VecheNode.open(options), "node");
const electionId = bytes(job.electionId);
say("READY");
/** Dates go up by one with each; the queue keeps the order in which they were sent. */
let date = Number((node.log(electionId)?.ledger.state.lastDate || "0").replaceAll("-", ""));

for (const transaction of job.transactions) {
  say(`SENT ${(await node.submit(electionId, bytes(transaction))).outcome}`);
}
if (job.transactions.length === 0) await Promise.all(Array.from({ length: 12 }, () => sendTotals()));
await new Promise((resolve) => setTimeout(resolve, 60_000));

async function sendTotals(): Promise<never> {
  for (;;) {
    const digits = String(++date).padStart(8, "0");
    const text = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
    const body = { accepted: date, applied: date, date: text, recalled: 0, refused: {} };
    const sign = (message: Uint8Array): Uint8Array => signEd25519(bytes(job.registrar), message);
    const log = { origin: job.origin, electionId };
    const signer = { role: "registrar", index: 1, sign } as const;
    const transaction = buildTransaction(log, "registration-totals", 0, body, [signer]);
    const answer = await node.submit(electionId, transaction);
    const index = "index" in answer ? answer.index : -1;
    say(`ACK ${answer.outcome} ${toHex(sha256(transaction))} ${index}`);
  }
}
