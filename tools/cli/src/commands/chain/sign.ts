import { genesisIn } from "../../chain/ceremony.ts";
import { changeFacts, changeIn, changeLines, changeText, signChange } from "../../chain/change.ts";
import { replaceFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, FOLDER } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { chainOptions } from "../../texts/chain.ts";
import { changeAbouts, changeOptions } from "../../texts/chain-change.ts";
import { PASSPHRASE_FILES, YES } from "../options.ts";

export const chainSign = command({
  name: "sign",
  about: changeAbouts.sign,
  arguments: [{ placeholder: "CHANGE", about: changeOptions.file, isRequired: true, isMany: false }],
  options: {
    genesis: one(FILE, chainOptions.document),
    home: some(FOLDER, changeOptions.home),
    passphraseFile: PASSPHRASE_FILES,
    yes: YES,
  },
  examples: [{ line: "veche chain sign change.json --genesis chain-genesis.json --home university" }],
  run: async (context, { genesis: document, ...signing }, [file = ""]) => {
    const { out } = context;
    const genesis = await genesisIn(document);
    const change = await signChange(context, genesis, await changeIn(file), signing);
    await replaceFile(file, changeText(change), "public");
    out.result({ file, ...changeFacts(genesis, change) }, changeLines(out, genesis, change));
    return 0;
  },
});
