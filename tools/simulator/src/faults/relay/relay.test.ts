import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  AbciServer,
  encodeFrame,
  FrameReader,
  ResponseProcessProposal_ProposalStatus as Status,
} from "@veche/abci";
import { type Bytes, expectOk, utf8 } from "@veche/base";
import type { DeepPartial } from "cosmjs-types/helpers";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { listApplication } from "../list/application.ts";
import { List } from "../list/list.ts";
import { falsify, LIES } from "./lies.ts";
import { giveOrders, HONEST, type Orders, ordersIn } from "./orders.ts";
import { Relay } from "./relay.ts";

const A = utf8("a:1");
const B = utf8("b:1");

test("every lie is one that the application refuses, whatever it is told about", async () => {
  const folder = await mkdtemp(join(tmpdir(), "veche-lies-"));
  const list = new List(join(folder, "list"));
  const application = listApplication(list, () => undefined);
  list.commit(1, [B]);
  for (const lie of LIES) {
    for (const honest of [[], [A], [A, utf8("c:1")]]) {
      const { txs } = await application.prepareProposal({ txs: honest } as never);
      const check = async (proposed: readonly Bytes[]): Promise<number> =>
        (await application.processProposal({ txs: proposed } as never)).status;
      assert.equal(await check(txs as readonly Bytes[]), Status.ACCEPT);
      assert.equal(await check(falsify(lie, txs as readonly Bytes[], [B])), Status.REJECT, lie);
      assert.equal(await check(falsify(lie, txs as readonly Bytes[], [])), Status.REJECT, lie);
    }
  }
  list.close();
  await rm(folder, { recursive: true });
});

test("a relay hands on what is said, waits when it is told to, and lies when it is told to", async () => {
  const folder = await mkdtemp(join(tmpdir(), "veche-relay-"));
  const at = (name: string): string => join(folder, name);
  const list = new List(at("list"));
  const address = { kind: "unix", path: at("app") } as const;
  const server = expectOk(
    await AbciServer.listen(
      listApplication(list, () => undefined),
      { address },
    ),
    "",
  );
  const order = (orders: Orders): void => giveOrders(at("orders"), orders);
  order(HONEST);
  const lies: string[] = [];
  const relay = new Relay(
    at("app"),
    () => ordersIn(at("orders")),
    (lie) => lies.push(lie),
  ).listen(at("relay"));
  await once(relay, "listening");
  const engine = connect(at("relay"));
  const reader = new FrameReader(1_000_000);
  const ask = async (request: DeepPartial<Request>): Promise<Response> => {
    const flush = Request.encode(Request.fromPartial({ flush: {} })).finish();
    engine.write(encodeFrame(Request.encode(Request.fromPartial(request)).finish()));
    engine.write(encodeFrame(flush));
    const bodies: Bytes[] = [];
    while (bodies.length < 2) bodies.push(...reader.push((await once(engine, "data"))[0]).bodies);
    return Response.decode(bodies[0] as Bytes);
  };
  const propose = { prepareProposal: { txs: [A] } };
  const judge = { processProposal: { txs: [A, A] } };
  try {
    assert.equal((await ask({ echo: { message: "here" } })).echo?.message, "here");
    assert.deepEqual((await ask(propose)).prepareProposal?.txs, [A]);
    assert.equal((await ask(judge)).processProposal?.status, Status.REJECT);
    order({ delayMs: 200, lies: false });
    const begun = performance.now();
    await ask(propose);
    assert.ok(performance.now() - begun >= 190);
    order({ delayMs: 0, lies: true });
    assert.equal((await ask(propose)).prepareProposal?.txs.length, 2);
    assert.equal((await ask(judge)).processProposal?.status, Status.ACCEPT);
    assert.deepEqual(lies, ["nonsense"]);
  } finally {
    engine.destroy();
    relay.close();
    await server.close();
    list.close();
    await rm(folder, { recursive: true });
  }
});
