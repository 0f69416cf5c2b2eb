import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, expectOk } from "@veche/base";
import type { Member, Validator } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import type { Role, Signer } from "@veche/ledger";
import { TrusteeVault } from "@veche/trustee";
import { seededRandom } from "./seeded-random.ts";
import { registrarKey } from "./voting/frame.ts";

/** An Ed25519 key of a simulated party, and its public half as the manifest names it. */
export type SimulatedKey = { readonly secret: Bytes; readonly member: Member };

/** Everybody who holds a key in a simulated election; all keys but the issuers' RSA keys follow from the seed. */
export type Parties = {
  readonly genesis: readonly SimulatedKey[];
  readonly commission: readonly SimulatedKey[];
  readonly trustees: readonly { readonly vault: TrusteeVault; readonly name: string }[];
  readonly registrar: SimulatedKey & { readonly issueKey: Bytes };
  readonly issuers: readonly SimulatedKey[];
  readonly validator: { readonly secret: Bytes; readonly logSecret: Bytes; readonly validator: Validator };
  readonly witness: SimulatedKey;
};

/** Trustees 5 with quorum 3, issuers 3 of whom 2 are active, commission 5 with quorum 3. */
export const SIZES = { commissionQuorum: 3, trustees: 5, quorum: 3, active: [1, 2] } as const;

const COMMISSION = ["Party of the Square", "Party of the River", "Party of the Bell", "Chair", "Secretary"];
const ISSUERS = ["Issuer 1", "Issuer 2", "Issuer 3 (spare)"];

/** The vaults of a simulation guard nothing: their cost is lowered so that five of them open in no time. */
const SIMULATED_WORK_FACTOR = 10;

/**
 * @param home a folder of the simulation, below which the trustees' media are.
 * @param begun whether these were made before.
 */
export async function makeParties(seed: string, home: string, begun: boolean): Promise<Parties> {
  const validator = keyOf(seed, "validator", 1, "node-1.veche.example");
  const log = keyOf(seed, "log", 1, "log");
  return {
    genesis: [keyOf(seed, "genesis", 1, "Organisation of the node")],
    commission: COMMISSION.map((name, i) => keyOf(seed, "commission", i + 1, name)),
    trustees: await Promise.all(
      Array.from({ length: SIZES.trustees }, (_, i) => openTrustee(seed, home, i + 1, begun)),
    ),
    registrar: {
      ...keyOf(seed, "registrar", 1, "Simulated registrar"),
      issueKey: registrarKey(seed).encoding,
    },
    issuers: ISSUERS.map((name, i) => keyOf(seed, "issuer", i + 1, name)),
    validator: {
      secret: validator.secret,
      logSecret: log.secret,
      validator: { ...validator.member, logKey: log.member.key },
    },
    witness: keyOf(seed, "witness", 1, "witness-1.veche.example"),
  };
}

function keyOf(seed: string, role: string, index: number, name: string): SimulatedKey {
  const secret = seededRandom(seed, `${role} ${index}`)(32);
  return { secret, member: { key: ed25519PublicKey(secret), name } };
}

async function openTrustee(
  seed: string,
  home: string,
  index: number,
  begun: boolean,
): Promise<Parties["trustees"][number]> {
  const media = ["medium-1", "medium-2"].map((medium) => join(home, `trustee-${index}`, medium));
  await Promise.all(media.map((folder) => mkdir(folder, { recursive: true })));
  const options = {
    media: media as unknown as readonly [string, string],
    passphrase: `simulated trustee ${index} of seed ${seed}`,
    workFactor: SIMULATED_WORK_FACTOR,
  };
  const vault = await (begun
    ? TrusteeVault.open(options)
    : TrusteeVault.create(options, seededRandom(seed, `trustee ${index} identity`)));
  return { vault: expectOk(vault, "a simulated trustee's vault"), name: `Trustee ${index}` };
}

const signerOf = (role: Role, index: number, key: SimulatedKey): Signer => ({
  role,
  index,
  sign: (message) => signEd25519(key.secret, message),
});

/** The quorum of the commission. */
export const commissionSigners = (parties: Parties): Signer[] =>
  parties.commission.slice(0, SIZES.commissionQuorum).map((key, i) => signerOf("commission", i + 1, key));

export const genesisSigners = (parties: Parties): Signer[] =>
  parties.genesis.map((key, i) => signerOf("genesis", i + 1, key));

export const registrarSigner = (parties: Parties): Signer => signerOf("registrar", 1, parties.registrar);

export const issuerSigner = (parties: Parties, index: number): Signer =>
  signerOf("issuer", index, parties.issuers[index - 1] as SimulatedKey);
