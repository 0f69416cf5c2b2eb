/** Two folders for the tests of a vault, gone when the tests are over. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Bytes, expectOk } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import { TrusteeVault, type VaultOptions } from "../vault/vault.ts";

export const PASSPHRASE = "correct horse battery staple";

/** scrypt with N = 16: tests have no time, and their secrets are none. */
export const WEAK = 4;

const root = mkdtempSync(join(tmpdir(), "veche-trustee-"));
after(() => rmSync(root, { recursive: true, force: true }));

let count = 0;

/** New, empty media. */
export function newMedia(): readonly [string, string] {
  const media = [join(root, `${++count}-stick`), join(root, `${count}-card`)] as const;
  for (const folder of media) mkdirSync(folder);
  return media;
}

export const optionsOf = (media: readonly [string, string], passphrase = PASSPHRASE): VaultOptions => ({
  media,
  passphrase,
  workFactor: WEAK,
});

export async function newVault(media: readonly [string, string], seed = "vault"): Promise<TrusteeVault> {
  return expectOk(await TrusteeVault.create(optionsOf(media), seededRandom(seed)), "new vault");
}

export async function openVault(media: readonly [string, string]): Promise<TrusteeVault> {
  return expectOk(await TrusteeVault.open(optionsOf(media)), "vault");
}

/** A medium lost in a fire. */
export const destroy = (folder: string): void => rmSync(folder, { recursive: true });

/** A new stick in its place. */
export const replace = (folder: string): void => mkdirSync(folder);

export const filesOn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".age"))
    .sort();

export const readOn = (folder: string, file: string): Bytes =>
  new Uint8Array(readFileSync(join(folder, file)));

export const writeOn = (folder: string, file: string, bytes: Bytes): void =>
  writeFileSync(join(folder, file), bytes);

export const removeOn = (folder: string, file: string): void => rmSync(join(folder, file));

/** The file with one bit turned near its end: header intact, content damaged. */
export function damageOn(folder: string, file: string): void {
  const bytes = readOn(folder, file);
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  writeOn(folder, file, bytes);
}
