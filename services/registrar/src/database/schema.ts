import type { Bytes } from "@veche/base";
import type { ColumnType, Generated } from "kysely";

/**
 * The registrar's tables (migration 0001). Times are ms since 1970 as bigint columns read as numbers. ⚔ No table holds the time at
 * which a ballot was issued: beside the public log it would join a person to a ballot (P4).
 */
export type Database = {
  // -- state register -----------------------------------------------------------------------------
  person: PersonTable;
  register_import: RegisterImportTable;
  risk_telephone: { telephone: string; reason: string };
  // -- accounts -----------------------------------------------------------------------------------
  account: AccountTable;
  session: SessionTable;
  second_factor: SecondFactorTable;
  // -- SMS and notices ----------------------------------------------------------------------------
  sms_code: SmsCodeTable;
  sms_message: SmsMessageTable;
  notice: NoticeTable;
  // -- applications -------------------------------------------------------------------------------
  campaign: CampaignTable;
  campaign_district: { campaign: string; district: string; style_id: string };
  application: ApplicationTable;
  application_event: ApplicationEventTable;
  appeal: AppealTable;
  roll_record: RollRecordTable;
  // -- issuing ------------------------------------------------------------------------------------
  poll_book: PollBookTable;
};

type Ms = number;
type Channel = "open" | "electronic" | "paper";

/** A person of the state register. `document_key`, `name_key`: normalised by the matching rules, for look-ups. */
export type PersonTable = {
  /** Number in the state register. */
  id: string;
  family: string;
  given: string;
  patronymic: string;
  /** YYYY-MM-DD */
  birth_date: string;
  document: string;
  document_key: string;
  name_key: string;
  district: string;
  /** Number of the polling station. */
  station: string;
  /** Why the person cannot vote, if so: died, moved, incapable; `null`: can. */
  removed: string | null;
  changed_at: Ms;
};

export type RegisterImportTable = {
  id: Generated<number>;
  kind: "full" | "changes";
  /** YYYY-MM-DD, as the file says. */
  date: string;
  accepted: number;
  refused: number;
  imported_at: Ms;
};

/** What an identity provider said of a person, at the last sign-in. `subject` is unique within `provider`. */
export type AccountTable = {
  id: string;
  provider: string;
  subject: string;
  family: string;
  given: string;
  patronymic: string;
  birth_date: string;
  document: string;
  /** E.164, or empty. */
  telephone: string;
  telephone_confirmed_at: Ms | null;
  email: string;
  /** 1 self-declared, 2 checked remotely, 3 checked in person. */
  assurance: number;
  /** When the account was opened at the provider. */
  opened_at: Ms;
  signed_in_at: Ms;
};

export type SessionTable = {
  /** SHA-256 of the cookie's value. */
  id_hash: Bytes;
  account: string;
  /** Random; sent back by forms (CSRF). */
  csrf: string;
  seen_at: Ms;
  expires_at: Ms;
};

export type SecondFactorTable = {
  id: string;
  account: string;
  kind: "totp" | "passkey";
  /** TOTP: secret, sealed with the registrar's data key. Passkey: public key. */
  secret: Bytes;
  credential_id: string | null;
  counter: number;
  enrolled_at: Ms;
  confirmed_at: Ms | null;
};

export type SmsCodeTable = {
  id: Generated<number>;
  account: string;
  /** What the code confirms: `application`, `recall`, `telephone`, `issue`. */
  purpose: string;
  /** Campaign, or empty. */
  subject: string;
  telephone: string;
  salt: Bytes;
  /** SHA-256 of salt and code (L27). */
  code_hash: Bytes;
  sent_at: Ms;
  expires_at: Ms;
  attempts_left: number;
  used: boolean;
};

/** Delivery log for support: never the text. */
export type SmsMessageTable = {
  id: string;
  account: string | null;
  purpose: string;
  gateway: string;
  gateway_id: string | null;
  status: "queued" | "sent" | "delivered" | "failed";
  queued_at: Ms;
  changed_at: Ms;
};

export type NoticeTable = {
  id: Generated<number>;
  account: string;
  /** `applied`, `accepted`, `refused`, `recalled`, `telephone-changed`, `issued`. */
  kind: string;
  address: string;
  status: "queued" | "sent" | "failed";
  /** Day only for `issued`: a time would join a person to an `issue`. */
  queued_on: string;
  attempts: number;
};

/** An election, or one of its public trials, as the registrar runs it; `election_id` once the manifest is defined. */
export type CampaignTable = {
  id: string;
  /** `null`: an election; else the campaign whose public trial this is. */
  trial_of: string | null;
  title_en: string;
  title_ru: string;
  kind: "election" | "poll" | "practice" | "test";
  applications_from: Ms;
  applications_until: Ms;
  recall_until: Ms;
  voting_from: Ms;
  voting_until: Ms;
  /** Youngest age on the day of `voting_until`, in years. */
  age_min: number;
  /** Accounts opened later cannot apply (L26). */
  account_cutoff: Ms;
  assurance_min: number;
  telephone_accounts_max: number;
  election_id: Bytes | null;
  /** The roll has been made: applications and recalls end. */
  roll_made: boolean;
};

export type ApplicationTable = {
  id: string;
  /** What people read out on the telephone: `26-0412-7731`. */
  number: string;
  campaign: string;
  account: string;
  /** `null` if nobody of the register matched. */
  person: string | null;
  style_id: string | null;
  telephone: string;
  state: "accepted" | "refused" | "recalled";
  /** Code of the refusal. */
  refusal: string | null;
  applied_at: Ms;
};

export type ApplicationEventTable = {
  id: Generated<number>;
  application: string;
  at: Ms;
  /** `applied`, `checked`, `accepted`, `refused`, `recalled`, `appealed`, `appeal-granted`, `appeal-rejected`, `telephone-changed`, `letter`. */
  kind: string;
  code: string | null;
};

export type AppealTable = {
  id: Generated<number>;
  application: string;
  text: string;
  made_at: Ms;
  answer_by: Ms;
  answer: string | null;
  granted: boolean | null;
  answered_at: Ms | null;
};

/** The opening of a roll entry (§04.1), kept until the appeals end. */
export type RollRecordTable = {
  election_id: Bytes;
  person: string;
  account: string;
  style: number;
  style_id: string;
  record: Bytes;
  salt: Bytes;
  entry: Bytes;
  signature: Bytes;
};

/** One row a person and election, never changed after it says more than "open" (L24). No time stands in it. */
export type PollBookTable = {
  election_id: Bytes;
  person: string;
  channel: ColumnType<Channel, Channel | undefined, Exclude<Channel, "open">>;
  /** §04.5.2 */
  issue_hash: Bytes | null;
  /** §12.2.2 */
  request_hash: Bytes | null;
};
