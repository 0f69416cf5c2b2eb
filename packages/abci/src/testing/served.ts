import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "@veche/base";
import type { Application } from "../application.ts";
import type { ConnectionEnd } from "../connection.ts";
import { AbciServer, type ServerOptions } from "../server.ts";
import { TestClient } from "./client.ts";

export type Served = {
  readonly server: AbciServer;
  readonly folder: string;
  /** How connections ended, in this order, as soon as there are `count` of them. */
  readonly ended: (count: number) => Promise<readonly ConnectionEnd[]>;
  readonly connect: () => Promise<TestClient>;
};

/** Runs a test against a served application, on a unix socket in a folder of its own. */
export async function withServer(
  application: Application,
  options: Omit<ServerOptions, "address" | "onConnectionEnd">,
  use: (served: Served) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "abci-"));
  const ends: ConnectionEnd[] = [];
  const address = { kind: "unix", path: join(folder, "socket") } as const;
  let wake = (): void => undefined;
  const onConnectionEnd = (end: ConnectionEnd): void => {
    ends.push(end);
    wake();
  };
  const listening = await AbciServer.listen(application, { ...options, address, onConnectionEnd });
  const server = expectOk(listening, "listen");
  const clients: TestClient[] = [];
  try {
    await use({
      server,
      folder,
      ended: async (count) => {
        while (ends.length < count) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return ends;
      },
      connect: async () => {
        const client = await TestClient.connect(server.address);
        clients.push(client);
        return client;
      },
    });
  } finally {
    for (const { socket } of clients) socket.destroy();
    await server.close();
    await rm(folder, { recursive: true });
  }
  assert.ok(ends.length >= clients.length, "each connection has said how it ended");
}
