import { randomBytes as drawn } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, type Clock, err, fromHex, ok, type RandomBytes, type Result } from "@veche/base";
import { httpOver } from "@veche/client";
import { decodeScalar, type Scalar } from "@veche/group";
import { type ClientProof, isAllowedIssuer, isLoopback, openIdProvider } from "../account/openid-provider.ts";
import type { Applications } from "../application/applications.ts";
import { type Configured, type StartError, startError } from "../config.ts";
import { type OpenedDatabase, openDatabase } from "../database/open-database.ts";
import { NoticeWorker } from "../notices/index.ts";
import { isHostShortEnough } from "../sms/code-message.ts";
import type { SmppEvent } from "../sms/gateway/smpp/gateway.ts";
import { assemblePortal } from "./assemble.ts";
import { makeCampaigns } from "./campaign-files.ts";
import { type Channels, openChannels } from "./channels.ts";
import { Elections, type ElectionsEvent } from "./elections.ts";
import { every, type Stop } from "./every.ts";
import type { PortalEvent, Practice } from "./parts.ts";
import { portalServer } from "./server.ts";

export type ServiceEvent =
  | PortalEvent
  | ElectionsEvent
  | ({ readonly event: "sms-line" } & SmppEvent)
  | { readonly event: "practice-outbox"; readonly note: string }
  | { readonly event: "chore-failed"; readonly chore: string; readonly error: string };

export type PortalWorld = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (event: ServiceEvent) => void;
  readonly now?: Clock;
  readonly randomBytes?: RandomBytes;
  readonly practice?: Practice;
  /** Instead of the configuration's client secret: for a provider that wants each request signed. */
  readonly proof?: ClientProof;
};

export type OpenedPortal = {
  /** Where it listens. */
  readonly port: number;
  readonly database: OpenedDatabase;
  readonly applications: Applications;
  readonly elections: Elections;
  readonly close: () => Promise<void>;
};

const LOOK_MS = 5_000;
const NOTICES_MS = 5_000;
const FORGET_MS = 600_000;

/** Starts the voter's account as its configuration says. What is missing is named, and nothing is left running (L33). */
export async function openPortal(
  from: Configured,
  world: PortalWorld,
): Promise<Result<OpenedPortal, StartError>> {
  const now = world.now ?? (() => Date.now());
  const randomBytes = world.randomBytes ?? ((length: number) => new Uint8Array(drawn(length)));
  const secrets = await readSecrets(from, world);
  if (!secrets.ok) return secrets;
  const wrong = addressError(from);
  if (wrong !== undefined) return err(wrong);
  const onLine = (event: SmppEvent): void => world.log({ event: "sms-line", ...event });
  const channels = await openChannels(from, { env: world.env, now, randomBytes, onLine });
  if (!channels.ok) return channels;
  const database = await openDatabase(secrets.value.database);
  if (!database.ok) {
    await channels.value.close();
    return database;
  }
  const started = await start(
    from,
    { ...world, now, randomBytes },
    secrets.value,
    channels.value,
    database.value,
  );
  if (started.ok) return started;
  await channels.value.close();
  await database.value.close();
  return started;
}

type Secrets = {
  readonly dataKey: Bytes;
  readonly issueKey: Scalar;
  readonly proof: ClientProof;
  readonly database: { readonly url: string } | { readonly folder: string };
};

async function readSecrets(
  { config, secret, path }: Configured,
  { proof }: PortalWorld,
): Promise<Result<Secrets, StartError>> {
  const { database, identity } = config;
  const dataKey = await secret("dataKey", config.dataKey);
  if (!dataKey.ok) return dataKey;
  const issueKey = await secret("issueKey", config.issueKey);
  if (!issueKey.ok) return issueKey;
  const client = await secret("identity.clientSecret", identity.clientSecret);
  if (!client.ok && proof === undefined) return client;
  const url = "url" in database ? await secret("database.url", database.url) : undefined;
  if (url !== undefined && !url.ok) return url;
  const data = fromHex(dataKey.value);
  if (data?.length !== 32) return err(malformed("dataKey"));
  const scalar = decodeScalar(fromHex(issueKey.value) ?? new Uint8Array(0));
  if (scalar === undefined) return err(malformed("issueKey"));
  const own: ClientProof = { kind: identity.authentication, secret: client.ok ? client.value : "" };
  return ok({
    dataKey: data,
    issueKey: scalar,
    proof: proof ?? own,
    database:
      url === undefined ? { folder: path("folder" in database ? database.folder : "") } : { url: url.value },
  });
}

const malformed = (what: string): StartError =>
  startError(
    "SECRET_MALFORMED",
    `The secret ${what} is not what it must be: 32 bytes in hexadecimal. The service does not start.`,
    `Секрет ${what} не подходит: нужны 32 байта в шестнадцатеричном виде. Служба не запускается.`,
  );

/** Addresses that would leave somebody unprotected, or pages that are not there. */
function addressError({ config, path }: Configured): StartError | undefined {
  const { origin, identity, pages } = config;
  const { protocol, hostname } = new URL(origin);
  if (protocol === "http:" && !isLoopback(hostname)) return plain("origin");
  if (!isAllowedIssuer(identity.issuer)) return plain("identity.issuer");
  if (!isHostShortEnough(hostname))
    return startError(
      "HOST_TOO_LONG",
      `The name ${hostname} is too long for a message with a code: take a shorter one.`,
      `Имя ${hostname} не помещается в сообщение с кодом: возьмите короче.`,
    );
  if (pages !== undefined && !existsSync(join(path(pages), "index.html")))
    return startError(
      "PAGES_MISSING",
      `There are no built pages in ${pages}: build them, or leave "pages" out.`,
      `В папке ${pages} нет собранных страниц: соберите их или уберите «pages».`,
    );
  return undefined;
}

const plain = (what: string): StartError =>
  startError(
    "ADDRESS_PLAIN",
    `${what} is an address without https: that is allowed on this machine only.`,
    `${what} — адрес без https: так можно только на этой же машине.`,
  );

async function start(
  from: Configured,
  world: PortalWorld & { readonly now: Clock; readonly randomBytes: RandomBytes },
  secrets: Secrets,
  channels: Channels,
  database: OpenedDatabase,
): Promise<Result<OpenedPortal, StartError>> {
  const { config, path } = from;
  const { log, now, randomBytes } = world;
  const { db } = database;
  const elections = new Elections({
    ...{ db, now, randomBytes, issueKey: secrets.issueKey, report: log },
    ...{ nodes: config.nodes, issuers: config.issuers, home: path(config.home) },
    http: httpOver(fetch),
  });
  const { origin, ballotOrigin, hotline, proxies = [], identity } = config;
  const parts = assemblePortal({
    ...{ origin, ballotOrigin, hotline, proxies, db, now, randomBytes, log },
    pages: config.pages === undefined ? undefined : path(config.pages),
    dataKey: secrets.dataKey,
    identity: openIdProvider({ ...identity, proof: secrets.proof, redirectUri: `${origin}/auth/callback` }),
    gateway: channels.gateway,
    reports: channels.reports,
    outbox: channels.outbox,
    practice: world.practice,
    electionOf: (electionId) => elections.find(electionId),
    ...(config.limits === undefined ? {} : { limits: config.limits }),
  });
  const made = config.campaigns && (await makeCampaigns(parts.applications, path(config.campaigns)));
  if (made && !made.ok) {
    parts.close();
    return made;
  }
  if (channels.outbox !== undefined)
    log({ event: "practice-outbox", note: `messages are shown at ${origin}/outbox and sent nowhere` });
  await elections.look();
  const app = await portalServer(parts);
  await app.listen(config.listen);
  const stops = chores(world, { elections, channels, parts, places: { portal: origin, hotline } });
  const address = app.server.address();
  return ok({
    port: typeof address === "object" && address !== null ? address.port : config.listen.port,
    database,
    applications: parts.applications,
    elections,
    close: async () => {
      await app.close();
      await Promise.all(stops.map((stop) => stop()));
      parts.close();
      await elections.close();
      await channels.close();
      await database.close();
    },
  });
}

/** What goes on by itself: looking at the logs, notices, forgetting what has ended. */
function chores(
  { log, now }: { readonly log: PortalWorld["log"]; readonly now: Clock },
  {
    elections,
    channels,
    parts,
    places,
  }: {
    readonly elections: Elections;
    readonly channels: Channels;
    readonly parts: ReturnType<typeof assemblePortal>;
    readonly places: { readonly portal: string; readonly hotline: string };
  },
): readonly Stop[] {
  const worker = new NoticeWorker({ db: parts.db, channels: [channels.mail], places, startedAt: now() });
  const failed = (chore: string) => (error: unknown) =>
    log({ event: "chore-failed", chore, error: error instanceof Error ? error.name : "unknown" });
  return [
    every(LOOK_MS, () => elections.look(), failed("look")),
    every(NOTICES_MS, () => worker.pass(now()), failed("notices")),
    every(
      FORGET_MS,
      async () => {
        await parts.codes.forget(now());
        await parts.sessions.forget();
      },
      failed("forget"),
    ),
  ];
}
