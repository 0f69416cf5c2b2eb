import { type Bytes, concat, equalBytes, err, ok, type Result, u8, utf8 } from "@veche/base";
import { type LockError, OnceBook, type RecordFileError } from "@veche/client/folder";
import type { Journal } from "../desk/journal.ts";

export type JournalFileError =
  | RecordFileError
  | LockError
  /** The file is the journal of another election or issuer. */
  | { readonly code: "JOURNAL_OF_ANOTHER"; readonly path: string };

export type JournalFile = Journal & { readonly close: () => Promise<void> };

/** No roll entry has this name: those have 32 bytes. */
const OWNER = utf8("owner");

/**
 * The journal in a file that is only appended to; what it has answered is on the disk. A record torn by a crash, which nobody was told of,
 * is cut off; anything else that does not fit is refused. It says whose it is.
 */
export async function openJournal(
  path: string,
  electionId: Bytes,
  issuer: number,
): Promise<Result<JournalFile, JournalFileError>> {
  const opened = await OnceBook.open(path);
  if (!opened.ok) return opened;
  const book = opened.value;
  const owner = concat(electionId, u8(issuer));
  if (!equalBytes(await book.bind(OWNER, owner), owner)) {
    await book.close();
    return err({ code: "JOURNAL_OF_ANOTHER", path });
  }
  return ok({
    bind: (rollEntry, issueHash) => book.bind(rollEntry, issueHash),
    find: (rollEntry) => book.find(rollEntry),
    close: () => book.close(),
  });
}
