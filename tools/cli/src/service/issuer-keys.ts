import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Election } from "@veche/election";
import {
  decodeIssuerKeys,
  encodeIssuerKeys,
  generateIssuerKeys,
  type IssuerKeys,
  issuerKeysTransactions,
} from "@veche/issuer";
import { modulusOf } from "@veche/ledger";
import { readIfThere } from "../files/read.ts";
import { seal, unseal } from "../files/sealed.ts";
import { writeNewFile } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { unusable } from "../framework/stop.ts";
import type { Party } from "../keys/home.ts";
import { postEntry } from "../live/post.ts";
import type { View } from "../live/view.ts";
import { signerOf } from "../proposal/signing.ts";
import { faults } from "../texts/faults.ts";
import { serviceTexts } from "../texts/services.ts";
import { electionFolder } from "./election-folder.ts";

/** The issuer's RSA keys for every style of the election: from its home, or new ones, sealed there before anybody hears of them. */
export async function issuerKeysFor(
  { out }: Context,
  home: string,
  { electionId, manifest }: Election,
  passphrase: string,
  workFactor: number,
): Promise<IssuerKeys> {
  const folder = electionFolder(home, electionId);
  const path = join(folder, "rsa-keys.age");
  const sealed = await readIfThere(path);
  if (sealed !== undefined) {
    const opened = await unseal(sealed, passphrase);
    if (!opened.ok) throw unusable(faults.notOpened(path));
    const keys = decodeIssuerKeys(opened.value);
    if (!keys.ok) throw unusable(faults.wrongForm(path, "rsa-keys.age"));
    return keys.value;
  }
  const count = manifest.styles.length;
  const progress = out.progress(serviceTexts.makingKeys);
  const keys = generateIssuerKeys(count, (made) => progress.update(made, count));
  progress.end();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeNewFile(path, await seal(encodeIssuerKeys(keys), passphrase, workFactor), "secret");
  return keys;
}

/** Posts `issuer-keys` for the styles that the ledger has none of from this issuer. Returns how many. */
export async function postIssuerKeys(view: View, party: Party, keys: IssuerKeys): Promise<number> {
  const { election, view: ledger } = view.known;
  const signer = signerOf(party, election.manifest);
  const missing = issuerKeysTransactions(election, signer, keys).filter(
    (_, style) => modulusOf(ledger, signer.index, style) === undefined,
  );
  for (const transaction of missing) await postEntry(view, transaction);
  return missing.length;
}
