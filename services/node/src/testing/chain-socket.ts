import { join } from "node:path";
import type { TestContext } from "node:test";
import { AbciServer } from "@veche/abci";
import { kindOf, TestClient } from "@veche/abci/testing";
import { assert, expectOk } from "@veche/base";
import type { ChainApplication } from "../chain/application.ts";
import type { Ask } from "./chain-driver.ts";
import { temporaryFolder } from "./test-node.ts";

/** The four connections that CometBFT opens, and what goes over each. */
const LANE = {
  info: 0,
  initChain: 1,
  prepareProposal: 1,
  processProposal: 1,
  finalizeBlock: 1,
  commit: 1,
  checkTx: 2,
} as const;

/** Asks an application over its socket, as CometBFT does: each answer is fetched by a flush. */
export async function overSocket(t: TestContext, application: ChainApplication): Promise<Ask> {
  const path = join(await temporaryFolder(t), "socket");
  const server = expectOk(
    await AbciServer.listen(application, { address: { kind: "unix", path } }),
    "listen",
  );
  const clients = await Promise.all([0, 1, 2, 3].map(() => TestClient.connect(server.address)));
  t.after(async () => {
    for (const { socket } of clients) socket.destroy();
    await server.close();
  });
  return async (method, request) => {
    const lane = method in LANE ? LANE[method as keyof typeof LANE] : 3;
    const client = clients[lane] as TestClient;
    const before = client.answers.length;
    client.send({ [method]: request }, { flush: {} });
    const answer = (await client.received(before + 2))[before];
    assert(kindOf(answer) === method, `${kindOf(answer)} ${JSON.stringify(answer?.exception ?? "")}`);
    return (answer as Record<string, never> | undefined)?.[method] as never;
  };
}
