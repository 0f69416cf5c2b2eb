import { httpOver, NodeLink } from "@veche/client";
import { jsonLogger, type OpenedIssuer, openIssuer, reportTo, serve } from "@veche/issuer";
import { passphraseOf } from "../../files/passphrase.ts";
import { type Context, command } from "../../framework/command.ts";
import { ADDRESS } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { electionFolder, issuerKeysFor, postIssuerKeys } from "../../issuing/issuer-keys.ts";
import { openHomeWith, readHomePublic } from "../../keys/home.ts";
import { withView } from "../../live/view.ts";
import { signerOf } from "../../proposal/signing.ts";
import { untilStopped, urlOf } from "../../service/until-stopped.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { serviceTexts } from "../../texts/services.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";

/** How often the log is looked at without being asked. */
const LOOK_EVERY_MS = 2_000;

export const issuerRun = command({
  name: "issuer",
  about: abouts.issuer,
  options: {
    home: HOME,
    election: ELECTION,
    node: NODES,
    listen: one(ADDRESS, optionTexts.listen),
    passphraseFile: PASSPHRASE_FILE,
    workFactor: WORK_FACTOR_OPTION,
  },
  examples: [
    {
      line: "veche issuer --home issuer1 --election $ELECTION --node http://127.0.0.1:8080 --listen 127.0.0.1:8091",
    },
  ],
  run: async (context, { home, election, node, listen, passphraseFile, workFactor }) => {
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
    if (!opened.ok) throw unusable(faults.serviceHome(home, opened.error.code));
    return serveDesk(context, opened.value, listen, logger);
  },
});

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
