import { type Bytes, err, ok, type Result } from "@veche/base";
import { Decrypter, Encrypter } from "age-encryption";

/**
 * scrypt with N = 2^18, r = 8: 256 MB and about a second for each guess. It is what the standard `age` tool takes, which opens
 * these files; a share has to withstand years of guessing, and a trustee waits a second a few times in an election.
 */
export const SCRYPT_WORK_FACTOR = 18;

/** Shorter passphrases can be guessed in spite of scrypt. Four words of a list, or twelve random characters. */
export const PASSPHRASE_CHARACTERS_MIN = 12;

export type OpenError = { readonly code: "PASSPHRASE_WRONG" | "SEALED_CORRUPT" };

/** age files (age-encryption.org/v1) under a passphrase. */
export type Sealing = {
  readonly seal: (plain: Bytes) => Promise<Bytes>;
  readonly open: (sealed: Bytes) => Promise<Result<Bytes, OpenError>>;
};

/** @param workFactor base-2 logarithm of scrypt's N. Tests take a small one; files say which was taken. */
export function sealingUnder(passphrase: string, workFactor: number): Sealing {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return {
    seal: (plain) => encrypter.encrypt(plain),
    open: async (sealed) => {
      try {
        return ok(await decrypter.decrypt(sealed));
      } catch (error) {
        return err({ code: isForeign(error) ? "PASSPHRASE_WRONG" : "SEALED_CORRUPT" });
      }
    },
  };
}

/** The library tells a passphrase that does not fit from a damaged file by its text alone; a test holds on to it. */
const isForeign = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("no identity matched");
