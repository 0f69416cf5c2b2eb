import { type JsonReader, jsonBase64, jsonObject } from "@veche/api";
import { type Bytes, compareBytes, equalBytes, fromHex, toBase64, toHex } from "@veche/base";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import {
  assembleValidators,
  decodeChainTransaction,
  encodeValidatorsBody,
  isValidatorsBody,
  type Signature,
  signValidators,
  type ValidatorsBody,
  type ValidatorsChange,
  validatorsMessage,
} from "@veche/ledger";
import type { ChainGenesis } from "@veche/node";
import { readForm } from "../files/read.ts";
import { jsonText } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { confirm } from "../framework/confirm.ts";
import type { Output } from "../framework/output.ts";
import { refused, unusable } from "../framework/stop.ts";
import { factLines } from "../framework/table.ts";
import { openHomes, type Party } from "../keys/home.ts";
import { changeFaults, changeTexts as texts } from "../texts/chain-change.ts";
import { faults } from "../texts/faults.ts";
import type { ChainMember } from "./public-file.ts";

/** A change of validators with the signatures gathered so far. */
export type Change = Pick<ValidatorsChange, "body" | "signatures">;

const TRANSACTION_BYTES_MAX = 60_032;

const changeForm: JsonReader<Change> = (value) => {
  const file = fileForm(value);
  const read = file && decodeChainTransaction(file.transaction);
  return read?.ok && read.value.kind === "validators" ? read.value : undefined;
};

const fileForm = jsonObject({
  format: (value: unknown) => (value === 1 ? 1 : undefined),
  transaction: jsonBase64(33, TRANSACTION_BYTES_MAX),
});

export const changeIn = (path: string): Promise<Change> => readForm(path, changeForm, "change.json");

export const changeText = (change: Change): string =>
  jsonText({ format: 1, transaction: toBase64(transactionOf(change)) });

export const transactionOf = ({ body, signatures }: Change): Bytes => assembleValidators(body, signatures);

/** @param remove names of the genesis, or consensus keys in hexadecimal digits. */
export function bodyOf(
  genesis: ChainGenesis,
  sequence: number,
  add: readonly ChainMember[],
  remove: readonly string[],
): ValidatorsBody {
  const added = add.map(({ consensus, key, logKey, name }) => ({ consensus, key, logKey, name }));
  const body = {
    add: added.toSorted((a, b) => compareBytes(a.consensus, b.consensus)),
    remove: remove.map((word) => keyOf(genesis, word)).sort(compareBytes),
    sequence,
  };
  if (!isValidatorsBody(body)) throw unusable(changeFaults.body());
  return body;
}

function keyOf({ validators }: ChainGenesis, word: string): Bytes {
  const known = validators.find(({ name }) => name === word)?.consensus;
  const key = known ?? (word.length === 64 ? fromHex(word) : undefined);
  if (key === undefined) throw unusable(changeFaults.unknown(word));
  return key;
}

/** Stops at a signature that is wrong: the chain would refuse the whole change by it. */
export function checkSignatures({ body, signatures }: Change, genesis: ChainGenesis): void {
  for (const { role, index, bytes } of signatures) {
    const key = role === 1 ? genesis.genesis.organisations[index - 1]?.key : undefined;
    const message = messageOf(genesis, body);
    if (key === undefined || !verifyEd25519Strict(key, message, bytes)) {
      throw refused(changeFaults.signature(index));
    }
  }
}

function messageOf({ chainId }: ChainGenesis, body: ValidatorsBody): Bytes {
  return validatorsMessage(chainId, body.sequence, encodeValidatorsBody(body));
}

/** Asks the person, unless `yes`, and adds the signatures of these homes. */
export async function signChange(
  context: Context,
  genesis: ChainGenesis,
  change: Change,
  { home, passphraseFile, yes }: Signing,
): Promise<Change> {
  checkSignatures(change, genesis);
  if (home.length === 0) return change;
  const { out, world } = context;
  if (!yes) {
    world.stderr.write(`${changeLines(out, genesis, change).join("\n")}\n`);
    await confirm(context, texts.ask, faults.notConfirmed);
  }
  const parties = await openHomes(context, home, ["genesis"], passphraseFile);
  const made = parties.map((party) => signatureOf(genesis, change.body, party));
  const before = change.signatures.filter(({ index }) => !made.some((one) => one.index === index));
  return { body: change.body, signatures: [...before, ...made] };
}

export type Signing = {
  readonly home: readonly string[];
  readonly passphraseFile: readonly string[];
  readonly yes: boolean;
};

function signatureOf(genesis: ChainGenesis, body: ValidatorsBody, party: Party): Signature {
  const { home, publicKeys, secretKeys } = party;
  const at = genesis.genesis.organisations.findIndex(({ key }) => equalBytes(key, publicKeys.key));
  if (at < 0) throw unusable(changeFaults.notFounder(home));
  const sign = (message: Bytes): Bytes => signEd25519(secretKeys.key, message);
  return signValidators(genesis.chainId, body, { index: at + 1, sign });
}

/** What a change says, for those who are to sign it. */
export function changeLines(
  out: Output,
  genesis: ChainGenesis,
  { body, signatures }: Change,
): readonly string[] {
  const { say } = out;
  const { organisations, quorum } = genesis.genesis;
  const named = (key: Bytes): string =>
    genesis.validators.find(({ consensus }) => equalBytes(consensus, key))?.name ?? "?";
  const signers = signatures.map(({ index }) => organisations[index - 1]?.name ?? "?").join(", ");
  const count = say(texts.quorum(signatures.length, quorum));
  return factLines([
    [say(texts.chain), genesis.chainId],
    [say(texts.number), String(body.sequence)],
    ...body.remove.map((key) => [say(texts.removes), `${named(key)} ${toHex(key)}`] as const),
    ...body.add.map(({ name, consensus }) => [say(texts.adds), `${name} ${toHex(consensus)}`] as const),
    [say(texts.signed), `${signers === "" ? say(texts.nobody) : signers} (${count})`],
  ]);
}

/** For machines. */
export function changeFacts(genesis: ChainGenesis, { body, signatures }: Change) {
  return {
    chain: genesis.chainId,
    sequence: body.sequence,
    add: body.add.map(({ name }) => name),
    remove: body.remove.map(toHex),
    signed: signatures.map(({ index }) => index),
    quorum: genesis.genesis.quorum,
  };
}
