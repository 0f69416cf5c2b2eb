import { join } from "node:path";
import { toHex } from "@veche/base";
import { refuseFilledFolder, writeNewFile, writeNewFolder } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FOLDER } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { openHome } from "../../keys/home.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";
import { HOME, PASSPHRASE_FILE } from "../options.ts";

/** The registrar alone: its portal is a service that starts without anybody at the keyboard. Every other party opens its own home. */
export const keysExport = command({
  name: "export",
  about: abouts.keysExport,
  options: { home: HOME, out: one(FOLDER, optionTexts.secretsOut), passphraseFile: PASSPHRASE_FILE },
  examples: [{ line: "veche keys export --home registrar --out /run/veche/registrar" }],
  run: async (context, { home, out: folder, passphraseFile }) => {
    await refuseFilledFolder(folder);
    const { secretKeys } = await openHome(context, home, ["registrar"], passphraseFile);
    const { key, issueKey } = secretKeys;
    const files = { "signing-key": key, ...(issueKey === undefined ? {} : { "issue-key": issueKey }) };
    await writeNewFolder(folder, "secret", async (temporary) => {
      for (const [name, secret] of Object.entries(files))
        await writeNewFile(join(temporary, name), `${toHex(secret)}\n`, "secret");
    });
    const { out } = context;
    const names = Object.keys(files);
    out.result({ folder, files: names }, [out.say(resultTexts.secretsWritten(folder, names))]);
    return 0;
  },
});
