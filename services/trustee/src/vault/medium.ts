import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { writeFileAtomically } from "@veche/client/folder";

export type MediumFile =
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "bytes"; readonly bytes: Bytes };

export type MediumError =
  | { readonly code: "MEDIUM_UNUSABLE"; readonly medium: string; readonly reason: string }
  | { readonly code: "READ_BACK_DIFFERS"; readonly medium: string; readonly file: string };

/**
 * One of the two places where a trustee's secrets lie. The folder is never made here: the path of a stick that is not plugged
 * in would be made on the wrong disk.
 */
export class Medium {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Device and inode of the folder: what it is, however it was named. */
  async identify(): Promise<Result<{ readonly device: string; readonly place: string }, MediumError>> {
    try {
      const found = await stat(this.folder, { bigint: true });
      if (!found.isDirectory()) return this.#unusable("it is not a folder");
      return ok({ device: `${found.dev}`, place: `${found.dev}:${found.ino}` });
    } catch (error) {
      return this.#unusable(reasonOf(error));
    }
  }

  async files(): Promise<readonly string[]> {
    try {
      return await readdir(this.folder);
    } catch {
      return [];
    }
  }

  /** A file of a folder that is gone has `failed`: nobody can say that it is absent. */
  async read(file: string): Promise<MediumFile> {
    try {
      return { kind: "bytes", bytes: new Uint8Array(await readFile(join(this.folder, file))) };
    } catch (error) {
      const isAbsent = isMissing(error) && (await this.identify()).ok;
      return isAbsent ? { kind: "absent" } : { kind: "failed", reason: reasonOf(error) };
    }
  }

  /** Writes whole or not at all, durably, and reads back at once (L16). */
  async write(file: string, bytes: Bytes): Promise<Result<undefined, MediumError>> {
    try {
      await writeFileAtomically(join(this.folder, file), bytes);
    } catch (error) {
      return this.#unusable(reasonOf(error));
    }
    const written = await this.read(file);
    if (written.kind === "bytes" && equalBytes(written.bytes, bytes)) return ok(undefined);
    return err({ code: "READ_BACK_DIFFERS", medium: this.folder, file });
  }

  #unusable(reason: string): Result<never, MediumError> {
    return err({ code: "MEDIUM_UNUSABLE", medium: this.folder, reason });
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
