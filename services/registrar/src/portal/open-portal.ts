import { randomBytes as drawn } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, type Clock, err, fromHex, ok, type RandomBytes, type Result } from "@veche/base";
import { httpOver } from "@veche/client";
import { decodeScalar, type Scalar } from "@veche/group";
import { type ClientProof, isAllowedIssuer, isLoopback, openIdProvider } from "../account/openid-provider.ts";
import type { Applications } from "../application/applications.ts";
import { type Configured, type StartError, startError } from "../config.ts";
import type { RegistrarConfig } from "../config-schema.ts";
import { type OpenedDatabase, openDatabase } from "../database/open-database.ts";
import { isHostShortEnough } from "../sms/code-message.ts";
import type { SmppEvent } from "../sms/gateway/smpp/gateway.ts";
import { makeCampaigns } from "./campaign-files.ts";
import { type Channels, openChannels } from "./channels.ts";
import { clientProof } from "./client-proof.ts";
import { Elections } from "./elections.ts";
import { every } from "./every.ts";
import type { Practice, ServiceEvent } from "./parts.ts";
import { failedChore, servePortal } from "./serve-portal.ts";
import { postTotals } from "./totals-chore.ts";

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
const TOTALS_MS = 600_000;

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
  const database = await openDatabase(secrets.value.database, "service");
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
  readonly signingKey: Bytes | undefined;
  readonly proof: ClientProof;
  readonly database: { readonly url: string } | { readonly folder: string };
};

async function readSecrets(
  { config, secret, path }: Configured,
  { proof, log }: PortalWorld,
): Promise<Result<Secrets, StartError>> {
  const { database } = config;
  const dataKey = await secret("dataKey", config.dataKey);
  if (!dataKey.ok) return dataKey;
  const issueKey = await secret("issueKey", config.issueKey);
  if (!issueKey.ok) return issueKey;
  const signing = config.signingKey && (await secret("signingKey", config.signingKey));
  if (signing?.ok === false) return signing;
  const own = proof === undefined ? await clientProof({ config, secret, path }, log) : ok(proof);
  if (!own.ok) return own;
  const url = "url" in database ? await secret("database.url", database.url) : undefined;
  if (url !== undefined && !url.ok) return url;
  const data = fromHex(dataKey.value);
  if (data?.length !== 32) return err(malformed("dataKey"));
  const scalar = decodeScalar(fromHex(issueKey.value) ?? new Uint8Array(0));
  if (scalar === undefined) return err(malformed("issueKey"));
  const signingKey = signing && fromHex(signing.value);
  if (signing !== undefined && signingKey?.length !== 32) return err(malformed("signingKey"));
  return ok({
    dataKey: data,
    issueKey: scalar,
    signingKey,
    proof: own.value,
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

/** By the name of the error alone: the port is taken, most often. */
function notServed(error: unknown, { host, port }: RegistrarConfig["listen"]): StartError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return startError(
    "NOT_LISTENING",
    `The portal cannot be served at ${host}, port ${port} (${code}): is another service there, are the pages built?`,
    `Не удаётся открыть портал на ${host}, порт ${port} (${code}): порт не занят, страницы собраны?`,
  );
}

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
  const { listen, origin, ballotOrigin, hotline, proxies = [], identity, campaigns } = config;
  let wrong: StartError | undefined;
  const prepare = async (applications: Applications): Promise<boolean> => {
    const made = campaigns === undefined ? ok(undefined) : await makeCampaigns(applications, path(campaigns));
    if (!made.ok) wrong = made.error;
    else await elections.look();
    return made.ok;
  };
  const served = await servePortal({
    ...{ listen, origin, ballotOrigin, hotline, proxies, db, now, randomBytes, log, prepare },
    ...{ gateway: channels.gateway, mail: channels.mail, reports: channels.reports, outbox: channels.outbox },
    pages: config.pages === undefined ? undefined : path(config.pages),
    dataKey: secrets.dataKey,
    identity: openIdProvider({ ...identity, proof: secrets.proof, redirectUri: `${origin}/auth/callback` }),
    practice: world.practice,
    electionOf: (electionId) => elections.find(electionId),
    ...(config.limits === undefined ? {} : { limits: config.limits }),
  }).catch((error: unknown) => {
    wrong = notServed(error, listen);
    return undefined;
  });
  if (served === undefined) {
    await elections.close();
    return err(wrong as StartError);
  }
  const { signingKey } = secrets;
  const totals = async (): Promise<void> => {
    if (signingKey !== undefined) await postTotals({ db, elections, signingKey, report: log }, now());
  };
  const stops = [
    every(LOOK_MS, () => elections.look(), failedChore(log, "look")),
    every(TOTALS_MS, totals, failedChore(log, "totals")),
  ];
  const close = async (): Promise<void> => {
    await served.close();
    await Promise.all(stops.map((stop) => stop()));
    await elections.close();
    await channels.close();
    await database.close();
  };
  return ok({ ...served, database, elections, close });
}
