import { join } from "node:path";
import { type Bytes, type Clock, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type FollowError, LedgerFollower, type NodeLink, type Pace } from "@veche/client";
import { folderStorage, type LockError, type RecordFileError, saveEvidence } from "@veche/client/folder";
import { encodePoint, multiplyBase, type Scalar } from "@veche/group";
import type { Kysely } from "kysely";
import { type AccountsError, readAccounts } from "./accounts.ts";
import { sqlAccounts } from "./accounts-sql.ts";
import type { Database } from "./database/schema.ts";
import type { IssuerLink } from "./issuing/issuer-link.ts";
import { LetterRegistrar } from "./letter-registrar.ts";
import { FilePollBook } from "./poll-book-file.ts";
import { SqlPollBook } from "./poll-book-sql.ts";
import { Registrar, type RegistrarEvent, type RegistrarParts } from "./registrar.ts";

export type RegistrarHome = {
  /** Holds `accounts`, `register`, `poll-book`, `view/` and, once there is some, `evidence/`. For one election and one process. */
  readonly folder: string;
  readonly electionId: Bytes;
  readonly nodes: readonly NodeLink[];
  readonly issuers: readonly IssuerLink[];
  readonly issueKey: Scalar;
  readonly now: Clock;
  readonly pace: Pace;
  readonly randomBytes: RandomBytes;
  readonly report: (event: RegistrarEvent) => void;
};

export type OpenRegistrarError =
  | AccountsError
  | LockError
  | RecordFileError
  | FollowError
  /** L33: what a start needs and does not have. */
  | { readonly code: "NO_ACCOUNTS" | "ISSUE_KEY_WRONG" }
  | { readonly code: "ISSUERS_MISSING"; readonly issuers: readonly number[] };

export type OpenedRegistrar<R extends Registrar = Registrar> = {
  readonly registrar: R;
  readonly follower: LedgerFollower;
  /** Looks at the log; of a log that must not exist it keeps the evidence and gives the folder. */
  readonly look: () => Promise<Result<undefined, FollowError & { readonly kept?: string }>>;
  readonly close: () => Promise<void>;
};

export const accountsPath = (folder: string): string => join(folder, "accounts");
export const registerPath = (folder: string): string => join(folder, "register");

/** Takes up a registrar's home. The network may be down: it then issues nothing until it has seen the log. */
export async function openRegistrar(
  home: RegistrarHome,
): Promise<Result<OpenedRegistrar<LetterRegistrar>, OpenRegistrarError>> {
  const accounts = await readAccounts(accountsPath(home.folder));
  if (!accounts.ok) return accounts;
  if (accounts.value.size === 0) return err({ code: "NO_ACCOUNTS" });
  const pollBook = await FilePollBook.open(join(home.folder, "poll-book"));
  if (!pollBook.ok) return pollBook;
  const opened = await openOnLedger(
    home,
    (parts) => new LetterRegistrar({ ...parts, pollBook: pollBook.value }, accounts.value),
  );
  if (!opened.ok) {
    await pollBook.value.close();
    return opened;
  }
  const close = async (): Promise<void> => {
    await opened.value.close();
    await pollBook.value.close();
  };
  return ok({ ...opened.value, close });
}

/** The same with accounts and poll book in the registrar's database, for the portal; in `folder` only `view/` and `evidence/`. */
export function openPortalRegistrar(
  home: RegistrarHome & { readonly db: Kysely<Database> },
): Promise<Result<OpenedRegistrar, OpenRegistrarError>> {
  const { db, electionId } = home;
  const accounts = sqlAccounts(db, electionId);
  const pollBook = new SqlPollBook(db, electionId);
  return openOnLedger(home, (parts) => new Registrar({ ...parts, accounts, pollBook }));
}

type LedgerParts = Omit<RegistrarParts, "accounts" | "pollBook">;

async function openOnLedger<R extends Registrar>(
  home: RegistrarHome,
  make: (parts: LedgerParts) => R,
): Promise<Result<OpenedRegistrar<R>, OpenRegistrarError>> {
  const { folder, electionId, nodes, randomBytes } = home;
  const storage = await folderStorage(join(folder, "view"));
  if (!storage.ok) return storage;
  const opened = await LedgerFollower.open({
    electionId,
    nodes,
    storage: storage.value,
    level: "light",
    randomBytes,
  });
  if (!opened.ok) {
    await storage.value.close();
    return opened;
  }
  const follower = opened.value;
  const look = async (): ReturnType<OpenedRegistrar["look"]> => {
    const refreshed = await follower.refresh();
    if (refreshed.ok) return ok(undefined);
    const { error } = refreshed;
    if (error.kind !== "log") return err(error);
    return err({ ...error, kept: await saveEvidence(join(folder, "evidence"), electionId, error.evidence) });
  };
  await look();
  const wrong = homeError(follower, home);
  if (wrong !== undefined) {
    await follower.close();
    return err(wrong);
  }
  const report = (outcome: string): void => home.report({ event: "issue-refused", outcome });
  const registrar = make({
    ledger: { follower, issueKey: home.issueKey, pace: home.pace, randomBytes, report },
    issuers: new Map(home.issuers.map((link) => [link.issuer, link])),
    now: home.now,
    report: home.report,
  });
  return ok({ registrar, follower, look, close: () => follower.close() });
}

function homeError(
  { known }: LedgerFollower,
  { issueKey, issuers }: RegistrarHome,
): OpenRegistrarError | undefined {
  if (known === undefined) return undefined;
  const { registrar, issuers: named } = known.election.manifest;
  if (!equalBytes(encodePoint(multiplyBase(issueKey)), registrar.issueKey))
    return { code: "ISSUE_KEY_WRONG" };
  const missing = named.members
    .map((_, at) => at + 1)
    .filter((index) => !issuers.some(({ issuer }) => issuer === index));
  return missing.length === 0 ? undefined : { code: "ISSUERS_MISSING", issuers: missing };
}
