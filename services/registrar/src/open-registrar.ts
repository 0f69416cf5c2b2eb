import { join } from "node:path";
import { type Bytes, type Clock, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type FollowError, LedgerFollower, type NodeLink, type Pace } from "@veche/client";
import { folderStorage, type LockError, type RecordFileError, saveEvidence } from "@veche/client/folder";
import { encodePoint, multiplyBase, type Scalar } from "@veche/group";
import { type AccountsError, readAccounts } from "./accounts.ts";
import type { IssuerLink } from "./issuing/issuer-link.ts";
import { PollBook } from "./poll-book.ts";
import { Registrar, type RegistrarEvent } from "./registrar.ts";

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

export type OpenedRegistrar = {
  readonly registrar: Registrar;
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
): Promise<Result<OpenedRegistrar, OpenRegistrarError>> {
  const { folder, electionId, nodes, randomBytes } = home;
  const accounts = await readAccounts(accountsPath(folder));
  if (!accounts.ok) return accounts;
  if (accounts.value.size === 0) return err({ code: "NO_ACCOUNTS" });
  const storage = await folderStorage(join(folder, "view"));
  if (!storage.ok) return storage;
  const pollBook = await PollBook.open(join(folder, "poll-book"));
  if (!pollBook.ok) {
    await storage.value.close();
    return pollBook;
  }
  const opened = await LedgerFollower.open({
    electionId,
    nodes,
    storage: storage.value,
    level: "light",
    randomBytes,
  });
  if (!opened.ok) {
    await pollBook.value.close();
    await storage.value.close();
    return opened;
  }
  const follower = opened.value;
  const close = async (): Promise<void> => {
    await follower.close();
    await pollBook.value.close();
  };
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
    await close();
    return err(wrong);
  }
  const report = (outcome: string): void => home.report({ event: "issue-refused", outcome });
  const registrar = new Registrar({
    accounts: accounts.value,
    pollBook: pollBook.value,
    ledger: { follower, issueKey: home.issueKey, pace: home.pace, randomBytes, report },
    issuers: new Map(home.issuers.map((link) => [link.issuer, link])),
    now: home.now,
    report: home.report,
  });
  return ok({ registrar, follower, look, close });
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
