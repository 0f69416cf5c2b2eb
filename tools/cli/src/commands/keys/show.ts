import { formatVkey, LOG_SIGNATURE, verifierKey } from "@veche/tlog";
import { command } from "../../framework/command.ts";
import { TEXT } from "../../framework/kinds.ts";
import { flag, maybe } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { openHome, readHomePublic } from "../../keys/home.ts";
import { KEY_ROLES, type PublicKeys, publicJson } from "../../keys/public-keys.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";
import { HOME, PASSPHRASE_FILE } from "../options.ts";
import { keyLines } from "./lines.ts";

export const keysShow = command({
  name: "show",
  about: abouts.keysShow,
  options: {
    home: HOME,
    check: flag(optionTexts.check),
    origin: maybe(TEXT, optionTexts.keyOrigin),
    passphraseFile: PASSPHRASE_FILE,
  },
  examples: [
    { line: "veche keys show --home anna" },
    { line: "veche keys show --home anna --check" },
    { line: "veche keys show --home node1 --origin veche.example/council" },
  ],
  run: async (context, { home, check, origin, passphraseFile }) => {
    const publicKeys = await readHomePublic(home);
    if (check) await openHome(context, home, KEY_ROLES, passphraseFile);
    const { out } = context;
    const logVkey = origin === undefined ? undefined : logVkeyOf(publicKeys, origin);
    const match = check ? [out.say(resultTexts.keysMatch)] : [];
    out.result(
      {
        ...publicJson(publicKeys),
        ...(check ? { secretsMatch: true } : {}),
        ...(logVkey === undefined ? {} : { logVkey }),
      },
      [...keyLines(out, publicKeys), ...(logVkey === undefined ? [] : [logVkey]), ...match],
    );
    return 0;
  },
});

/** What a witness has to know to watch the log of an election that names this validator. */
function logVkeyOf({ logKey }: PublicKeys, origin: string): string {
  const key = logKey === undefined ? undefined : verifierKey(origin, LOG_SIGNATURE, logKey);
  if (!key?.ok) throw unusable(faults.noLogKey("--origin", origin));
  return formatVkey(key.value);
}
