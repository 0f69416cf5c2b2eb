import { webcrypto } from "node:crypto";
import { join } from "node:path";
import { type Bytes, expectOk, type RandomBytes, toHex } from "@veche/base";
import type { Proposal } from "@veche/client";
import { decodeManifest, type Manifest } from "@veche/election";
import {
  decodeScalar,
  ed25519PublicKey,
  encodePoint,
  encodeScalar,
  multiplyBase,
  randomScalar,
  signEd25519,
} from "@veche/group";
import { makeRollFor, type OpenedDatabase, openDatabase } from "@veche/registrar";
import { configured, type OpenedPortal, openPortal, type RegistrarConfig } from "@veche/registrar/portal";
import { PRACTICE_CLAIMS, PRACTICE_SCOPE } from "../identity/test-person.ts";
import type { PracticePerson } from "../persons.ts";
import {
  addAccepted,
  addCampaign,
  addPersons,
  campaignsOf,
  type OpenCampaign,
  PROVIDER,
  setTimes,
} from "../registrar/seed.ts";
import type { IdentityStarted } from "./identity-process.ts";
import { keptSecret } from "./kept-secret.ts";
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
export type ServePortal = {
  readonly port: number;
  readonly origin: string;
  readonly ballotOrigin: string;
  readonly hotline: string;
  /** Folder of the built pages. */
  readonly pages: string | undefined;
  readonly identity: IdentityStarted;
  readonly nodes: readonly string[];
  /** Addresses of all issuers, ascending. */
  readonly issuers: readonly string[];
  readonly sms: PracticeSms;
  readonly limits?: RegistrarConfig["limits"] | undefined;
};

/** The gateway's settings; `secrets` are those that stand in the environment. */
export type PracticeSms = {
  readonly settings: RegistrarConfig["sms"];
  readonly secrets: Readonly<Record<string, string>>;
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
/** Campaigns that can still be taken on to voting. */
const waiting = new Set<string>();
let folder = "";
let secrets: RegistrarSecrets | undefined;
let database: OpenedDatabase | undefined;
let portal: OpenedPortal | undefined;

type RegistrarSecrets = { readonly signing: Bytes; readonly issue: Bytes; readonly data: Bytes };

function secretsIn(home: string): RegistrarSecrets {
  return {
    signing: keptSecret(home, "signing", () => randomBytes(32)),
    issue: keptSecret(home, "issue", () => encodeScalar(randomScalar(randomBytes))),
    data: keptSecret(home, "data", () => randomBytes(32)),
  };
}

function ownSecrets(): RegistrarSecrets {
  if (secrets === undefined) throw new RangeError("the registrar has not been started");
  return secrets;
}

function opened(): OpenedDatabase {
  if (database === undefined) throw new RangeError("the registrar has not been started");
  return database;
}

/** For the first time, or after it was killed: then its tables are as they were. */
async function start(options: RegistrarStart): Promise<Manifest["registrar"]> {
  folder = options.folder;
  secrets = secretsIn(folder);
  // What is kept here ends with the start: it need not outlive the machine.
  const place = { folder: join(folder, "database"), isDurable: false };
  database = expectOk(await openDatabase(place), "PostgreSQL");
  await seed(database.db, options);
  for (const { id, isWaiting } of await campaignsOf(database.db)) if (isWaiting) waiting.add(id);
  const scalar = decodeScalar(secrets.issue);
  if (scalar === undefined) throw new Error("the key for issues is no scalar");
  return {
    name: "Practice registrar",
    key: ed25519PublicKey(secrets.signing),
    issueKey: encodePoint(multiplyBase(scalar)),
  };
}

async function seed(db: OpenedDatabase["db"], options: RegistrarStart): Promise<void> {
  const { persons, campaigns, accepted } = options;
  if ((await campaignsOf(db)).length > 0) return;
  await addPersons(db, persons);
  for (const campaign of campaigns) await addCampaign(db, campaign);
  const ids = new Set(accepted.persons);
  const onRoll = persons.filter(({ id }) => ids.has(id));
  await addAccepted(db, accepted.campaign, onRoll, randomBytes);
}

async function roll({ campaign, electionId, manifest, ...times }: RollRequest): Promise<readonly Proposal[]> {
  waiting.delete(campaign);
  const election = { electionId, manifest: expectOk(decodeManifest(manifest), "the manifest") };
  const sign = (message: Bytes): Bytes => signEd25519(ownSecrets().signing, message);
  const registrar = { role: "registrar", index: 1, sign } as const;
  const { db } = opened();
  const request = { campaign, election, registrar, randomBytes, now: Date.now() };
  const made = expectOk(await makeRollFor(db, request), "the roll");
  await setTimes(db, campaign, times);
  return made.proposals;
}

async function servePortal(options: ServePortal): Promise<void> {
  const env: Readonly<Record<string, string>> = {
    DATABASE_URL: opened().url,
    DATA_KEY: toHex(ownSecrets().data),
    ISSUE_KEY: toHex(ownSecrets().issue),
    CLIENT_SECRET: options.identity.client.clientSecret,
    ...options.sms.secrets,
  };
  const settings = expectOk(configured(configOf(options), folder, env), "the portal's configuration");
  portal = expectOk(
    await openPortal(settings, {
      env,
      // Requests and what went wrong, nothing of a person: of use when this process dies.
      log: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
      practice: { canGoOn: (campaign) => waiting.has(campaign), goOn },
    }),
    "the portal",
  );
}

function configOf(options: ServePortal): RegistrarConfig {
  const { port, origin, ballotOrigin, hotline, pages, identity, nodes, issuers } = options;
  return {
    ...{ origin, ballotOrigin, hotline, nodes: [...nodes], issuers: [...issuers] },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(pages === undefined ? {} : { pages }),
    listen: { host: "127.0.0.1", port },
    home: "elections",
    database: { url: { env: "DATABASE_URL" } },
    dataKey: { env: "DATA_KEY" },
    issueKey: { env: "ISSUE_KEY" },
    identity: {
      name: PROVIDER,
      issuer: identity.issuer,
      clientId: identity.client.clientId,
      clientSecret: { env: "CLIENT_SECRET" },
      authentication: "post",
      scope: PRACTICE_SCOPE,
      claims: PRACTICE_CLAIMS as RegistrarConfig["identity"]["claims"],
    },
    sms: options.sms.settings,
    mail: { kind: "outbox" },
  };
}

/** Whoever presses the button first; others hear that it is under way. */
async function goOn(campaign: string): Promise<boolean> {
  if (!waiting.delete(campaign)) return false;
  try {
    await parent.call("goOn", campaign);
    return true;
  } catch (error) {
    console.error(error);
    waiting.add(campaign);
    return false;
  }
}

const parent = serveParent(
  { start, roll, serve: servePortal, look: () => portal?.elections.look() },
  async () => {
    await portal?.close();
    await database?.close();
  },
);
