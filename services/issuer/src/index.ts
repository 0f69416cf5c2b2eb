export { type DeskEvent, type DeskOptions, IssuerDesk, type IssuerRefusal } from "./desk/desk.ts";
export { type Journal, memoryJournal } from "./desk/journal.ts";
export type { LedgerTrouble, OwnLedger, VerifiedView } from "./desk/own-ledger.ts";
export { type JournalFile, type JournalFileError, openJournal } from "./home/journal-file.ts";
export { type IssuerHome, type OpenedIssuer, type OpenIssuerError, openIssuer } from "./home/open-issuer.ts";
export { errorFields, jsonLogger, type Logger } from "./http/logger.ts";
export { makeServer, reportTo, type ServeOptions, type Server, serve } from "./http/server.ts";
export {
  checkKeys,
  decodeIssuerKeys,
  encodeIssuerKeys,
  generateIssuerKeys,
  type IssuerKeys,
  issuerKeysTransactions,
  type KeysError,
  type KeysMismatch,
} from "./keys.ts";
