import { join } from "node:path";
import { type Bytes, type Clock, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type FollowError, LedgerFollower, type NodeLink } from "@veche/client";
import {
  folderStorage,
  type LockError,
  OnceBook,
  type RecordFileError,
  saveEvidence,
} from "@veche/client/folder";
import { Issuer } from "./issuer.ts";
import { type IssuerKeys, missingStyles } from "./keys.ts";

export type IssuerHome = {
  /** Holds `view/`, `journal` and, once there is some, `evidence/`. For one issuer, one election and one process. */
  readonly folder: string;
  readonly electionId: Bytes;
  readonly issuer: number;
  readonly keys: IssuerKeys;
  readonly nodes: readonly NodeLink[];
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
};

export type OpenIssuerError =
  | LockError
  | RecordFileError
  | FollowError
  /** L33: no key for these ballot styles; for none at all if the list is empty. */
  | { readonly code: "KEYS_MISSING"; readonly styles: readonly string[] }
  | { readonly code: "NO_SUCH_ISSUER" };

export type OpenedIssuer = {
  readonly issuer: Issuer;
  readonly follower: LedgerFollower;
  /** Looks at the log; of a log that must not exist it keeps the evidence and gives the folder. */
  readonly look: () => Promise<Result<undefined, FollowError & { readonly kept?: string }>>;
  readonly close: () => Promise<void>;
};

/** Takes up an issuer's home. The network may be down: it then signs nothing until it has seen the log. */
export async function openIssuer(home: IssuerHome): Promise<Result<OpenedIssuer, OpenIssuerError>> {
  const { folder, electionId, issuer, keys, nodes, now, randomBytes } = home;
  if (keys.size === 0) return err({ code: "KEYS_MISSING", styles: [] });
  const storage = await folderStorage(join(folder, "view"));
  if (!storage.ok) return storage;
  const journal = await OnceBook.open(join(folder, "journal"));
  if (!journal.ok) {
    await storage.value.close();
    return journal;
  }
  const opened = await LedgerFollower.open({
    electionId,
    nodes,
    storage: storage.value,
    level: "light",
    randomBytes,
  });
  if (!opened.ok) {
    await journal.value.close();
    await storage.value.close();
    return opened;
  }
  const follower = opened.value;
  const close = async (): Promise<void> => {
    await follower.close();
    await journal.value.close();
  };
  const look = async (): ReturnType<OpenedIssuer["look"]> => {
    const refreshed = await follower.refresh();
    if (refreshed.ok) return ok(undefined);
    const { error } = refreshed;
    if (error.kind !== "log") return err(error);
    return err({ ...error, kept: await saveEvidence(join(folder, "evidence"), electionId, error.evidence) });
  };
  await look();
  const wrong = homeError(follower, issuer, keys);
  if (wrong !== undefined) {
    await close();
    return err(wrong);
  }
  const core = new Issuer({ issuer, keys, follower, journal: journal.value, now });
  return ok({ issuer: core, follower, look, close });
}

function homeError({ known }: LedgerFollower, issuer: number, keys: IssuerKeys): OpenIssuerError | undefined {
  if (known === undefined) return undefined;
  if (known.election.manifest.issuers.members[issuer - 1] === undefined) return { code: "NO_SUCH_ISSUER" };
  const styles = missingStyles(known.election, keys);
  return styles.length === 0 ? undefined : { code: "KEYS_MISSING", styles };
}
