import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, expectOk, type RandomBytes, toHex } from "@veche/base";
import type { Member } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import type { Role, Signer } from "@veche/ledger";
import { TrusteeVault } from "@veche/trustee";
import type { PublicParties } from "./manifest.ts";

/** Five members of whom three sign, three trustees of whom two decrypt. */
const COMMISSION = ["Chair", "Secretary", "Party of the Square", "Party of the River", "Party of the Bell"];
export const SIZES = { commissionQuorum: 3, trustees: 3, trusteeQuorum: 2 } as const;
/** These vaults guard a practice election: their passphrases are drawn and forgotten, their cost is low. */
const WORK_FACTOR = 10;

type Key = { readonly secret: Bytes; readonly member: Member };

/** Organisation, commission and trustees of one practice election. */
export type Parties = {
  readonly organisation: Key;
  readonly commission: readonly Key[];
  readonly vaults: readonly TrusteeVault[];
};

export async function makeParties(
  folder: string,
  organisation: Key,
  randomBytes: RandomBytes,
): Promise<Parties> {
  return {
    organisation,
    commission: COMMISSION.map((name) => newKey(name, randomBytes)),
    vaults: await Promise.all(
      Array.from({ length: SIZES.trustees }, (_, at) =>
        makeVault(join(folder, `trustee-${at + 1}`), randomBytes),
      ),
    ),
  };
}

export function newKey(name: string, randomBytes: RandomBytes): Key {
  const secret = randomBytes(32);
  return { secret, member: { name, key: ed25519PublicKey(secret) } };
}

async function makeVault(folder: string, randomBytes: RandomBytes): Promise<TrusteeVault> {
  const media = [join(folder, "medium-1"), join(folder, "medium-2")] as const;
  await Promise.all(media.map((medium) => mkdir(medium, { recursive: true, mode: 0o700 })));
  const passphrase = toHex(randomBytes(16));
  const vault = await TrusteeVault.create({ media, passphrase, workFactor: WORK_FACTOR }, randomBytes);
  return expectOk(vault, "a trustee's vault");
}

export const publicOf = ({
  commission,
  vaults,
  organisation,
}: Parties): Pick<PublicParties, "genesis" | "commission" | "trustees"> => ({
  genesis: [organisation.member],
  commission: { members: commission.map(({ member }) => member), quorum: SIZES.commissionQuorum },
  trustees: {
    members: vaults.map((vault, at) => vault.member(`Trustee ${at + 1}`)),
    quorum: SIZES.trusteeQuorum,
  },
});

export const commissionSigners = ({ commission }: Parties): readonly Signer[] =>
  commission.slice(0, SIZES.commissionQuorum).map((key, at) => signerOf("commission", at + 1, key));

export const organisationSigner = ({ organisation }: Parties): Signer => signerOf("genesis", 1, organisation);

const signerOf = (role: Role, index: number, { secret }: Key): Signer => ({
  role,
  index,
  sign: (message) => signEd25519(secret, message),
});
