import { join } from "node:path";
import { jsonList, jsonObject, jsonText, jsonUint } from "@veche/api";
import { chainFolder, hasChain, RPC_SOCKET } from "@veche/node";
import { readForm, requireFolder } from "../files/read.ts";
import { readHomePublic } from "../keys/home.ts";
import { urlOf } from "../service/until-stopped.ts";

/** A chain on one machine, as `veche chain init` makes it: what stands in `trial.json`. */
export type Trial = {
  readonly validators: readonly {
    readonly name: string;
    /** Name of its home below the folder. */
    readonly home: string;
    /** Of its HTTP interface on 127.0.0.1. */
    readonly port: number;
  }[];
};

/** Where all of a trial listens. */
export const HOST = "127.0.0.1";
export const TRIAL_FILE = "trial.json";
/** Opens all homes of a trial. */
export const PASSPHRASE = "passphrase";
/** What a validator writes while `veche chain up` runs it; in its home. */
export const NODE_LOG = "node.log";

const VALIDATORS_MAX = 50;

const readTrialFields = jsonObject({
  format: (value: unknown) => (value === 1 ? 1 : undefined),
  validators: jsonList(
    jsonObject({ name: jsonText(100), home: jsonText(100), port: jsonUint }),
    VALIDATORS_MAX,
  ),
});

export async function readTrial(folder: string): Promise<Trial> {
  await requireFolder(folder);
  const { validators } = await readForm(join(folder, TRIAL_FILE), readTrialFields, TRIAL_FILE);
  return { validators };
}

/** Path of the socket on which the CometBFT of a home answers. */
export const rpcOf = (home: string): string => join(chainFolder(home), RPC_SOCKET);

export type ChainPlace = { readonly name: string; readonly home: string; readonly url?: string };

/** The homes that a place stands for: those of a trial, or the place itself. */
export async function homesAt(place: string): Promise<readonly ChainPlace[]> {
  await requireFolder(place);
  if (await hasChain(place)) return [{ name: (await readHomePublic(place)).name, home: place }];
  const { validators } = await readTrial(place);
  return validators.map(({ name, home, port }) => ({
    name,
    home: join(place, home),
    url: urlOf(HOST, port),
  }));
}
