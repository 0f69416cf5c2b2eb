import { webcrypto } from "node:crypto";
import { join } from "node:path";
import { type Bytes, expectOk, type RandomBytes, toHex } from "@veche/base";
import { DEFAULT_PACE, httpOver, NodeLink, type Proposal } from "@veche/client";
import { decodeManifest, type Manifest } from "@veche/election";
import { ed25519PublicKey, encodePoint, multiplyBase, randomScalar } from "@veche/group";
import {
  IssuerLink,
  type OpenedDatabase,
  type OpenedRegistrar,
  openDatabase,
  openPortalRegistrar,
} from "@veche/registrar";
import type { PracticePerson } from "../persons.ts";
import { rollOf } from "../registrar/roll.ts";
import { addAccepted, addCampaign, addPersons, type OpenCampaign } from "../registrar/seed.ts";
import type { IdentityStarted } from "./identity-process.ts";
import { serveParent } from "./serve-parent.ts";

export type { OpenCampaign } from "../registrar/seed.ts";

/** The registrar: database, portal and issuing. Of the practice start also its register, and the applications for A. */
export type RegistrarStart = {
  readonly folder: string;
  readonly persons: readonly PracticePerson[];
  readonly campaigns: readonly OpenCampaign[];
  /** Who has applied before the start. */
  readonly accepted: { readonly campaign: string; readonly persons: readonly string[] };
};
export type RollRequest = {
  readonly campaign: string;
  readonly electionId: Bytes;
  readonly manifest: Bytes;
  readonly opens: number;
  readonly castEnds: number;
};
export type OpenElection = {
  readonly electionId: Bytes;
  readonly id: string;
  readonly node: string;
  /** Addresses of all issuers, ascending. */
  readonly issuers: readonly string[];
};
export type ServePortal = {
  readonly port: number;
  readonly origin: string;
  readonly ballotOrigin: string;
  readonly hotline: string;
  /** Folder of the built pages. */
  readonly pages: string | undefined;
  readonly identity: IdentityStarted;
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const secret = randomBytes(32);
const issueKey = randomScalar(randomBytes);
const registrars = new Map<string, OpenedRegistrar>();
let folder = "";
let database: OpenedDatabase | undefined;

function db(): OpenedDatabase["db"] {
  if (database === undefined) throw new RangeError("the registrar has not been started");
  return database.db;
}

async function start(options: RegistrarStart): Promise<Manifest["registrar"]> {
  folder = options.folder;
  // What is kept here ends with the start: it need not outlive the machine.
  database = expectOk(
    await openDatabase({ folder: join(folder, "database"), isDurable: false }),
    "PostgreSQL",
  );
  await addPersons(db(), options.persons);
  for (const campaign of options.campaigns) await addCampaign(db(), campaign);
  const { campaign, persons } = options.accepted;
  const accepted = options.persons.filter(({ id }) => persons.includes(id));
  await addAccepted(db(), campaign, accepted, randomBytes);
  return {
    name: "Practice registrar",
    key: ed25519PublicKey(secret),
    issueKey: encodePoint(multiplyBase(issueKey)),
  };
}

function roll({ campaign, electionId, manifest, ...window }: RollRequest): Promise<readonly Proposal[]> {
  const election = { electionId, manifest: expectOk(decodeManifest(manifest), "the manifest") };
  return rollOf(db(), campaign, election, window, secret, randomBytes);
}

async function open({ electionId, id, node, issuers }: OpenElection): Promise<void> {
  const http = httpOver(fetch);
  const opened = await openPortalRegistrar({
    db: db(),
    folder: join(folder, id),
    electionId,
    nodes: [new NodeLink(node, electionId, http)],
    issuers: issuers.map((url, at) => new IssuerLink(at + 1, url, http)),
    issueKey,
    now: Date.now,
    pace: { ...DEFAULT_PACE, backoff: { ...DEFAULT_PACE.backoff, patienceMs: 20_000 } },
    randomBytes,
    report: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
  });
  registrars.set(toHex(electionId), expectOk(opened, "the registrar's view of the election"));
}

serveParent({ start, roll, open }, async () => {
  for (const registrar of registrars.values()) await registrar.close();
  await database?.close();
});
