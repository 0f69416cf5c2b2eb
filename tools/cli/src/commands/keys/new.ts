import { newPassphrase } from "../../files/passphrase.ts";
import { refuseFilledFolder } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { choice, FOLDER, TEXT } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { createHome } from "../../keys/home.ts";
import { KEY_ROLES, type KeyRole, publicJson } from "../../keys/public-keys.ts";
import { newSecretKeys, publicKeysOf } from "../../keys/secret-keys.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";
import { PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";
import { keyLines } from "./lines.ts";

export const keysNew = command({
  name: "new",
  about: abouts.keysNew,
  options: {
    role: one(choice("ROLE", KEY_ROLES), optionTexts.role),
    name: one(TEXT, optionTexts.partyName),
    home: one(FOLDER, optionTexts.newHome),
    passphraseFile: PASSPHRASE_FILE,
    workFactor: WORK_FACTOR_OPTION,
  },
  examples: [
    { line: 'veche keys new --role commission --name "Anna Orlova" --home anna' },
    {
      line: "veche keys new --role validator --name node1.example.org --home node1 --passphrase-file pass.txt",
    },
  ],
  run: async (context, { role, name, home, passphraseFile, workFactor }) => {
    requireName(role, name);
    await refuseFilledFolder(home);
    const passphrase = await newPassphrase(context, passphraseFile);
    const secretKeys = newSecretKeys(role, context.world.randomBytes);
    const publicKeys = publicKeysOf(role, name, secretKeys);
    await createHome(home, publicKeys, secretKeys, passphrase, workFactor);
    const { out } = context;
    out.note(resultTexts.keysMade(home));
    out.result({ home, ...publicJson(publicKeys) }, keyLines(out, publicKeys));
    return 0;
  },
});

const NOTE_NAME = /^[a-z0-9][a-z0-9./-]{0,99}$/;
const NAME_BYTES_MAX = 200;

/** §02.1: names of validators and witnesses stand in signed notes; all others are free texts. */
function requireName(role: KeyRole, name: string): void {
  if (role === "validator" || role === "witness") {
    if (!NOTE_NAME.test(name)) throw unusable(faults.notNoteName(name));
    return;
  }
  if (new TextEncoder().encode(name).length > NAME_BYTES_MAX)
    throw unusable(faults.nameTooLong(NAME_BYTES_MAX));
}
