import { type IdentityServer, identityServer } from "../identity/identity-server.ts";
import type { TestPerson } from "../identity/test-person.ts";
import { serveParent } from "./serve-parent.ts";

/** The development identity provider. */
let server: IdentityServer | undefined;

export type IdentityStart = {
  readonly port: number;
  readonly persons: readonly TestPerson[];
  readonly redirectUri: string;
};
export type IdentityStarted = Pick<IdentityServer, "issuer" | "client">;

serveParent(
  {
    start: async ({ port, persons, redirectUri }: IdentityStart): Promise<IdentityStarted> => {
      server = await identityServer({ host: "127.0.0.1", port, persons, redirectUri });
      return { issuer: server.issuer, client: server.client };
    },
  },
  async () => server?.close(),
);
