import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, type Clock, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type FollowError, LedgerFollower, type NodeLink } from "@veche/client";
import { folderStorage, type LockError, saveEvidence } from "@veche/client/folder";
import { type DeskEvent, IssuerDesk } from "../desk/desk.ts";
import type { OwnLedger, VerifiedView } from "../desk/own-ledger.ts";
import { checkKeys, type IssuerKeys, type KeysMismatch } from "../keys.ts";
import { type JournalFileError, openJournal } from "./journal-file.ts";

export type IssuerHome = {
  /** Holds `journal`, `view/` and, once there is some, `evidence/`. For one issuer, one election and one process. */
  readonly folder: string;
  readonly electionId: Bytes;
  /** Index in the manifest, from 1. */
  readonly issuer: number;
  readonly keys: IssuerKeys;
  readonly nodes: readonly NodeLink[];
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly report: (event: DeskEvent) => void;
};

export type OpenIssuerError =
  | LockError
  | JournalFileError
  | FollowError
  | KeysMismatch
  /** There is a view of the ledger but no journal: what was signed before is not known, and must not be signed again. */
  | { readonly code: "JOURNAL_MISSING"; readonly path: string }
  /** Evidence of a forged log is kept there. Whoever wants to go on in spite of it moves it away. */
  | { readonly code: "HALTED_BEFORE"; readonly path: string };

export type OpenedIssuer = {
  readonly desk: IssuerDesk;
  readonly follower: LedgerFollower;
  readonly close: () => Promise<void>;
};

type Closable = { readonly close: () => Promise<void> };

/**
 * Takes up an issuer's home. It looks at the log once; if no node answers, it opens all the same and signs nothing it does not know.
 * L33: without its keys, its journal or with the keys of another one it does not open.
 */
export async function openIssuer(home: IssuerHome): Promise<Result<OpenedIssuer, OpenIssuerError>> {
  const unsafe = unsafeFolder(home);
  if (unsafe !== undefined) return err(unsafe);
  const open: Closable[] = [];
  const opened = await openParts(home, open);
  if (!opened.ok) for (const part of open.reverse()) await part.close();
  return opened;
}

function unsafeFolder({ folder, keys }: IssuerHome): OpenIssuerError | undefined {
  const [journal, evidence] = [join(folder, "journal"), join(folder, "evidence")];
  if (keys.size === 0) return { code: "KEYS_MISSING", styles: [] };
  if (existsSync(evidence) && readdirSync(evidence).length > 0) {
    return { code: "HALTED_BEFORE", path: evidence };
  }
  // ⚔ A journal that was lost, with or without a view from a backup, would let the same entry be signed twice.
  const hasView = existsSync(join(folder, "view", "checkpoint"));
  return hasView && !existsSync(journal) ? { code: "JOURNAL_MISSING", path: journal } : undefined;
}

async function openParts(home: IssuerHome, open: Closable[]): Promise<Result<OpenedIssuer, OpenIssuerError>> {
  const { folder, electionId, issuer, keys, nodes, clock, randomBytes, report } = home;
  const journal = await openJournal(join(folder, "journal"), electionId, issuer);
  if (!journal.ok) return journal;
  open.push(journal.value);
  const storage = await folderStorage(join(folder, "view"));
  if (!storage.ok) return storage;
  open.push(storage.value);
  const options = { electionId, nodes, storage: storage.value, level: "light" as const, randomBytes };
  const follower = await LedgerFollower.open(options);
  if (!follower.ok) return follower;
  const ledger = keepingEvidence(follower.value, join(folder, "evidence"));
  const desk = new IssuerDesk({ electionId, issuer, keys, ledger, journal: journal.value, clock, report });
  await desk.look();
  const mismatch = mismatchIn(ledger.known, issuer, keys);
  if (mismatch !== undefined) return err(mismatch);
  const close = async (): Promise<void> => {
    // Waits for a look under way, and closes the storage.
    await follower.value.close();
    await journal.value.close();
  };
  return ok({ desk, follower: follower.value, close });
}

function mismatchIn(known: VerifiedView | undefined, issuer: number, keys: IssuerKeys) {
  const election = known?.state.election;
  return known && election && checkKeys(election, known.view, issuer, keys);
}

/** What shows that the log was forged is on the disk before anybody hears of it. */
function keepingEvidence(follower: LedgerFollower, folder: string): OwnLedger {
  return {
    get known() {
      return follower.known;
    },
    refresh: async () => {
      const looked = await follower.refresh();
      if (!looked.ok && looked.error.kind === "log") {
        await saveEvidence(folder, follower.electionId, looked.error.evidence);
      }
      return looked;
    },
    entry: (index) => follower.entry(index),
  };
}
