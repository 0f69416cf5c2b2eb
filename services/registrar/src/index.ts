export {
  type Accounts,
  type AccountsError,
  readAccounts,
  readRegister,
  writeAccounts,
  writeRegister,
} from "./accounts.ts";
export { sqlAccounts } from "./accounts-sql.ts";
export {
  type AnswerError,
  type AppealAnswer,
  Applications,
  type ApplicationsParts,
  type CampaignError,
  type CampaignPlan,
  createCampaign,
  type OpenAppeal,
} from "./application/index.ts";
export type { DatabaseError } from "./database/database-error.ts";
export { type DatabaseOptions, type OpenedDatabase, openDatabase } from "./database/open-database.ts";
export type { Database } from "./database/schema.ts";
export { IssuerLink } from "./issuing/issuer-link.ts";
export { requestHash } from "./issuing/request-hash.ts";
export { LetterRegistrar } from "./letter-registrar.ts";
export {
  memoryOutbox,
  type NoticeChannel,
  type NoticePlaces,
  NoticeWorker,
  queueIssuedNotices,
  type SmtpSettings,
  smtpChannel,
  telephoneChannel,
} from "./notices/index.ts";
export {
  accountsPath,
  type OpenedRegistrar,
  type OpenRegistrarError,
  openPortalRegistrar,
  openRegistrar,
  type RegistrarHome,
  registerPath,
} from "./open-registrar.ts";
export type { Channel, Claim, PollBook, Standing } from "./poll-book.ts";
export { FilePollBook } from "./poll-book-file.ts";
export { SqlPollBook } from "./poll-book-sql.ts";
export { documentKey, nameKey, plainDocument } from "./register/folding.ts";
export {
  type ImportError,
  type ImportOptions,
  type ImportReport,
  importRegister,
} from "./register/import-register.ts";
export { type Identity, type Match, matchPerson, type Registered } from "./register/match-person.ts";
export { changesCsv, personsCsv } from "./register/persons-csv.ts";
export { ROW_FAULTS } from "./register/row-faults.ts";
export type { BadRow } from "./register/staging.ts";
export { TEST_DISTRICTS, type TestPerson, testPerson, testPersons } from "./register/test-persons.ts";
export {
  type AccountBook,
  type BallotRequest,
  Registrar,
  type RegistrarEvent,
  type RegistrarParts,
  type RollAccount,
} from "./registrar.ts";
export {
  countDay,
  dailyTotals,
  letterOf,
  type MadeRoll,
  type MakeRollError,
  makeRollFor,
  type RollRequest,
  type RollView,
  type TotalsError,
  type TotalsParts,
} from "./roll/index.ts";
export { encodeLetter, type LetterError, readLetter } from "./roll/letter.ts";
export {
  type Account,
  type Entitled,
  type Letter,
  makeRoll,
  type RegisterEntry,
  type Roll,
  type RollError,
} from "./roll/make-roll.ts";
export { rollProposals, type Totals, totalsTransaction } from "./roll/transactions.ts";
export { type RequestEvent, registrarServer } from "./server.ts";
