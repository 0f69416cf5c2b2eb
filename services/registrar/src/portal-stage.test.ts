import { type Clock, expectOk } from "@veche/base";
import { type FakeNode, fakeTiming } from "@veche/client/testing";
import { seededRandom, TIMES } from "@veche/ledger/testing";
import type { Kysely } from "kysely";
import type { Database } from "./database/schema.ts";
import { type OpenedRegistrar, openPortalRegistrar } from "./index.ts";
import { election, FakeIssuers, newFolder, roll } from "./stage.test.ts";

export async function addPersons(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  const rows = ids.map((id) => ({
    id,
    family: "Иванов",
    given: "Пётр",
    patronymic: "",
    birth_date: "1990-01-02",
    document: "4510100000",
    document_key: "4510100000",
    name_key: "иванов",
    district: "1",
    station: "12",
    removed: null,
    changed_at: 0,
  }));
  await db.insertInto("person").values(rows).execute();
}

/** The roll of the stage as the portal keeps it: every person with an account of their own. */
export async function addRoll(db: Kysely<Database>): Promise<void> {
  await addPersons(
    db,
    roll.letters.map(({ person }) => person),
  );
  await db
    .insertInto("account")
    .values(roll.letters.map(({ person }) => accountRow(person)))
    .execute();
  const rows = roll.letters.map(({ person, styleId, record, salt, entry, signature }) => ({
    election_id: election.electionId,
    person,
    account: person,
    style: styleOf(styleId),
    style_id: styleId,
    record,
    salt,
    entry,
    signature,
  }));
  await db.insertInto("roll_record").values(rows).execute();
}

const styleOf = (styleId: string): number => election.manifest.styles.findIndex(({ id }) => id === styleId);

const accountRow = (id: string) => ({
  id,
  provider: "test",
  subject: id,
  family: "Иванов",
  given: "Пётр",
  patronymic: "",
  birth_date: "1990-01-02",
  document: "4510100000",
  telephone: "",
  telephone_confirmed_at: null,
  email: "",
  assurance: 3,
  opened_at: 0,
  signed_in_at: 0,
});

export type Portal = OpenedRegistrar & { readonly issuers: FakeIssuers; readonly events: unknown[] };

/** A registrar of the portal over a node, as one process has it. */
export async function startPortal(
  db: Kysely<Database>,
  node: FakeNode,
  now: Clock = () => TIMES.opens,
): Promise<Portal> {
  const issuers = new FakeIssuers();
  const events: unknown[] = [];
  const opened = await openPortalRegistrar({
    db,
    folder: newFolder(),
    electionId: election.electionId,
    nodes: [node.link()],
    issuers: [1, 2, 3].map((issuer) => issuers.link(issuer)),
    issueKey: election.secrets.issueKey,
    now,
    pace: { timing: fakeTiming(), backoff: { steps: [100, 200], patienceMs: 2_000 } },
    randomBytes: seededRandom("portal"),
    report: (event) => events.push(event),
  });
  return { ...expectOk(opened, "portal"), issuers, events };
}
