import { FOLDER } from "../../framework/kinds.ts";
import { flag, some } from "../../framework/options.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";

export const MEDIA = some(FOLDER, optionTexts.media);

/** Options of every command that works with a trustee's vault and view. */
export const TRUSTEE = {
  home: HOME,
  media: MEDIA,
  election: ELECTION,
  node: NODES,
  passphraseFile: PASSPHRASE_FILE,
  workFactor: WORK_FACTOR_OPTION,
};

export const ONCE = flag(optionTexts.once);
