import type { Bytes } from "@veche/base";
import { DEFAULT_PACE, type Http, httpOver, NodeLink } from "@veche/client";
import { decodeScalar } from "@veche/group";
import { jsonLogger, type Logger } from "@veche/node";
import {
  IssuerLink,
  type OpenedRegistrar,
  openRegistrar,
  type RegistrarEvent,
  registrarServer,
} from "@veche/registrar";
import { type Context, command } from "../../framework/command.ts";
import {
  ADDRESS,
  type Address,
  ASSIGNMENT,
  type Assignment,
  URL_OF_SERVICE,
  uint,
} from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { electionFolder } from "../../issuing/issuer-keys.ts";
import { openHome } from "../../keys/home.ts";
import { untilStopped, urlOf } from "../../service/until-stopped.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { rollTexts } from "../../texts/roll.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE } from "../options.ts";

/** Shorter than a voter's patience, so that the voter hears why. */
const PACE = { ...DEFAULT_PACE, backoff: { ...DEFAULT_PACE.backoff, patienceMs: 20_000 } };

export const registrarIssue = command({
  name: "issue",
  about: abouts.registrarIssue,
  options: {
    home: HOME,
    passphraseFile: PASSPHRASE_FILE,
    election: ELECTION,
    node: NODES,
    issuer: some(ASSIGNMENT, optionTexts.issuerUrls),
    listen: one(ADDRESS, optionTexts.listen),
  },
  examples: [
    {
      line: "veche registrar issue --home registrar --election $ELECTION --node http://127.0.0.1:8080 --issuer 1=http://127.0.0.1:8091 --issuer 2=http://127.0.0.1:8092 --issuer 3=http://127.0.0.1:8093 --listen 127.0.0.1:8090",
    },
  ],
  run: async (context, { home, passphraseFile, election, node, issuer, listen }) => {
    const { world } = context;
    const http = httpOver(world.fetch);
    const issuers = issuer.map((one) => issuerLink(one, http));
    const party = await openHome(context, home, ["registrar"], passphraseFile);
    const issueKey = decodeScalar(party.secretKeys.issueKey as Bytes);
    if (issueKey === undefined) throw unusable(faults.keysDiffer(home));
    const logger = jsonLogger((line) => world.stderr.write(line), world.clock);
    const opened = await openRegistrar({
      folder: electionFolder(home, election),
      electionId: election,
      nodes: node.map((url) => new NodeLink(url, election, http)),
      issuers,
      issueKey,
      now: world.clock,
      pace: PACE,
      randomBytes: world.randomBytes,
      report: (event) => report(logger, event),
    });
    if (!opened.ok) throw unusable(faults.serviceHome(home, opened.error.code));
    return serve(context, opened.value, listen);
  },
});

function issuerLink({ name, values }: Assignment, http: Http): IssuerLink {
  const number = uint("N", 1, 30).read(name, "--issuer");
  return new IssuerLink(number, URL_OF_SERVICE.read(values.join(","), "--issuer"), http);
}

async function serve(context: Context, opened: OpenedRegistrar, listen: Address): Promise<0> {
  const { registrar, close } = opened;
  try {
    const open = await registrar.resume();
    if (open > 0) context.out.note(rollTexts.resumed(open));
    const server = registrarServer(registrar);
    const address = await server.listen(listen);
    const port = Number(new URL(address).port);
    return await untilStopped(context, {
      url: urlOf(listen.host, port),
      close: async () => {
        await server.close();
      },
    });
  } finally {
    await close();
  }
}

function report(logger: Logger, told: RegistrarEvent): void {
  const { event, ...fields } = told;
  logger(event === "alarm" ? "error" : "warn", event, fields);
}
