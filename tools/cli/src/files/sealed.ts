import { type Bytes, err, ok, type Result } from "@veche/base";
import { Decrypter, Encrypter } from "age-encryption";

export type UnsealError = { readonly code: "NOT_OPENED" };

/** Bytes as an age file under a passphrase (C2SP age, scrypt recipient); one guess costs 2^workFactor. */
export async function seal(secret: Bytes, passphrase: string, workFactor: number): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(secret);
}

/** Wrong passphrase and damaged file look alike on purpose: age does not tell them apart for certain. */
export async function unseal(sealed: Bytes, passphrase: string): Promise<Result<Bytes, UnsealError>> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return ok(await decrypter.decrypt(sealed));
  } catch {
    return err({ code: "NOT_OPENED" });
  }
}
