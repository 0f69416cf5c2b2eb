import { makeMember } from "../../chain/ceremony.ts";
import { memberJson } from "../../chain/public-file.ts";
import { jsonText, refuseExisting, writeNewFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, URL_OF_SERVICE } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { chainAbouts, chainOptions, chainTexts } from "../../texts/chain.ts";
import { optionTexts } from "../../texts/options.ts";
import { HOME } from "../options.ts";
import { CHAIN_PLACE } from "./places.ts";

export const chainKeys = command({
  name: "keys",
  about: chainAbouts.keys,
  options: {
    home: HOME,
    address: one(CHAIN_PLACE, chainOptions.address),
    url: one(URL_OF_SERVICE, chainOptions.url),
    out: one(FILE, optionTexts.newFile),
  },
  examples: [
    {
      line: "veche chain keys --home node1 --address node1.example.org:26656 --url https://node1.example.org --out node1-chain.json",
    },
  ],
  run: async ({ out, world }, { home, address, url, out: path }) => {
    await refuseExisting(path);
    const member = await makeMember(home, { address, url }, world.randomBytes);
    await writeNewFile(path, jsonText(memberJson(member)), "public");
    out.result({ file: path, ...memberJson(member) }, [out.say(chainTexts.keysMade(path))]);
    return 0;
  },
});
