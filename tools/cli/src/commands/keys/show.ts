import { command } from "../../framework/command.ts";
import { flag } from "../../framework/options.ts";
import { openHome, readHomePublic } from "../../keys/home.ts";
import { KEY_ROLES, publicJson } from "../../keys/public-keys.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";
import { HOME, PASSPHRASE_FILE } from "../options.ts";
import { keyLines } from "./lines.ts";

export const keysShow = command({
  name: "show",
  about: abouts.keysShow,
  options: { home: HOME, check: flag(optionTexts.check), passphraseFile: PASSPHRASE_FILE },
  examples: [{ line: "veche keys show --home anna" }, { line: "veche keys show --home anna --check" }],
  run: async (context, { home, check, passphraseFile }) => {
    const publicKeys = await readHomePublic(home);
    if (check) await openHome(context, home, KEY_ROLES, passphraseFile);
    const { out } = context;
    const match = check ? [out.say(resultTexts.keysMatch)] : [];
    out.result({ ...publicJson(publicKeys), ...(check ? { secretsMatch: true } : {}) }, [
      ...keyLines(out, publicKeys),
      ...match,
    ]);
    return 0;
  },
});
