import type { Bytes } from "@veche/base";
import { DEFAULT_PACE, type Http, httpOver, NodeLink } from "@veche/client";
import { decodeScalar } from "@veche/group";
import { jsonLogger, type Logger } from "@veche/node";
import {
  IssuerLink,
  type LetterRegistrar,
  type OpenedRegistrar,
  openRegistrar,
  type RegistrarEvent,
  registrarServer,
} from "@veche/registrar";
import type { Context } from "../framework/command.ts";
import { type Address, type Assignment, URL_OF_SERVICE, uint } from "../framework/kinds.ts";
import { unusable } from "../framework/stop.ts";
import { openHome } from "../keys/home.ts";
import { faults } from "../texts/faults.ts";
import { rollTexts } from "../texts/roll.ts";
import { serviceStop } from "../texts/service-faults.ts";
import { electionFolder } from "./election-folder.ts";
import { untilStopped, urlOf } from "./until-stopped.ts";

export type RegistrarOptions = {
  readonly home: string;
  readonly passphraseFile: string | undefined;
  readonly election: Bytes;
  readonly node: readonly string[];
  readonly issuer: readonly Assignment[];
  readonly listen: Address;
};

/** Shorter than a voter's patience, so that the voter hears why. */
const PACE = { ...DEFAULT_PACE, backoff: { ...DEFAULT_PACE.backoff, patienceMs: 20_000 } };

/** The registrar's issuing, until its operator ends it. */
export async function runRegistrar(context: Context, options: RegistrarOptions): Promise<0> {
  const { home, passphraseFile, election, node, issuer, listen } = options;
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
  if (!opened.ok) throw serviceStop(home, opened.error.code);
  return serve(context, opened.value, listen);
}

function issuerLink({ name, values }: Assignment, http: Http): IssuerLink {
  const number = uint("N", 1, 30).read(name, "--issuer");
  return new IssuerLink(number, URL_OF_SERVICE.read(values.join(","), "--issuer"), http);
}

async function serve(
  context: Context,
  opened: OpenedRegistrar<LetterRegistrar>,
  listen: Address,
): Promise<0> {
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
