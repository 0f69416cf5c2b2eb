import { SCRYPT_WORK_FACTOR } from "@veche/trustee";
import { ELECTION_ID, FILE, FOLDER, TEXT, URL_OF_SERVICE, uint } from "../framework/kinds.ts";
import { flag, many, maybe, one, some, usually } from "../framework/options.ts";
import { optionTexts } from "../texts/options.ts";

/** Options that many commands share, so that they read and behave alike. */
export const HOME = one(FOLDER, optionTexts.home);
export const PASSPHRASE_FILE = maybe(FILE, optionTexts.passphraseFile);
export const PASSPHRASE_FILES = many(FILE, optionTexts.passphraseFiles);
/** Below 10 a passphrase is hardly protected at all; above 22 a machine runs out of memory. */
export const WORK_FACTOR_OPTION = usually(
  uint("N", 10, 22),
  String(SCRYPT_WORK_FACTOR),
  optionTexts.workFactor,
);

export const ELECTION = one(ELECTION_ID, optionTexts.election);
/** Several nodes: the next is asked when one fails. */
export const NODES = some(URL_OF_SERVICE, optionTexts.nodes);
/** For commands that anybody may run, whose view need not outlive them. */
export const VIEW_HOME = maybe(FOLDER, optionTexts.viewHome);
export const YES = flag(optionTexts.yes);

/** Who signs what needs several: all here and now, or one after the other by way of a file. */
export const SIGNING = {
  election: ELECTION,
  node: NODES,
  home: many(FOLDER, optionTexts.signingHomes),
  passphraseFile: PASSPHRASE_FILES,
  propose: maybe(FILE, optionTexts.propose),
};

export const REASON = {
  reasonEn: one(TEXT, optionTexts.reasonEn),
  reasonRu: one(TEXT, optionTexts.reasonRu),
};
