import { assert, BugError, type Bytes } from "@veche/base";
import type { Dealing, TrusteeMember } from "@veche/election";
import { Encrypter } from "age-encryption";
import type { TrusteeVault } from "../vault/vault.ts";

/** §03.2.3 */
export const SHARE_FILE_BYTES_MAX = 1_000;

/** One age file for each receiver, in their order (§03.2.3). */
export function sealShares(
  dealing: Dealing,
  receivers: readonly number[],
  members: readonly TrusteeMember[],
): Promise<readonly Bytes[]> {
  return Promise.all(
    receivers.map(async (receiver) => {
      const member = members[receiver - 1];
      if (member === undefined) throw new BugError(`no trustee ${receiver}`);
      const encrypter = new Encrypter();
      encrypter.addRecipient(member.age);
      const file = await encrypter.encrypt(dealing.sharePlaintext(receiver));
      assert(file.length <= SHARE_FILE_BYTES_MAX, "a share's age file has about 330 bytes");
      return file;
    }),
  );
}

/** The plaintexts of the age files that open, by dealer. */
export async function openShares(
  vault: TrusteeVault,
  files: ReadonlyMap<number, Bytes>,
): Promise<ReadonlyMap<number, Bytes>> {
  const plaintexts = new Map<number, Bytes>();
  for (const [dealer, file] of files) {
    const plaintext = await vault.openAgeFile(file);
    if (plaintext !== undefined) plaintexts.set(dealer, plaintext);
  }
  return plaintexts;
}
