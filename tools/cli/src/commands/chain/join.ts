import { genesisCode, genesisIn, join } from "../../chain/ceremony.ts";
import { type ChainMember, readMemberFile } from "../../chain/public-file.ts";
import { command } from "../../framework/command.ts";
import { FILE } from "../../framework/kinds.ts";
import { many, one, usually } from "../../framework/options.ts";
import { chainAbouts, chainOptions, chainTexts } from "../../texts/chain.ts";
import { HOME } from "../options.ts";
import { CHAIN_PLACE } from "./places.ts";

export const chainJoin = command({
  name: "join",
  about: chainAbouts.join,
  options: {
    home: HOME,
    genesis: one(FILE, chainOptions.document),
    peer: many(FILE, chainOptions.peer),
    listen: usually(CHAIN_PLACE, "0.0.0.0:26656", chainOptions.listen),
  },
  examples: [
    {
      line: "veche chain join --home node1 --genesis chain-genesis.json --peer node2-chain.json --peer node3-chain.json --peer node4-chain.json",
    },
  ],
  run: async ({ out }, { home, genesis: path, peer: files, listen }) => {
    const genesis = await genesisIn(path);
    const members: ChainMember[] = [];
    for (const file of files) members.push(await readMemberFile(file));
    const isValidator = await join({ home, genesis, members, listen, isOneMachine: false });
    const code = genesisCode(genesis);
    out.result({ home, chain: genesis.chainId, code, isValidator, peers: members.map(({ name }) => name) }, [
      out.say(chainTexts.joined(home, code)),
      ...(isValidator ? [] : [out.say(chainTexts.notInGenesis)]),
    ]);
    return 0;
  },
});
