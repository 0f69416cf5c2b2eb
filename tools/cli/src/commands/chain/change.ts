import { genesisIn } from "../../chain/ceremony.ts";
import { bodyOf, changeFacts, changeLines, changeText, signChange } from "../../chain/change.ts";
import { type ChainMember, readMemberFile } from "../../chain/public-file.ts";
import { refuseExisting, writeNewFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, FOLDER, TEXT, uint } from "../../framework/kinds.ts";
import { many, one } from "../../framework/options.ts";
import { chainOptions } from "../../texts/chain.ts";
import { changeAbouts, changeOptions, changeTexts } from "../../texts/chain-change.ts";
import { optionTexts } from "../../texts/options.ts";
import { PASSPHRASE_FILES, YES } from "../options.ts";

export const chainChange = command({
  name: "change",
  about: changeAbouts.change,
  options: {
    genesis: one(FILE, chainOptions.document),
    sequence: one(uint("N"), changeOptions.sequence),
    add: many(FILE, changeOptions.add),
    remove: many(TEXT, changeOptions.remove),
    home: many(FOLDER, changeOptions.home),
    passphraseFile: PASSPHRASE_FILES,
    out: one(FILE, optionTexts.newFile),
    yes: YES,
  },
  examples: [
    {
      line: "veche chain change --genesis chain-genesis.json --sequence 0 --add node5-chain.json --remove node2.example.org --home hall --out change.json",
    },
  ],
  run: async (context, { genesis: document, sequence, add, remove, out: path, ...signing }) => {
    const { out } = context;
    await refuseExisting(path);
    const genesis = await genesisIn(document);
    const members: ChainMember[] = [];
    for (const file of add) members.push(await readMemberFile(file));
    const body = bodyOf(genesis, sequence, members, remove);
    const change = await signChange(context, genesis, { body, signatures: [] }, signing);
    await writeNewFile(path, changeText(change), "public");
    out.result({ file: path, ...changeFacts(genesis, change) }, [
      ...changeLines(out, genesis, change),
      out.say(changeTexts.written(path)),
    ]);
    return 0;
  },
});
