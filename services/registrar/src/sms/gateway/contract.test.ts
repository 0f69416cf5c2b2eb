import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { HttpServer } from "../testing/http-server.ts";
import { FOREIGN_SMPP_MISSING, foreignSmpp, type SeenPdu, SmppServer } from "../testing/smpp-server.ts";
import type { DeliveryReport, SmsGateway } from "./contract.ts";
import { failOver } from "./fail-over.ts";
import { HttpGateway } from "./http/gateway.ts";
import { Outbox } from "./outbox.ts";
import { SmppGateway } from "./smpp/gateway.ts";

/** A gateway, and what its far side has got, in its order. */
type Scene = {
  readonly gateway: SmsGateway;
  readonly arrived: (count: number) => Promise<readonly Arrived[]>;
};
type Arrived = { readonly telephone: string; readonly text: string };
type Kind = {
  readonly name: string;
  readonly skip: string | false;
  readonly make: (t: TestContext) => Promise<Scene>;
};

const outbox = async (): Promise<Scene> => {
  const gateway = new Outbox(() => 0);
  const arrived = async () => gateway.messages().map(({ telephone, text }) => ({ telephone, text }));
  return { gateway, arrived };
};

const http = async (t: TestContext): Promise<Scene> => {
  const far = await HttpServer.start(t);
  const reportToken = "token-of-the-gateway";
  const gateway = new HttpGateway(
    {
      name: "http",
      url: far.url,
      token: "token-of-the-portal",
      reportToken,
      sender: "Veche",
      answerMs: 1000,
    },
    () => 0,
  );
  far.onAccepted = (id) => gateway.receiveReport(`Bearer ${reportToken}`, { id, status: "delivered" });
  const arrived = async () =>
    far.seen.map(({ body }) => ({ telephone: String(body.to), text: String(body.text) }));
  return { gateway, arrived };
};

const smpp = async (t: TestContext): Promise<Scene> => {
  const far = await SmppServer.start(t);
  const gateway = new SmppGateway({
    settings: {
      ...{ name: "smpp", host: "127.0.0.1", port: far.port, systemId: "veche", password: "secret" },
      ...{ sender: "Veche", tls: "none", longTexts: "payload", receiptIds: "same" },
      ...{ answerMs: 1000, enquireMs: 60_000, backoffMs: [20, 100] },
    },
    now: () => 0,
    random: (length) => new Uint8Array(length),
  });
  const arrived = async (count: number) =>
    (await far.pdus("submit_sm", count)).map((pdu) => ({
      telephone: `+${pdu.destination_addr}`,
      text: read(pdu),
    }));
  return { gateway, arrived };
};

/** Independent of our encoder; of the default alphabet only what the texts below hold. */
function read({ data_coding, short_message = "", message_payload = "" }: SeenPdu): string {
  const bytes = Buffer.from(short_message || message_payload, "hex");
  if (data_coding === 8) return new TextDecoder("utf-16be").decode(bytes);
  return bytes.toString("latin1").replaceAll("\u0000", "@");
}

const joined = async (t: TestContext): Promise<Scene> => {
  const [first, second] = [await http(t), await outbox()];
  const gateway = failOver([first.gateway, second.gateway], () => 0);
  return {
    gateway,
    arrived: async (count) => [...(await first.arrived(count)), ...(await second.arrived(count))],
  };
};

const KINDS: readonly Kind[] = [
  { name: "outbox", skip: false, make: outbox },
  { name: "HTTP", skip: false, make: http },
  { name: "SMPP", skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, process.env), make: smpp },
  { name: "fail-over", skip: false, make: joined },
];

const TEXTS = [
  "012345 is your code.\n\n@portal.example #012345",
  "012345 — код, чтобы получить бюллетень.\n\n@portal.example #012345",
  "Щ".repeat(300),
  "x",
];
const message = (id: number, text: string) => ({
  ...{ id: `message-${id}`, telephone: `+7900123001${id}`, text, expiresAt: 600_000 },
});

for (const { name, skip, make } of KINDS) {
  // The reason was found by missingTool above, once for all tests of the kind.
  const excused = skip === false ? undefined : skip;

  test(`${name}: what is sent arrives as it is, each under an id of its own`, {
    skip: missingTool(excused === undefined ? name : undefined, excused ?? "", process.env),
  }, async (t) => {
    const { gateway, arrived } = await make(t);
    t.after(() => gateway.close());
    const ids = new Set<string>();
    for (const [id, text] of TEXTS.entries()) {
      const sent = await gateway.send(message(id, text));
      assert.ok(sent.ok);
      ids.add(`${sent.value.gateway} ${sent.value.gatewayId}`);
    }
    assert.equal(ids.size, TEXTS.length);
    const expected = TEXTS.map((text, id) => ({ telephone: `+7900123001${id}`, text }));
    assert.deepEqual(await arrived(TEXTS.length), expected);
  });

  test(`${name}: tells of the delivery under the same name and id, as long as one listens`, {
    skip: missingTool(excused === undefined ? name : undefined, excused ?? "", process.env),
  }, async (t) => {
    const { gateway } = await make(t);
    t.after(() => gateway.close());
    const deaf: DeliveryReport[] = [];
    gateway.onReport((report) => deaf.push(report))();
    const reported = new Promise<DeliveryReport>((resolve) => gateway.onReport(resolve));
    const sent = await gateway.send(message(0, "text"));
    assert.deepEqual(await reported, { ...(sent.ok ? sent.value : {}), status: "delivered" });
    assert.equal(deaf.length, 0);
  });

  test(`${name}: what was aborted before, or comes after closing, surely does not go out`, {
    skip: missingTool(excused === undefined ? name : undefined, excused ?? "", process.env),
  }, async (t) => {
    const { gateway, arrived } = await make(t);
    const aborted = await gateway.send(message(0, "aborted"), AbortSignal.abort());
    assert.ok(!aborted.ok && !aborted.error.isUnsure && !aborted.error.isFinal);
    await gateway.send(message(1, "text"));
    await gateway.close();
    const closed = await gateway.send(message(2, "closed"));
    assert.ok(!closed.ok && !closed.error.isUnsure && !closed.error.isFinal);
    await gateway.close();
    assert.deepEqual(
      (await arrived(1)).map(({ text }) => text),
      ["text"],
    );
  });
}
