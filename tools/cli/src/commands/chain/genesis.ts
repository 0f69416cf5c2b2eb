import { chainGenesisText } from "@veche/node";
import { genesisCode, genesisOf } from "../../chain/ceremony.ts";
import { type ChainMember, readMemberFile } from "../../chain/public-file.ts";
import { refuseExisting, writeNewFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, TEXT } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { foundersIn } from "../../keys/founders.ts";
import { chainAbouts, chainOptions, chainTexts } from "../../texts/chain.ts";
import { optionTexts } from "../../texts/options.ts";

export const chainGenesis = command({
  name: "genesis",
  about: chainAbouts.genesis,
  options: {
    id: one(TEXT, chainOptions.id),
    genesis: one(FILE, chainOptions.founders),
    validator: some(FILE, chainOptions.member),
    out: one(FILE, optionTexts.newFile),
  },
  examples: [
    {
      line: "veche chain genesis --id region-2027 --genesis genesis.json --validator node1-chain.json --validator node2-chain.json --out chain-genesis.json",
    },
  ],
  run: async ({ out, world }, { id, genesis: founders, validator: files, out: path }) => {
    await refuseExisting(path);
    const members: ChainMember[] = [];
    for (const file of files) members.push(await readMemberFile(file));
    const genesis = genesisOf(id, world.clock(), await foundersIn(founders), members);
    await writeNewFile(path, chainGenesisText(genesis), "public");
    const code = genesisCode(genesis);
    out.result({ file: path, chain: id, code, validators: members.map(({ name }) => name) }, [
      out.say(chainTexts.genesisWritten(path, members.length, code)),
    ]);
    return 0;
  },
});
