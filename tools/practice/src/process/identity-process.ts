import { randomBytes } from "node:crypto";
import { toHex } from "@veche/base";
import { type IdentityServer, identityServer } from "../identity/identity-server.ts";
import type { TestPerson } from "../identity/test-person.ts";
import { keptSecret } from "./kept-secret.ts";
import { serveParent } from "./serve-parent.ts";

/** The development identity provider. */
let server: IdentityServer | undefined;

export type IdentityStart = {
  readonly folder: string;
  readonly port: number;
  readonly persons: readonly TestPerson[];
  readonly redirectUri: string;
};
export type IdentityStarted = Pick<IdentityServer, "issuer" | "client">;

serveParent(
  {
    start: async ({ folder, port, persons, redirectUri }: IdentityStart): Promise<IdentityStarted> => {
      // The portal goes on with the client that it knows.
      const clientSecret = toHex(keptSecret(folder, "client", () => randomBytes(32)));
      server = await identityServer({ host: "127.0.0.1", port, persons, redirectUri, clientSecret });
      return { issuer: server.issuer, client: server.client };
    },
  },
  async () => server?.close(),
);
