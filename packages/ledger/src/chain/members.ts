import { type Bytes, toHex } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Row } from "../format/table.ts";
import { checkSigners, keyOfParty } from "../signers.ts";
import type { Genesis } from "../state/state.ts";
import { validatorsMessage } from "./signing.ts";
import type { ChainValidator, ValidatorsBody, ValidatorsChange } from "./transaction.ts";

/** §06.9.8 */
export const CHAIN_VALIDATORS_MAX = 50;

/** Who may change the validators of a chain: `chainId` is the engine's, the organisations those of its genesis. */
export type ChainFounders = { readonly chainId: string; readonly genesis: Genesis };

/** The chain's validators in their order (§06.9.9), and how many changes entered before. A value: a change makes a new one. */
export type ChainMembers = { readonly validators: readonly ChainValidator[]; readonly sequence: number };

/** All organisations of the genesis, and nobody else. */
const SIGNERS: Row = { signers: ["genesis"], phases: [], control: false };

/**
 * Why a change does not enter (§06.9.8), the first reason that applies; nothing if it does. Its form has been read.
 *
 * @param isVoting whether an election of the chain stands between `open` and `certify`, before the proposal or after its other
 *   transactions.
 */
export function refuseChange(
  founders: ChainFounders,
  members: ChainMembers,
  change: ValidatorsChange,
  isVoting: boolean,
): Refusal | undefined {
  const { sequence } = change.body;
  if (sequence < members.sequence) return refuse("ALREADY", `${members.sequence} changes entered before`);
  if (sequence > members.sequence) return refuse("PHASE", `change ${members.sequence} comes first`);
  if (isVoting) return refuse("PHASE", "an election stands between open and certify");
  return refuseMembers(members, change.body) ?? refuseSignatures(founders, change);
}

function refuseMembers(members: ChainMembers, body: ValidatorsBody): Refusal | undefined {
  const known = new Set(members.validators.map(({ consensus }) => toHex(consensus)));
  const unknown = body.remove.find((key) => !known.has(toHex(key)));
  if (unknown !== undefined) return refuse("UNKNOWN_REFERENCE", `${toHex(unknown)} is no validator's`);
  const staying = stayingOf(members, body);
  const repeated = firstTaken(staying, body.add);
  if (repeated !== undefined) return refuse("ALREADY", `${repeated} is a validator's, or stands twice`);
  const count = staying.length + body.add.length;
  return count >= 1 && count <= CHAIN_VALIDATORS_MAX
    ? undefined
    : refuse("GENESIS_MISMATCH", `${count} validators would remain`);
}

function refuseSignatures(
  { chainId, genesis }: ChainFounders,
  { body, bodyBytes, signatures }: ValidatorsChange,
): Refusal | undefined {
  const wrong = checkSigners({ genesis }, SIGNERS, 0, signatures);
  if (wrong !== undefined) return wrong;
  const message = validatorsMessage(chainId, body.sequence, bodyBytes);
  const forged = signatures.find(({ role, index, bytes }) => {
    const key = keyOfParty({ genesis }, role, index);
    return key === undefined || !verifyEd25519Strict(key, message, bytes);
  });
  return forged && refuse("SIGNATURE_INVALID", `of organisation ${forged.index}`);
}

/** The first key or name to add that another validator has, in whatever role (§02.2.2 wants all of them distinct). */
function firstTaken(staying: readonly ChainValidator[], add: readonly ChainValidator[]): string | undefined {
  const taken = new Set(staying.flatMap(valuesOf));
  for (const value of add.flatMap(valuesOf)) {
    if (taken.has(value)) return value;
    taken.add(value);
  }
  return undefined;
}

/** Keys and name; a name cannot look like a key here. */
const valuesOf = ({ consensus, key, logKey, name }: ChainValidator): readonly string[] => [
  ...[consensus, key, logKey].map(toHex),
  `name ${name}`,
];

function stayingOf({ validators }: ChainMembers, { remove }: ValidatorsBody): readonly ChainValidator[] {
  const leaving = new Set(remove.map(toHex));
  return validators.filter(({ consensus }) => !leaving.has(toHex(consensus)));
}

/** §06.9.9: the members after a change that entered. Those that stay keep their order, new ones follow in the order of `add`. */
export function changeMembers(members: ChainMembers, body: ValidatorsBody): ChainMembers {
  const validators = [...stayingOf(members, body), ...body.add];
  return { validators, sequence: members.sequence + 1 };
}

/** What the engine is told: the consensus keys whose power is another after the change than before. */
export type PowerUpdate = { readonly consensus: Bytes; readonly power: 0 | 1 };

/** ⚔ Each key once, and none whose power stays: CometBFT stops at a key that stands twice. */
export function powerUpdates(before: ChainMembers, after: ChainMembers): readonly PowerUpdate[] {
  const keysOf = ({ validators }: ChainMembers): ReadonlyMap<string, Bytes> =>
    new Map(validators.map(({ consensus }) => [toHex(consensus), consensus]));
  const old = keysOf(before);
  const now = keysOf(after);
  return [
    ...[...old].flatMap(([name, consensus]) => (now.has(name) ? [] : [{ consensus, power: 0 } as const])),
    ...[...now].flatMap(([name, consensus]) => (old.has(name) ? [] : [{ consensus, power: 1 } as const])),
  ];
}
