import { connect, createServer, type Server, type Socket } from "node:net";
import { decodeRequest, encodeFrame, FrameReader, ResponseProcessProposal_ProposalStatus } from "@veche/abci";
import type { Bytes } from "@veche/base";
import { Response } from "cosmjs-types/tendermint/abci/types";
import { sleep } from "../shell.ts";
import { falsify, LIES, type Lie } from "./lies.ts";
import type { Orders } from "./orders.ts";

const REQUEST_BYTES = 128 * 1024 * 1024;
const REMEMBERED = 50;

/** What a slow application is slow in. */
const SLOW: ReadonlySet<string> = new Set(["prepareProposal", "processProposal", "finalizeBlock", "commit"]);

/** Stands between an engine and its application and hands everything on, as it is told. The product has no such switch. */
export class Relay {
  readonly #application: string;
  readonly #orders: () => Orders;
  readonly #onLie: (lie: Lie) => void;
  /** Transactions of the last blocks. */
  #earlier: readonly Bytes[] = [];
  #lies = 0;

  constructor(application: string, orders: () => Orders, onLie: (lie: Lie) => void) {
    this.#application = application;
    this.#orders = orders;
    this.#onLie = onLie;
  }

  listen(path: string): Server {
    return createServer((engine) => this.#join(engine, connect(this.#application))).listen(path);
  }

  /** One of the engine's connections. When one side ends, so does the other. */
  #join(engine: Socket, application: Socket): void {
    const asked: string[] = [];
    this.#pass(engine, application, async (body) => {
      const method = this.#heard(body);
      asked.push(method);
      const { delayMs } = this.#orders();
      if (delayMs > 0 && SLOW.has(method)) await sleep(delayMs);
      return body;
    });
    this.#pass(application, engine, async (body) => this.#answer(asked.shift() ?? "", body));
  }

  #pass(from: Socket, to: Socket, change: (body: Bytes) => Promise<Bytes>): void {
    const reader = new FrameReader(REQUEST_BYTES);
    let passed = Promise.resolve();
    from.on("data", (piece) => {
      for (const body of reader.push(piece as Buffer).bodies) {
        passed = passed.then(async () => {
          const changed = await change(body);
          if (!to.destroyed) to.write(encodeFrame(changed));
        });
      }
    });
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }

  #heard(body: Bytes): string {
    const request = decodeRequest(body);
    if (!request.ok) return "unknown";
    if (request.value.method === "finalizeBlock") {
      this.#earlier = [...request.value.request.txs, ...this.#earlier].slice(0, REMEMBERED);
    }
    return request.value.method;
  }

  #answer(method: string, body: Bytes): Bytes {
    if (method !== "prepareProposal" && method !== "processProposal") return body;
    return this.#orders().lies ? this.#falsified(body) : body;
  }

  #falsified(body: Bytes): Bytes {
    const answer = Response.decode(body);
    const { prepareProposal, processProposal } = answer;
    if (prepareProposal !== undefined) {
      const lie = LIES[this.#lies++ % LIES.length] as Lie;
      this.#onLie(lie);
      prepareProposal.txs = [...falsify(lie, prepareProposal.txs, this.#earlier)];
    }
    if (processProposal !== undefined) processProposal.status = ResponseProcessProposal_ProposalStatus.ACCEPT;
    return Response.encode(answer).finish();
  }
}
