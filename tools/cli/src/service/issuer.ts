import type { Bytes } from "@veche/base";
import { httpOver, NodeLink } from "@veche/client";
import { jsonLogger, type OpenedIssuer, openIssuer, reportTo, serve } from "@veche/issuer";
import { passphraseOf } from "../files/passphrase.ts";
import type { Context } from "../framework/command.ts";
import type { Address } from "../framework/kinds.ts";
import { openHomeWith, readHomePublic } from "../keys/home.ts";
import { withView } from "../live/view.ts";
import { signerOf } from "../proposal/signing.ts";
import { serviceStop } from "../texts/service-faults.ts";
import { serviceTexts } from "../texts/services.ts";
import { electionFolder } from "./election-folder.ts";
import { issuerKeysFor, postIssuerKeys } from "./issuer-keys.ts";
import { untilStopped, urlOf } from "./until-stopped.ts";

export type IssuerOptions = {
  readonly home: string;
  readonly election: Bytes;
  readonly node: readonly string[];
  readonly listen: Address;
  readonly passphraseFile: string | undefined;
  readonly workFactor: number;
};

/** How often the log is looked at without being asked. */
const LOOK_EVERY_MS = 2_000;

/** An issuer, with its keys on the ledger, until its operator ends it. */
export async function runIssuer(context: Context, options: IssuerOptions): Promise<0> {
  const { home, election, node, listen, passphraseFile, workFactor } = options;
  const { out, world } = context;
  await readHomePublic(home);
  const passphrase = await passphraseOf(context, passphraseFile, home);
  const party = await openHomeWith(home, ["issuer"], passphrase);
  const place = { election, nodes: node, home, level: "light" } as const;
  const { keys, index } = await withView(context, place, async (view) => {
    const own = view.known.election;
    const { index } = signerOf(party, own.manifest);
    const keys = await issuerKeysFor(context, home, own, passphrase, workFactor);
    const posted = await postIssuerKeys(view, party, keys);
    if (posted > 0) out.note(serviceTexts.keysPosted(posted));
    return { keys, index };
  });
  const logger = jsonLogger((line) => world.stderr.write(line), world.clock);
  const http = httpOver(world.fetch);
  const opened = await openIssuer({
    folder: electionFolder(home, election),
    electionId: election,
    issuer: index,
    keys,
    nodes: node.map((url) => new NodeLink(url, election, http)),
    clock: world.clock,
    randomBytes: world.randomBytes,
    report: reportTo(logger),
  });
  if (!opened.ok) throw serviceStop(home, opened.error.code);
  return serveDesk(context, opened.value, listen, logger);
}

async function serveDesk(
  context: Context,
  { desk, close }: OpenedIssuer,
  listen: { readonly host: string; readonly port: number },
  logger: ReturnType<typeof jsonLogger>,
): Promise<0> {
  try {
    const server = await serve([desk], { ...listen, logger, lookEveryMs: LOOK_EVERY_MS });
    return await untilStopped(context, { url: urlOf(listen.host, server.port), close: server.close });
  } finally {
    await close();
  }
}
