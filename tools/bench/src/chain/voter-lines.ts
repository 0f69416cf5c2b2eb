import { CBOR_TYPE, electionPath, readTransactionAnswer } from "@veche/api";
import { assert, BugError, type Bytes, equalBytes, toHex } from "@veche/base";
import { checkReceipt } from "@veche/client";
import type { Election } from "@veche/election";
import { HttpSender, queryOf, requestOf } from "../intake/http-sender.ts";

/** A node that is full says so, and one that lags behind does not know an election yet: the sender comes again after this, ms. */
const RETRY_MS = 50;
/** Nobody waits longer for anything, ms. */
const PATIENCE_MS = 300_000;
const NOT_FOUND = 404;

/** Where a transaction stands, or the end of the tick for which it was promised, ms since 1970. */
export type Entered = { readonly index: number } | { readonly promisedFor: number };

/** One node and the connections of those who vote over it. */
export class VoterLines {
  readonly #port: number;
  readonly #election: Election;
  readonly #paths: { readonly tx: string; readonly proof: (index: number) => string };
  readonly #idle: HttpSender[] = [];
  readonly #all: HttpSender[] = [];

  constructor(port: number, election: Election) {
    const id = toHex(election.electionId);
    this.#port = port;
    this.#election = election;
    this.#paths = {
      tx: electionPath(id, "tx"),
      proof: (index) => electionPath(id, `proof/${index}`),
    };
  }

  /** Opens so many connections beforehand; one more is opened whenever all are in use. */
  async warm(count: number): Promise<void> {
    const opened = await Promise.all(Array.from({ length: count }, () => HttpSender.open(this.#port)));
    this.#all.push(...opened);
    this.#idle.push(...opened);
  }

  /** Sends a transaction until it stands in the log under a published checkpoint, or is promised. */
  enter(transaction: Bytes): Promise<Entered> {
    return this.#with((sender) => this.#enter(sender, transaction));
  }

  /** The receipt of a cast, not yet checked. */
  receipt(transaction: Bytes): Promise<Bytes> {
    return this.#with(async (sender) => {
      const entered = await this.#enter(sender, transaction);
      assert("index" in entered, "casts of an election without ticks enter at once");
      return this.#proof(sender, entered.index);
    });
  }

  /** As a voter's page does it: more than two thirds of the validators have signed, and it is of these bytes. */
  check(receipt: Bytes, transaction: Bytes): void {
    const checked = checkReceipt(receipt, this.#election.manifest);
    if (!checked.ok) throw new BugError(`a receipt does not verify: ${checked.error.reason}`);
    assert(equalBytes(checked.value.transaction, transaction), "a receipt of these bytes");
  }

  close(): void {
    for (const sender of this.#all) sender.close();
  }

  async #with<T>(work: (sender: HttpSender) => Promise<T>): Promise<T> {
    if (this.#idle.length === 0) await this.warm(1);
    const sender = this.#idle.pop() as HttpSender;
    const result = await work(sender);
    this.#idle.push(sender);
    return result;
  }

  async #enter(sender: HttpSender, transaction: Bytes): Promise<Entered> {
    const request = requestOf(this.#paths.tx, CBOR_TYPE, transaction);
    const late = performance.now() + PATIENCE_MS;
    let said = "";
    while (performance.now() < late) {
      const { status, body } = await sender.ask(request);
      const text = Buffer.from(body).toString();
      const answer = readTransactionAnswer(JSON.parse(text));
      if (answer?.kind === "PROMISED") return { promisedFor: answer.untilMs };
      if (answer !== undefined && "index" in answer && answer.index !== undefined)
        return { index: answer.index };
      const isOver = answer?.kind === "REFUSED" && !answer.transient && status !== NOT_FOUND;
      if (isOver) throw new BugError(`a prepared transaction was refused: ${answer.outcome}`);
      said = text;
      await sleep(RETRY_MS);
    }
    throw new BugError(`a prepared transaction did not enter in time: ${said}`);
  }

  async #proof(sender: HttpSender, index: number): Promise<Bytes> {
    const query = queryOf(this.#paths.proof(index));
    const late = performance.now() + PATIENCE_MS;
    while (performance.now() < late) {
      const { status, body } = await sender.ask(query);
      if (status === 200) return new Uint8Array(body);
      await sleep(RETRY_MS);
    }
    throw new BugError("an entry under a published checkpoint has no receipt");
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
