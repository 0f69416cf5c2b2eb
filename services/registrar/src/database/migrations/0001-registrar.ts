import { type Kysely, sql } from "kysely";

/** All tables of `schema.ts`. Written as SQL, because it is SQL that the operator of the database reads. */
const STATEMENTS: readonly string[] = [
  `create table person (
    id text primary key,
    family text not null, given text not null, patronymic text not null,
    birth_date text not null, document text not null,
    document_key text not null, name_key text not null,
    district text not null, station text not null,
    removed text, changed_at bigint not null)`,
  "create index person_by_document on person (document_key)",
  "create index person_by_name on person (name_key, birth_date)",
  `create table register_import (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('full', 'changes')),
    date text not null, accepted bigint not null, refused bigint not null, imported_at bigint not null)`,
  "create table risk_telephone (telephone text primary key, reason text not null)",
  `create table account (
    id text primary key, provider text not null, subject text not null,
    family text not null, given text not null, patronymic text not null,
    birth_date text not null, document text not null,
    telephone text not null, telephone_confirmed_at bigint, email text not null,
    assurance integer not null, opened_at bigint not null, signed_in_at bigint not null,
    unique (provider, subject))`,
  "create index account_by_telephone on account (telephone)",
  `create table session (
    id_hash bytea primary key, account text not null references account on delete cascade,
    csrf text not null, seen_at bigint not null, expires_at bigint not null)`,
  `create table second_factor (
    id text primary key, account text not null references account on delete cascade,
    kind text not null check (kind in ('totp', 'passkey')),
    secret bytea not null, credential_id text unique, counter bigint not null,
    enrolled_at bigint not null, confirmed_at bigint)`,
  "create index second_factor_by_account on second_factor (account)",
  `create table sms_code (
    id bigint generated always as identity primary key,
    account text not null references account on delete cascade,
    purpose text not null, subject text not null, telephone text not null,
    salt bytea not null, code_hash bytea not null,
    sent_at bigint not null, expires_at bigint not null,
    attempts_left integer not null, used boolean not null default false)`,
  "create index sms_code_by_account on sms_code (account, purpose, subject)",
  `create table sms_message (
    id text primary key, account text, purpose text not null,
    gateway text not null, gateway_id text,
    status text not null check (status in ('queued', 'sent', 'delivered', 'failed')),
    queued_at bigint not null, changed_at bigint not null)`,
  "create index sms_message_by_account on sms_message (account)",
  `create table notice (
    id bigint generated always as identity primary key,
    account text not null references account on delete cascade, kind text not null, address text not null,
    status text not null check (status in ('queued', 'sent', 'failed')),
    queued_on text not null, attempts integer not null default 0)`,
  "create index notice_waiting on notice (status) where status = 'queued'",
  `create table campaign (
    id text primary key, trial_of text references campaign,
    title_en text not null, title_ru text not null,
    kind text not null check (kind in ('election', 'poll', 'practice', 'test')),
    applications_from bigint not null, applications_until bigint not null, recall_until bigint not null,
    voting_from bigint not null, voting_until bigint not null,
    age_min integer not null, account_cutoff bigint not null,
    assurance_min integer not null, telephone_accounts_max integer not null,
    election_id bytea unique, roll_made boolean not null default false)`,
  `create table campaign_district (
    campaign text not null references campaign, district text not null, style_id text not null,
    primary key (campaign, district))`,
  `create table application (
    id text primary key, number text not null unique,
    campaign text not null references campaign, account text not null references account,
    person text references person, style_id text, telephone text not null,
    state text not null check (state in ('accepted', 'refused', 'recalled')),
    refusal text, applied_at bigint not null)`,
  "create index application_by_account on application (account, campaign)",
  // A person votes once, whatever accounts exist: the database itself refuses the second accepted application.
  "create unique index application_accepted on application (campaign, person) where state = 'accepted'",
  "create index application_by_telephone on application (campaign, telephone) where state = 'accepted'",
  `create table application_event (
    id bigint generated always as identity primary key,
    application text not null references application, at bigint not null, kind text not null, code text)`,
  "create index application_event_by_application on application_event (application)",
  `create table appeal (
    id bigint generated always as identity primary key,
    application text not null references application, text text not null,
    made_at bigint not null, answer_by bigint not null,
    answer text, granted boolean, answered_at bigint)`,
  `create table roll_record (
    election_id bytea not null, person text not null references person, account text not null references account,
    style integer not null, style_id text not null,
    record bytea not null, salt bytea not null, entry bytea not null, signature bytea not null,
    primary key (election_id, person), unique (election_id, entry))`,
  `create table poll_book (
    election_id bytea not null, person text not null references person,
    channel text not null default 'open' check (channel in ('open', 'electronic', 'paper')),
    issue_hash bytea, request_hash bytea,
    primary key (election_id, person),
    check ((channel = 'electronic') = (issue_hash is not null)),
    check ((channel = 'electronic') = (request_hash is not null)))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
