import { expectOk } from "@veche/base";
import { jsonLogger, NodeWitness, serveWitness, type WitnessError, witnessFolder } from "@veche/node";
import { COSIGNATURE, formatVkey, type VerifierKey, verifierKey } from "@veche/tlog";
import type { Context } from "../framework/command.ts";
import type { Address } from "../framework/kinds.ts";
import type { Stop } from "../framework/stop.ts";
import { openHome } from "../keys/home.ts";
import { serviceStop } from "../texts/service-faults.ts";
import { serviceTexts } from "../texts/services.ts";
import { untilStopped, urlOf } from "./until-stopped.ts";

export type WitnessOptions = {
  readonly home: string;
  readonly listen: Address;
  readonly log: readonly VerifierKey[];
  readonly passphraseFile: string | undefined;
};

/** A C2SP witness, until its operator ends it. */
export async function runWitness(context: Context, options: WitnessOptions): Promise<0> {
  const { home, listen, log, passphraseFile } = options;
  const { publicKeys, secretKeys } = await openHome(context, home, ["witness"], passphraseFile);
  const { clock, stderr } = context.world;
  const logger = jsonLogger((line) => stderr.write(line), clock);
  // §02.1: names of witnesses have the form that notes ask for; `keys new` sees to it.
  const key = expectOk(verifierKey(publicKeys.name, COSIGNATURE, publicKeys.key), "the witness's key");
  const logs = [...new Map(log.map((one) => [formatVkey(one), one])).values()];
  const folder = witnessFolder(home);
  const opened = await NodeWitness.open({ folder, key, secretKey: secretKeys.key, logs, clock, logger });
  if (!opened.ok) throw stopOf(opened.error);
  try {
    const server = await serveWitness(opened.value, { ...listen, logger });
    context.out.note(serviceTexts.witnessKey(formatVkey(key)));
    return await untilStopped(context, { url: urlOf(listen.host, server.port), close: server.close });
  } finally {
    await opened.value.close();
  }
}

const stopOf = ({ code, path }: WitnessError): Stop =>
  serviceStop(path, code === "HOME_IN_USE" ? "IN_USE" : code);
