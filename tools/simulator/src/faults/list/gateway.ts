import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Bytes, toHex } from "@veche/base";
import { offer } from "../comet-rpc.ts";
import type { List } from "./list.ts";
import { hashOf, listedOf } from "./transaction.ts";

const AGAIN_MS = 1_000;

/**
 * Where a sender gets a receipt: it is asked for a transaction and answers when the transaction stands in the list of this validator, or
 * another of the same credential does. Until then it offers the transaction to its engine again and again.
 */
export class Gateway {
  readonly #list: List;
  readonly #rpc: string;
  readonly #committed = new EventEmitter().setMaxListeners(0);

  constructor(list: List, rpc: string) {
    this.#list = list;
    this.#rpc = rpc;
  }

  onCommit = (): void => {
    this.#committed.emit("block");
  };

  async listen(host: string, port: number): Promise<Server> {
    const server = createServer((asked, answer) => {
      this.#answer(asked, answer).catch(() => answer.destroy());
    }).listen(port, host);
    await once(server, "listening");
    return server;
  }

  async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece);
    const tx = new Uint8Array(Buffer.concat(pieces));
    const credential = listedOf(tx)?.credential;
    const body =
      credential === undefined ? { refused: "MALFORMED" } : await this.#included(tx, credential, answer);
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify(body));
  }

  async #included(tx: Bytes, credential: string, answer: ServerResponse): Promise<object> {
    while (!answer.destroyed) {
      const entry = this.#list.entryOf(credential);
      if (entry !== undefined) return this.#spoken(entry.index, entry.hash === hashOf(tx));
      await offer(this.#rpc, tx);
      if (this.#list.entryOf(credential) === undefined) await this.#nextBlock();
    }
    return {};
  }

  #spoken(index: number, isIt: boolean): object {
    if (!isIt) return { refused: "ALREADY" };
    return { index, size: index + 1, root: toHex(this.#list.headAt(index + 1)) };
  }

  async #nextBlock(): Promise<void> {
    const late = AbortSignal.timeout(AGAIN_MS);
    await once(this.#committed, "block", { signal: late }).catch(() => "it is offered again");
  }
}
