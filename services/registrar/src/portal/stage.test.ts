import { randomBytes as drawn } from "node:crypto";
import type { TestContext } from "node:test";
import type { SessionAnswer } from "@veche/api/portal";
import { type Bytes, err, ok, toHex } from "@veche/base";
import type { FakeNode } from "@veche/client/testing";
import { TIMES } from "@veche/ledger/testing";
import { type Kysely, sql } from "kysely";
import type { Identity, IdentityProvider } from "../account/identity-provider.ts";
import type { Database } from "../database/schema.ts";
import { testDatabase } from "../database/testing.ts";
import { addRoll, type Portal as PortalRegistrar, startPortal } from "../portal-stage.test.ts";
import { documentKey } from "../register/folding.ts";
import { Outbox } from "../sms/gateway/outbox.ts";
import { election, newNode, roll } from "../stage.test.ts";
import type { App } from "./app.ts";
import { assemblePortal, type PortalSettings } from "./assemble.ts";
import type { PortalEvent } from "./parts.ts";
import { portalServer } from "./server.ts";

export const ORIGIN = "http://portal.localhost:4000";
export const CAMPAIGN = "spring";
export const ELECTION = toHex(election.electionId);
const DAY = 86_400_000;

export const randomBytes = (length: number): Bytes => new Uint8Array(drawn(length));

const documentOf = (at: number): string => `45 10 ${String(200_000 + at)}`;

/** The voter of letter `at` of the stage, as a provider knows them. */
export const identityOf = (at: number): Identity => ({
  subject: roll.letters[at]?.person ?? `stranger-${at}`,
  family: "Иванов",
  given: "Пётр",
  patronymic: "",
  birthDate: "1990-01-02",
  document: documentOf(at),
  telephone: `+7900000${String(1000 + at)}`,
  email: `voter-${at}@example.org`,
  assurance: 3,
  openedAt: 1_000,
});

/** Whoever comes back with `code=<at>` is the voter of letter `at`. */
export const fakeProvider: IdentityProvider = {
  name: "test",
  begin: async (language) =>
    ok({
      url: `https://id.example/authorize?state=s${language === undefined ? "" : `&ui_locales=${language}`}`,
      attempt: { state: "s", nonce: "n", verifier: "v" },
    }),
  complete: async (returned, { state }) => {
    const code = returned.searchParams.get("code");
    if (code === null || returned.searchParams.get("state") !== state)
      return err({ code: "SIGN_IN_REFUSED" });
    return ok(identityOf(Number(code)));
  },
};

export type Stage = {
  readonly app: App;
  readonly db: Kysely<Database>;
  readonly clock: { now: number };
  readonly sms: Outbox;
  readonly log: PortalEvent[];
  readonly registrar: PortalRegistrar;
  readonly node: FakeNode;
};

export async function startStage(t: TestContext, change: Partial<PortalSettings> = {}): Promise<Stage> {
  const { db } = await testDatabase(t);
  await addRoll(db);
  await addCampaign(db);
  await nameDocuments(db);
  const node = newNode();
  const clock = { now: TIMES.opens };
  const registrar = await startPortal(db, node, () => clock.now);
  const sms = new Outbox(() => clock.now);
  const log: PortalEvent[] = [];
  const parts = assemblePortal({
    ...{ origin: ORIGIN, ballotOrigin: "http://ballot.localhost:4001", hotline: "8 800 000-00-00" },
    ...{ pages: undefined, proxies: [], outbox: undefined, practice: undefined },
    ...{ db, randomBytes, identity: fakeProvider, gateway: sms },
    now: () => clock.now,
    dataKey: randomBytes(32),
    electionOf: (id: Bytes) => (toHex(id) === ELECTION ? registrar : undefined),
    log: (event) => log.push(event),
    ...change,
  });
  const app = await portalServer(parts);
  t.after(async () => {
    await app.close();
    parts.close();
    await registrar.close();
  });
  return { app, db, clock, sms, log, registrar, node };
}

async function addCampaign(db: Kysely<Database>): Promise<void> {
  await db
    .insertInto("campaign")
    .values({
      ...{ id: CAMPAIGN, trial_of: null, title_en: "Spring", title_ru: "Весна", kind: "election" },
      applications_from: TIMES.opens - 30 * DAY,
      applications_until: TIMES.opens + 30 * DAY,
      recall_until: TIMES.opens + 30 * DAY,
      voting_from: TIMES.opens,
      voting_until: TIMES.opens + 40 * DAY,
      ...{ age_min: 18, account_cutoff: TIMES.opens, assurance_min: 2, telephone_accounts_max: 3 },
      ...{ election_id: election.electionId, roll_made: false },
    })
    .execute();
  const district = { campaign: CAMPAIGN, district: "1", style_id: election.manifest.styles[0]?.id ?? "" };
  await db.insertInto("campaign_district").values(district).execute();
}

/** Persons of the register by the documents that the provider names. */
async function nameDocuments(db: Kysely<Database>): Promise<void> {
  for (const [at, { person }] of roll.letters.entries()) {
    const document = documentOf(at);
    const key = { document, document_key: documentKey(document) };
    await db.updateTable("person").set(key).where("id", "=", person).execute();
  }
}

/** Fields of answers that tests look at. */
export type Body = {
  readonly code?: string;
  readonly message?: { readonly en: string; readonly ru: string };
  readonly attemptsLeft?: number;
  readonly retryAfterSeconds?: number;
  readonly signedIn?: boolean;
  readonly signatures?: readonly string[];
  readonly request?: string;
  readonly text?: string;
  readonly paths?: Readonly<Record<string, object>>;
  readonly id?: string;
  readonly uri?: string;
  readonly options?: { readonly challenge: string };
  readonly application?: { readonly state: string; readonly refusal?: { readonly code: string } };
  readonly hotline?: string;
  readonly messages?: readonly unknown[];
  readonly campaigns?: readonly { readonly ballotPage?: string; readonly goOn?: string }[];
};

export type Answer = {
  readonly status: number;
  readonly body: Body;
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
};

/** A browser with one cookie jar. */
export class Browser {
  readonly app: App;
  readonly cookies = new Map<string, string>();
  csrf = "";

  constructor(app: App) {
    this.app = app;
  }

  async get(url: string): Promise<Answer> {
    return this.send({ method: "GET", url });
  }

  /** As our own page posts. */
  post(url: string, payload: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send({
      method: "POST",
      url,
      payload: typeof payload === "string" ? payload : JSON.stringify(payload),
      headers: { "content-type": "application/json", origin: ORIGIN, "x-veche-csrf": this.csrf, ...headers },
    });
  }

  async send(request: {
    readonly method: "GET" | "POST" | "PUT" | "DELETE";
    readonly url: string;
    readonly payload?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<Answer & { readonly location: string }> {
    const answer = await this.app.inject({
      ...request,
      headers: { ...request.headers },
      cookies: Object.fromEntries(this.cookies),
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const isJson = String(answer.headers["content-type"]).startsWith("application/json");
    const body: Body = isJson ? (answer.json() as Body) : { text: answer.body };
    const location = String(answer.headers.location ?? "");
    return { status: answer.statusCode, body, code: body.code, location, headers: answer.headers };
  }

  /** Signs in as the voter of letter `at`. */
  async signIn(at: number, returnTo = "/elections"): Promise<string> {
    await this.get(`/auth/sign-in?return=${encodeURIComponent(returnTo)}`);
    const back = await this.send({ method: "GET", url: `/auth/callback?code=${at}&state=s` });
    const session = (await this.get("/api/session")).body as SessionAnswer;
    this.csrf = session.csrf ?? "";
    return back.location;
  }
}

/** All rows of all tables, as text: what must be the same before and after a refusal. Sessions and limits of codes are no exception. */
export async function dump(db: Kysely<Database>): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: string;
    }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db);
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

export const lastCode = (sms: Outbox): string => (sms.messages().at(-1)?.text ?? "").slice(0, 6);
