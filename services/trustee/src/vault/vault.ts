import { assert, type Bytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import type { TrusteeMember } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import { Decrypter } from "age-encryption";
import { recipientOf } from "./age-identity.ts";
import { decodeIdentity, encodeIdentity, makeIdentity, type TrusteeIdentity } from "./identity.ts";
import type { Item } from "./items.ts";
import { type Lock, lockMedium } from "./lock.ts";
import { Medium } from "./medium.ts";
import { PASSPHRASE_CHARACTERS_MIN, SCRYPT_WORK_FACTOR, sealingUnder } from "./sealing.ts";
import { TwoMedia } from "./two-media.ts";
import type { VaultError, VaultWarning } from "./vault-error.ts";

export type VaultOptions = {
  /** Two folders that exist, on two devices that fail and get lost independently. */
  readonly media: readonly [string, string];
  readonly passphrase: string;
  /** Base-2 logarithm of scrypt's N; `SCRYPT_WORK_FACTOR` unless a test has no time. */
  readonly workFactor?: number;
};

/**
 * A trustee's secrets for one election, on two media, every file an age file under the trustee's passphrase. The signing key and
 * the age identity do not leave this object; everything else is kept for the machine, once and for ever.
 */
export class TrusteeVault {
  readonly #identity: TrusteeIdentity;
  readonly #recipient: string;
  readonly #kept: TwoMedia;
  readonly #release: () => Promise<void>;

  private constructor(identity: TrusteeIdentity, recipient: string, { kept, release }: OpenMedia) {
    this.#identity = identity;
    this.#recipient = recipient;
    this.#kept = kept;
    this.#release = release;
  }

  /** Makes the identity of a new trustee and keeps it before anybody hears of it. */
  static async create(
    options: VaultOptions,
    randomBytes: RandomBytes,
  ): Promise<Result<TrusteeVault, VaultError>> {
    const characters = [...options.passphrase].length;
    if (characters < PASSPHRASE_CHARACTERS_MIN) return err({ code: "PASSPHRASE_TOO_SHORT", characters });
    const media = await openMedia(options);
    if (!media.ok) return media;
    const made = await makeIn(media.value.kept, randomBytes);
    return TrusteeVault.#over(media.value, made);
  }

  /** Opens what `create` made. One medium is enough to read; see `warnings`. */
  static async open(options: VaultOptions): Promise<Result<TrusteeVault, VaultError>> {
    const media = await openMedia(options);
    if (!media.ok) return media;
    const found = await findIn(media.value.kept);
    return TrusteeVault.#over(media.value, found);
  }

  static async #over(
    media: OpenMedia,
    identity: Result<TrusteeIdentity, VaultError>,
  ): Promise<Result<TrusteeVault, VaultError>> {
    if (identity.ok) {
      return ok(new TrusteeVault(identity.value, await recipientOf(identity.value.age), media));
    }
    await media.release();
    return identity;
  }

  /** What the manifest says of this trustee (§02.1). */
  member(name: string): TrusteeMember {
    return { age: this.#recipient, key: ed25519PublicKey(this.#identity.signingKey), name };
  }

  /** What the trustee should see to; the work goes on without. */
  get warnings(): readonly VaultWarning[] {
    return this.#kept.warnings;
  }

  sign(message: Bytes): Bytes {
    return signEd25519(this.#identity.signingKey, message);
  }

  /** The plaintext of an age file for this trustee; `undefined` if it does not open. */
  async openAgeFile(file: Bytes): Promise<Bytes | undefined> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(this.#identity.age);
    try {
      return await decrypter.decrypt(file);
    } catch {
      // Whatever is wrong with the file, its sender is to answer for it (§03.2.4).
      return undefined;
    }
  }

  read(item: Item): Promise<Result<Bytes | undefined, VaultError>> {
    return this.#kept.read(item);
  }

  /** Returns when the item is on both media and has been read back. Write-once: other bytes than before are refused. */
  keep(item: Item, bytes: Bytes): Promise<Result<undefined, VaultError>> {
    assert(item !== "identity", "a vault keeps the identity it was made with");
    return this.#kept.keep(item, bytes);
  }

  /** Fills a new medium, or one with damaged files, from the other. Only when the trustee asks for it. */
  repair(): Promise<Result<readonly Item[], VaultError>> {
    return this.#kept.repair();
  }

  /** Lets another process work with the vault. Everything is on the media at any time; nothing waits to be written. */
  close(): Promise<void> {
    return this.#release();
  }
}

async function makeIn(
  kept: TwoMedia,
  randomBytes: RandomBytes,
): Promise<Result<TrusteeIdentity, VaultError>> {
  if (await kept.has("identity")) return err({ code: "VAULT_EXISTS" });
  const identity = makeIdentity(randomBytes);
  const done = await kept.keep("identity", encodeIdentity(identity));
  return done.ok ? ok(identity) : done;
}

async function findIn(kept: TwoMedia): Promise<Result<TrusteeIdentity, VaultError>> {
  const bytes = await kept.read("identity");
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return err({ code: "VAULT_EMPTY" });
  const identity = decodeIdentity(bytes.value);
  return identity === undefined ? err({ code: "ITEM_UNREADABLE", item: "identity" }) : ok(identity);
}

type OpenMedia = { readonly kept: TwoMedia; readonly release: () => Promise<void> };

async function openMedia(options: VaultOptions): Promise<Result<OpenMedia, VaultError>> {
  const { media, passphrase, workFactor = SCRYPT_WORK_FACTOR } = options;
  const [first, second] = media.map((folder) => new Medium(folder)) as [Medium, Medium];
  const kept = new TwoMedia([first, second], sealingUnder(passphrase, workFactor));
  const [a, b] = [await first.identify(), await second.identify()];
  if (!a.ok && !b.ok) return a;
  if (a.ok && b.ok) {
    if (a.value.place === b.value.place) return err({ code: "SAME_MEDIUM", medium: first.folder });
    if (a.value.device === b.value.device) kept.warn({ code: "ONE_DEVICE" });
  }
  const locks: Lock[] = [];
  const release = async (): Promise<void> => {
    for (const lock of locks) await lock.release();
  };
  for (const [{ folder }, place] of [
    [first, a],
    [second, b],
  ] as const) {
    if (!place.ok) continue;
    const lock = await lockMedium(folder, place.value.place);
    if (!lock.ok) {
      await release();
      return err({ code: "VAULT_IN_USE", medium: folder, pid: lock.error.pid });
    }
    locks.push(lock.value);
  }
  return ok({ kept, release });
}
