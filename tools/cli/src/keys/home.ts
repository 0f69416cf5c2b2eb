import { join } from "node:path";
import { passphraseOf } from "../files/passphrase.ts";
import { readBytes, requireFolder } from "../files/read.ts";
import { seal, unseal } from "../files/sealed.ts";
import { jsonText, writeNewFile, writeNewFolder } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { type PartyRole, PUBLIC_FILE, type PublicKeys, publicJson, readPublicFile } from "./public-keys.ts";
import { belongTogether, decodeSecretKeys, encodeSecretKeys, type SecretKeys } from "./secret-keys.ts";

/**
 * A party's folder: `public.json` for everybody, `secret.age` for the party alone, `views/` with the party's own verified
 * copies of logs, and whatever its service keeps.
 */
export type Party = {
  readonly home: string;
  readonly publicKeys: PublicKeys;
  readonly secretKeys: SecretKeys;
};

const SECRET_FILE = "secret.age";

export async function createHome(
  home: string,
  publicKeys: PublicKeys,
  secretKeys: SecretKeys,
  passphrase: string,
  workFactor: number,
): Promise<void> {
  await writeNewFolder(home, "secret", async (folder) => {
    const sealed = await seal(encodeSecretKeys(secretKeys), passphrase, workFactor);
    await writeNewFile(join(folder, SECRET_FILE), sealed, "secret");
    await writeNewFile(join(folder, PUBLIC_FILE), jsonText(publicJson(publicKeys)), "public");
  });
}

export async function readHomePublic(home: string): Promise<PublicKeys> {
  await requireFolder(home);
  return readPublicFile(join(home, PUBLIC_FILE));
}

/** Opens a home with its passphrase, from a file or asked. `roles`: those for whom the command is. */
export async function openHome(
  context: Context,
  home: string,
  roles: readonly PartyRole[],
  passphraseFile: string | undefined,
): Promise<Party> {
  await publicOf(home, roles);
  const passphrase = await passphraseOf(context, passphraseFile, join(home, SECRET_FILE));
  return openHomeWith(home, roles, passphrase);
}

export async function openHomeWith(
  home: string,
  roles: readonly PartyRole[],
  passphrase: string,
): Promise<Party> {
  const publicKeys = await publicOf(home, roles);
  const path = join(home, SECRET_FILE);
  const opened = await unseal(await readBytes(path), passphrase);
  if (!opened.ok) throw unusable(faults.notOpened(path));
  const secretKeys = decodeSecretKeys(opened.value);
  if (secretKeys === undefined) throw unusable(faults.wrongForm(path, SECRET_FILE));
  if (!belongTogether(publicKeys, secretKeys)) throw unusable(faults.keysDiffer(home));
  return { home, publicKeys, secretKeys };
}

async function publicOf(home: string, roles: readonly PartyRole[]): Promise<PublicKeys> {
  const publicKeys = await readHomePublic(home);
  if (!roles.includes(publicKeys.role)) throw unusable(faults.wrongRole(home, publicKeys.role, roles));
  return publicKeys;
}

/** Several homes, with one passphrase file for all or one for each, in the same order. */
export async function openHomes(
  context: Context,
  homes: readonly string[],
  roles: readonly PartyRole[],
  passphraseFiles: readonly string[],
): Promise<readonly Party[]> {
  if (passphraseFiles.length > 1 && passphraseFiles.length !== homes.length) {
    throw unusable(faults.passphraseFilesCount(homes.length, passphraseFiles.length));
  }
  const parties: Party[] = [];
  for (const [at, home] of homes.entries()) {
    parties.push(await openHome(context, home, roles, passphraseFiles[at] ?? passphraseFiles[0]));
  }
  return parties;
}
