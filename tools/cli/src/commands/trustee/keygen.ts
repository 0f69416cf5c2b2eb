import { join } from "node:path";
import { explainWarning, TrusteeVault } from "@veche/trustee";
import { newPassphrase } from "../../files/passphrase.ts";
import { jsonText, refuseFilledFolder, writeNewFile, writeNewFolder } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FOLDER, TEXT } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { PUBLIC_FILE, type PublicKeys, publicJson } from "../../keys/public-keys.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { trusteeTexts } from "../../texts/trustee.ts";
import { stopOfMachine, twoMedia } from "../../trustee/desk.ts";
import { keyLines } from "../keys/lines.ts";
import { PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";
import { MEDIA } from "./options.ts";

export const trusteeKeygen = command({
  name: "keygen",
  about: abouts.trusteeKeygen,
  options: {
    name: one(TEXT, optionTexts.partyName),
    home: one(FOLDER, optionTexts.newHome),
    media: MEDIA,
    passphraseFile: PASSPHRASE_FILE,
    workFactor: WORK_FACTOR_OPTION,
  },
  examples: [
    { line: 'veche trustee keygen --name "Vera Lvova" --home vera --media /media/usb1 --media /media/usb2' },
  ],
  run: async (context, { name, home, media, passphraseFile, workFactor }) => {
    const { out, world } = context;
    const folders = twoMedia(media);
    await refuseFilledFolder(home);
    const passphrase = await newPassphrase(context, passphraseFile);
    const vault = await TrusteeVault.create({ media: folders, passphrase, workFactor }, world.randomBytes);
    if (!vault.ok) throw stopOfMachine(vault.error);
    try {
      const publicKeys: PublicKeys = { role: "trustee", ...vault.value.member(name) };
      await writeNewFolder(home, "secret", (folder) =>
        writeNewFile(join(folder, PUBLIC_FILE), jsonText(publicJson(publicKeys)), "public"),
      );
      for (const warning of vault.value.warnings) out.note(explainWarning(warning));
      out.note(trusteeTexts.keysMade(home));
      out.result({ home, ...publicJson(publicKeys) }, keyLines(out, publicKeys));
    } finally {
      await vault.value.close();
    }
    return 0;
  },
});
