import type { Bytes } from "@veche/base";
import { signEd25519 } from "@veche/group";
import type { Signer } from "@veche/ledger";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { dailyTotals } from "../roll/index.ts";
import type { Elections } from "./elections.ts";

export type TotalsEvent =
  | { readonly event: "totals-posted"; readonly date: string }
  | { readonly event: "totals-not-posted"; readonly code: string };

/** Posts what is due of every election's `registration-totals`, signed with the registrar's Ed25519 secret key (32 bytes). */
export async function postTotals(
  parts: {
    readonly db: Kysely<Database>;
    readonly elections: Elections;
    readonly signingKey: Bytes;
    readonly report: (event: TotalsEvent) => void;
  },
  now: number,
): Promise<void> {
  const { db, elections, signingKey, report } = parts;
  const registrar: Signer = {
    role: "registrar",
    index: 1,
    sign: (message) => signEd25519(signingKey, message),
  };
  for (const { follower } of elections.all()) {
    const posted = await dailyTotals({ db, follower, registrar }, now);
    if (posted.ok) for (const date of posted.value) report({ event: "totals-posted", date });
    else report({ event: "totals-not-posted", code: posted.error.code });
  }
}
