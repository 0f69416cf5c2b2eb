export {
  type Accounts,
  type AccountsError,
  readAccounts,
  readRegister,
  writeAccounts,
  writeRegister,
} from "./accounts.ts";
export { IssuerLink } from "./issuing/issuer-link.ts";
export {
  accountsPath,
  type OpenedRegistrar,
  type OpenRegistrarError,
  openRegistrar,
  type RegistrarHome,
  registerPath,
} from "./open-registrar.ts";
export { type Channel, PollBook } from "./poll-book.ts";
export { Registrar, type RegistrarEvent, type RegistrarParts } from "./registrar.ts";
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
