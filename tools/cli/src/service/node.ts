import { jsonList, jsonObject, jsonText } from "@veche/api";
import type { Bytes } from "@veche/base";
import { httpOver } from "@veche/client";
import {
  ChainEnded,
  createHome,
  feedWitnesses,
  findCometbft,
  type HomeError,
  hasGo,
  jsonLogger,
  type NodeError,
  type Page,
  readHome,
  readPage,
  serve,
  VecheNode,
} from "@veche/node";
import { readForm } from "../files/read.ts";
import type { Context } from "../framework/command.ts";
import { type Address, URL_OF_SERVICE } from "../framework/kinds.ts";
import { unusable } from "../framework/stop.ts";
import { foundersIn } from "../keys/founders.ts";
import { openHome, type Party } from "../keys/home.ts";
import { chainFaults, isOfChain } from "../texts/chain.ts";
import { faults } from "../texts/faults.ts";
import { serviceTexts } from "../texts/services.ts";
import { whyChainEnded } from "./chain-ended.ts";
import { untilStopped, urlOf } from "./until-stopped.ts";

export type NodeOptions = {
  readonly home: string;
  readonly listen: Address;
  readonly genesis: string | undefined;
  readonly witness: readonly string[];
  readonly page: string | undefined;
  readonly pageSettings: string | undefined;
  readonly passphraseFile: string | undefined;
};

/** A ledger node, until its operator ends it. */
export async function runNode(context: Context, options: NodeOptions): Promise<0> {
  const { home, listen, genesis, witness, page: folder, pageSettings, passphraseFile } = options;
  const page = await openPage(folder, pageSettings);
  const party = await openHome(context, home, ["validator"], passphraseFile);
  await prepareHome(party, genesis);
  const node = await openNode(context, party, witness);
  const logger = jsonLogger((line) => context.world.stderr.write(line), context.world.clock);
  try {
    const server = await serve(node, { ...listen, logger, ...page });
    context.out.note(serviceTexts.elections(node.elections().length));
    return await untilStopped(context, {
      url: urlOf(listen.host, server.port),
      failed: node.failed.then(sayWhy),
      close: server.close,
    });
  } finally {
    await node.close();
  }
}

const readSettings = jsonObject({
  nodes: jsonList(jsonText(200), 50),
  portal: jsonText(200),
  hotline: jsonText(40),
});

/** §12.1: the page is read before the node opens, so that a missing file stops nothing half-way. */
async function openPage(
  folder: string | undefined,
  settingsFile: string | undefined,
): Promise<{ readonly page?: Page }> {
  if (folder === undefined && settingsFile === undefined) return {};
  if (folder === undefined) throw unusable(faults.optionMissing("--page"));
  if (settingsFile === undefined) throw unusable(faults.optionMissing("--page-settings"));
  const settings = await readForm(settingsFile, readSettings, "page-settings.json");
  for (const url of [...settings.nodes, settings.portal])
    URL_OF_SERVICE.read(url, `--page-settings ${settingsFile}`);
  const files = await readPage(folder);
  if (!files.ok) throw unusable(faults.fileMissing(files.error.path));
  return { page: { files: files.value, settings } };
}

/** The first start fixes whose elections this node takes; a later `--genesis` would be passed over, so it is refused. */
async function prepareHome({ home, publicKeys }: Party, genesisFile: string | undefined): Promise<void> {
  const known = await readHome(home);
  if (known.ok) {
    if (genesisFile !== undefined) throw unusable(faults.genesisKnown(home));
    return;
  }
  if (known.error.code !== "HOME_MISSING") throw stopOf(known.error, home);
  if (genesisFile === undefined) throw unusable(faults.optionMissing("--genesis"));
  const genesis = await foundersIn(genesisFile);
  const made = await createHome(home, { name: publicKeys.name, genesis });
  if (!made.ok) throw stopOf(made.error, home);
}

async function openNode(
  context: Context,
  { home, secretKeys }: Party,
  witnesses: readonly string[],
): Promise<VecheNode> {
  const { clock, stderr, fetch } = context.world;
  const logger = jsonLogger((line) => stderr.write(line), clock);
  const opened = await VecheNode.open({
    home,
    keys: { log: secretKeys.logKey as Bytes, validator: secretKeys.key },
    clock,
    logger,
    ...(witnesses.length === 0 ? {} : { cosign: feedWitnesses(httpOver(fetch), witnesses, logger) }),
    cometbft: findCometbft(context.world.env.PATH),
  });
  if (!opened.ok) throw stopOf(opened.error, home, context.world.env.PATH);
  return opened.value;
}

const sayWhy = (error: unknown): unknown =>
  error instanceof ChainEnded ? whyChainEnded(error.failure) : error;

function stopOf(error: HomeError | NodeError, home: string, path?: string): unknown {
  if (error.code === "COMETBFT_MISSING") return unusable(chainFaults.programMissing(hasGo(path)));
  if (error.code === "COMETBFT_ENDED" || error.code === "APPLICATION_FAILED") return whyChainEnded(error);
  const place = "path" in error ? error.path : home;
  const reason = "reason" in error ? String(error.reason) : undefined;
  return isOfChain(error.code)
    ? unusable(chainFaults.home(error.code, place, reason))
    : unusable(faults.nodeHome(place, reason ?? error.code));
}
