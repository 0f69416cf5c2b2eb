import type { Bytes } from "@veche/base";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import { assembleValidators, signValidators } from "../chain/signing.ts";
import type { ChainValidator, ValidatorsBody } from "../chain/transaction.ts";
import type { Genesis } from "../state/state.ts";
import { seededRandom } from "./random.ts";

/** The secret key of a part of a chain's validator, or of an organisation, by its number. */
export const chainSecret = (number: number, part: string): Bytes =>
  seededRandom(`chain ${part} ${number}`)(32);

export type MemberKey = "consensus" | "key" | "logKey";

const known = new Map<string, Bytes>();

export function memberKey(number: number, part: MemberKey): Bytes {
  const name = `${part} ${number}`;
  const key = known.get(name) ?? ed25519PublicKey(chainSecret(number, part));
  known.set(name, key);
  return key;
}

/** A validator of a test chain. */
export const member = (number: number): ChainValidator => ({
  consensus: memberKey(number, "consensus"),
  key: memberKey(number, "key"),
  logKey: memberKey(number, "logKey"),
  name: `validator.example/${number}`,
});

/** Organisations whose keys `signedBy` has. */
export function chainGenesis(organisations: number, quorum: number): Genesis {
  return {
    organisations: Array.from({ length: organisations }, (_, at) => ({
      key: ed25519PublicKey(chainSecret(at + 1, "organisation")),
      name: `Organisation ${at + 1}`,
    })),
    quorum,
  };
}

/** The chain transaction of a change, signed by organisations of `chainGenesis`, by their indices from 1. */
export function signedBy(chainId: string, body: ValidatorsBody, organisations: readonly number[]): Bytes {
  const signatures = organisations.map((index) =>
    signValidators(chainId, body, {
      index,
      sign: (message) => signEd25519(chainSecret(index, "organisation"), message),
    }),
  );
  return assembleValidators(body, signatures);
}
