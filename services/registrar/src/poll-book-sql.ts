import { assert, type Bytes } from "@veche/base";
import { type PersonId, parsePersonId } from "@veche/election/person";
import type { Kysely } from "kysely";
import type { Database } from "./database/schema.ts";
import type { Channel, Claim, PollBook, Standing } from "./poll-book.ts";

const PAGE = 1_000;

type Row = { readonly channel: "open" | "electronic" | "paper"; readonly issue_hash: Bytes | null };

/**
 * The poll book of one election in the registrar's database, for any number of processes and for stations too. The row's lock in
 * PostgreSQL decides: a claim fills an open row or finds the filled one, and a filled row is never written again (L24).
 */
export class SqlPollBook implements PollBook {
  readonly #db: Kysely<Database>;
  readonly #electionId: Bytes;

  constructor(db: Kysely<Database>, electionId: Bytes) {
    this.#db = db;
    this.#electionId = electionId;
  }

  async lock(person: PersonId, claim: Claim): Promise<Channel> {
    const filled = {
      channel: claim.kind,
      issue_hash: claim.kind === "electronic" ? claim.issueHash : null,
      request_hash: claim.kind === "electronic" ? claim.requestHash : null,
    };
    // One statement, committed when it returns. Whoever comes at the same time waits for the row, then finds it filled.
    await this.#db
      .insertInto("poll_book")
      .values({ election_id: this.#electionId, person, ...filled })
      .onConflict((conflict) =>
        conflict
          .columns(["election_id", "person"])
          .doUpdateSet(filled)
          .where("poll_book.channel", "=", "open"),
      )
      .execute();
    const standing = await this.find(person);
    assert(standing !== undefined, "a claimed row is filled");
    return standing;
  }

  async find(person: PersonId): Promise<Channel | undefined> {
    const row = await this.#rows()
      .select(["channel", "issue_hash"])
      .where("person", "=", person)
      .executeTakeFirst();
    return row === undefined ? undefined : channelOf(row);
  }

  /** §12.2.2: of the request that the person's ballot was issued on; `undefined` while nothing was asked for. */
  async requestHash(person: PersonId): Promise<Bytes | undefined> {
    const row = await this.#rows().select("request_hash").where("person", "=", person).executeTakeFirst();
    return row?.request_hash ?? undefined;
  }

  async *all(): AsyncIterable<Standing> {
    for (let after = ""; ; ) {
      const rows = await this.#rows()
        .select(["person", "channel", "issue_hash"])
        .where("channel", "!=", "open")
        .where("person", ">", after)
        .orderBy("person")
        .limit(PAGE)
        .execute();
      for (const row of rows) {
        const person = parsePersonId(row.person);
        const channel = channelOf(row);
        if (person.ok && channel !== undefined) yield { person: person.value, channel };
      }
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.person ?? "";
    }
  }

  #rows() {
    return this.#db.selectFrom("poll_book").where("election_id", "=", this.#electionId);
  }
}

function channelOf({ channel, issue_hash: issueHash }: Row): Channel | undefined {
  if (channel === "open") return undefined;
  if (channel === "paper") return { kind: "paper" };
  assert(issueHash !== null, "the table's own check");
  return { kind: "electronic", issueHash };
}
