import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { fileOf, type Item, itemOf } from "./items.ts";
import type { Medium } from "./medium.ts";
import type { Sealing } from "./sealing.ts";
import type { VaultError, VaultWarning } from "./vault-error.ts";

/** What one medium has of an item. */
type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "medium-failed"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly foreign: boolean }
  | { readonly kind: "value"; readonly sealed: Bytes; readonly plain: Bytes };

type FoundValue = Extract<Found, { readonly kind: "value" }>;

/**
 * Items on two media, the same age file on both (L16). Reading falls back to the medium that still can; writing takes both, or
 * fails: what is kept once only could be lost with the next failure.
 */
export class TwoMedia {
  readonly #media: readonly [Medium, Medium];
  readonly #sealing: Sealing;
  readonly #warnings = new Map<string, VaultWarning>();

  constructor(media: readonly [Medium, Medium], sealing: Sealing) {
    this.#media = media;
    this.#sealing = sealing;
  }

  get warnings(): readonly VaultWarning[] {
    return [...this.#warnings.values()];
  }

  warn(warning: VaultWarning): void {
    this.#warnings.set(JSON.stringify(warning), warning);
  }

  /** `undefined`: on neither medium. */
  async read(item: Item): Promise<Result<Bytes | undefined, VaultError>> {
    const found = await this.#find(item);
    const judged = this.#judge(item, found);
    if (!judged.ok) return judged;
    if (judged.value === undefined) return ok(undefined);
    for (const [at, { kind }] of found.entries()) {
      if (kind === "value") continue;
      const problem = kind === "absent" ? "MISSING" : "UNREADABLE";
      this.warn({ code: "ON_ONE_MEDIUM", item, medium: (this.#media[at] as Medium).folder, problem });
    }
    return ok(judged.value.plain);
  }

  /**
   * Keeps an item on both media, for ever. The same bytes again are fine, and complete what a crash left half done; other bytes
   * are refused.
   */
  async keep(item: Item, plain: Bytes): Promise<Result<undefined, VaultError>> {
    const found = await this.#find(item);
    const judged = this.#judge(item, found);
    if (!judged.ok) return judged;
    const kept = judged.value;
    if (kept !== undefined && !equalBytes(kept.plain, plain)) return err({ code: "KEPT_DIFFERS", item });
    if (found.every(({ kind }) => kind === "value")) return ok(undefined);
    const sealed = kept?.sealed ?? (await this.#sealing.seal(plain));
    const written = await this.#complete(item, found, sealed);
    if (!written.ok) return written;
    return this.#readBack(item, plain);
  }

  /** Copies every item that one medium lacks, or cannot read, from the other. */
  async repair(): Promise<Result<readonly Item[], VaultError>> {
    const files = await Promise.all(this.#media.map((medium) => medium.files()));
    const items = new Set(files.flat().flatMap((file) => itemOf(file) ?? []));
    const repaired: Item[] = [];
    for (const item of [...items].sort()) {
      const found = await this.#find(item);
      const judged = this.#judge(item, found);
      if (!judged.ok) return judged;
      if (judged.value === undefined || found.every(({ kind }) => kind === "value")) continue;
      const written = await this.#complete(item, found, judged.value.sealed);
      if (!written.ok) return written;
      repaired.push(item);
    }
    for (const [key, { code }] of this.#warnings) if (code === "ON_ONE_MEDIUM") this.#warnings.delete(key);
    return ok(repaired);
  }

  /** Whether a file of the item's name is on either medium, readable or not. */
  async has(item: Item): Promise<boolean> {
    const files = await Promise.all(this.#media.map((medium) => medium.files()));
    return files.flat().includes(fileOf(item));
  }

  async #find(item: Item): Promise<readonly Found[]> {
    const [first, second] = await Promise.all(this.#media.map((medium) => medium.read(fileOf(item))));
    const found: Found[] = [];
    for (const file of [first, second]) {
      if (file === undefined || file.kind === "absent") found.push({ kind: "absent" });
      else if (file.kind === "failed") found.push({ kind: "medium-failed", reason: file.reason });
      else found.push(await this.#open(file.bytes, found[0]));
    }
    return found;
  }

  /** A copy of what has just been opened need not be opened again: scrypt takes a second. */
  async #open(sealed: Bytes, before: Found | undefined): Promise<Found> {
    if (before?.kind === "value" && equalBytes(before.sealed, sealed)) return before;
    const plain = await this.#sealing.open(sealed);
    if (plain.ok) return { kind: "value", sealed, plain: plain.value };
    return { kind: "unreadable", foreign: plain.error.code === "PASSPHRASE_WRONG" };
  }

  /**
   * The value that the media agree on. An item that is absent here and unreadable there is not absent: a new one in its place
   * could be the second polynomial, or the second head.
   */
  #judge(item: Item, found: readonly Found[]): Result<FoundValue | undefined, VaultError> {
    const values = found.filter((one): one is FoundValue => one.kind === "value");
    const [first, second] = values;
    if (first !== undefined) {
      const agree = second === undefined || equalBytes(first.plain, second.plain);
      return agree ? ok(first) : err({ code: "MEDIA_DISAGREE", item });
    }
    // Once the identity has opened, the passphrase is right, and a file that does not open is damaged.
    const isForeign = found.some((one) => one.kind === "unreadable" && one.foreign);
    if (isForeign && item === "identity") return err({ code: "PASSPHRASE_WRONG" });
    for (const [at, one] of found.entries()) {
      const medium = (this.#media[at] as Medium).folder;
      if (one.kind === "medium-failed") return err({ code: "MEDIUM_UNUSABLE", medium, reason: one.reason });
    }
    const isDamaged = found.some(({ kind }) => kind === "unreadable");
    return isDamaged ? err({ code: "ITEM_UNREADABLE", item }) : ok(undefined);
  }

  async #complete(
    item: Item,
    found: readonly Found[],
    sealed: Bytes,
  ): Promise<Result<undefined, VaultError>> {
    for (const [at, one] of found.entries()) {
      if (one.kind === "value") continue;
      const written = await (this.#media[at] as Medium).write(fileOf(item), sealed);
      if (!written.ok) return written;
    }
    return ok(undefined);
  }

  /** What stands on the media now opens under the passphrase and is what was to be kept. */
  async #readBack(item: Item, plain: Bytes): Promise<Result<undefined, VaultError>> {
    const found = await this.#find(item);
    const wrong = found.findIndex((one) => one.kind !== "value" || !equalBytes(one.plain, plain));
    if (wrong < 0) return ok(undefined);
    return err({
      code: "READ_BACK_DIFFERS",
      medium: (this.#media[wrong] as Medium).folder,
      file: fileOf(item),
    });
  }
}
