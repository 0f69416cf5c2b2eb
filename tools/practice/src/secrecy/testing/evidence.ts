import { join } from "node:path";
import { type RandomBytes, utf8 } from "@veche/base";
import { httpOver, LedgerFollower, memoryStorage, NodeLink } from "@veche/client";
import { memoryOutbox, NoticeWorker, openDatabase } from "@veche/registrar";
import type pg from "pg";
import { fileUnits } from "./gather-files.ts";
import { type Exchange, exchangesOf, exchangeUnits, logUnits } from "./gather-recordings.ts";
import { connectTo, readTables, type Table } from "./gather-tables.ts";
import type { Unit } from "./places.ts";
import { readRecordings } from "./recorded.ts";
import type { WholeElection } from "./whole-election.ts";

const DAY_MS = 86_400_000;

/** What all services hold, have said and have been told up to a moment. */
export class Evidence {
  readonly #election: WholeElection;
  readonly #client: pg.Client;

  private constructor(election: WholeElection, client: pg.Client) {
    this.#election = election;
    this.#client = client;
  }

  static async of(election: WholeElection): Promise<Evidence> {
    return new Evidence(election, await connectTo(join(election.folder, "registrar")));
  }

  get client(): pg.Client {
    return this.#client;
  }

  tables(): Promise<readonly Table[]> {
    return readTables(this.#client);
  }

  exchanges(): readonly Exchange[] {
    return exchangesOf(readRecordings(this.#election.recordings));
  }

  exchangeUnits(): readonly Unit[] {
    return exchangeUnits(this.exchanges(), this.#issuers());
  }

  logs(): readonly Unit[] {
    return logUnits(readRecordings(this.#election.recordings));
  }

  /** Everything that PostgreSQL has in memory is in its files, too. */
  async files(): Promise<readonly Unit[]> {
    await this.#client.query("checkpoint");
    return fileUnits(this.#election.folder);
  }

  /** Every entry of the public log, as anybody reads it. */
  async entries(randomBytes: RandomBytes): Promise<readonly Unit[]> {
    const { a, addresses } = this.#election.practice;
    const node = new NodeLink(
      addresses.ballot.replace("ballot.localhost", "127.0.0.1"),
      a.electionId,
      httpOver(fetch),
    );
    const storage = memoryStorage();
    const options = {
      electionId: a.electionId,
      nodes: [node],
      storage,
      level: "light",
      randomBytes,
    } as const;
    const follower = await LedgerFollower.open(options);
    if (!follower.ok) throw new Error(JSON.stringify(follower.error));
    await follower.value.refresh();
    const { size } = await storage.load();
    const units: Unit[] = [];
    for await (const batch of storage.read(0, size)) {
      for (const bytes of batch) units.push({ domain: "node", kind: "entry", name: "entry", bytes });
    }
    await follower.value.close();
    return units;
  }

  /** What left for telephones and mailboxes, and the letters of issuing, which leave with the next batch. */
  async mail(): Promise<readonly Unit[]> {
    const { addresses } = this.#election.practice;
    const page = await fetch(`${addresses.portal.replace("portal.localhost", "127.0.0.1")}/outbox`);
    const messages = (await page.text()).split("<li>").slice(1);
    return [...messages, ...(await this.#letters())].map(mailUnit);
  }

  async #letters(): Promise<readonly string[]> {
    const { host, port, user, password, database } = this.#client as unknown as {
      readonly [name in "host" | "port" | "user" | "password" | "database"]: string;
    };
    const opened = await openDatabase({
      url: `postgresql://${user}:${password}@${host}:${port}/${database}`,
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const outbox = memoryOutbox();
    const sent: string[] = [];
    const places = { portal: "https://portal.example", hotline: "+7 800 000-00-00" };
    const channel = {
      ...outbox,
      send: async (
        address: string,
        message: { readonly subject: string; readonly text: string },
        id: string,
      ) => {
        sent.push(`${address}\n${message.subject}\n${message.text}\n${id}`);
        return { ok: true as const, value: undefined };
      },
    };
    const worker = new NoticeWorker({ db: opened.value.db, channels: [channel], places, startedAt: 0 });
    await worker.pass(Date.now() + DAY_MS);
    await opened.value.close();
    return sent;
  }

  /** By process: number of the issuer, from whom it was asked by which address. */
  #issuers(): ReadonlyMap<string, number> {
    const issuers = this.#election.practice.processes.filter(({ name }) => name.startsWith("issuer "));
    return new Map(issuers.map(({ name, pid }) => [String(pid), Number(name.slice("issuer ".length))]));
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}

export const mailUnit = (text: string): Unit => ({
  domain: "registrar",
  kind: "mail",
  name: "message",
  bytes: utf8(text),
});
