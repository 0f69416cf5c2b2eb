import { errorFields, type Logger } from "../log/logger.ts";
import type { EntryHints } from "./entry-hints.ts";
import { HintFile } from "./hint-file.ts";

/** Keeps hints as long as that is possible: the log goes on without them, whatever becomes of their file. */
export class HintKeeper {
  readonly #logger: Logger;
  #file: HintFile | undefined;

  private constructor(file: HintFile | undefined, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  static async open(path: string, logSize: number, logger: Logger): Promise<HintKeeper> {
    try {
      return new HintKeeper(await HintFile.open(path, logSize), logger);
    } catch (error) {
      logger("warn", "hints-not-kept", errorFields(error));
      return new HintKeeper(undefined, logger);
    }
  }

  async append(first: number, hints: readonly EntryHints[]): Promise<void> {
    try {
      await this.#file?.append(first, hints);
    } catch (error) {
      this.#logger("warn", "hints-not-kept", errorFields(error));
      await this.close();
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
  }
}
