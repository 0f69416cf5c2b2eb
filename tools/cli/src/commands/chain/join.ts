import { parseChainGenesis } from "@veche/node";
import { genesisCode, join } from "../../chain/ceremony.ts";
import { type ChainMember, readMemberFile } from "../../chain/public-file.ts";
import { readBytes } from "../../files/read.ts";
import { command } from "../../framework/command.ts";
import { FILE } from "../../framework/kinds.ts";
import { many, one, usually } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { chainAbouts, chainFaults, chainOptions, chainTexts } from "../../texts/chain.ts";
import { HOME } from "../options.ts";
import { CHAIN_PLACE } from "./places.ts";

const GENESIS_BYTES_MAX = 1_000_000;

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
    const read = parseChainGenesis(await readBytes(path, GENESIS_BYTES_MAX));
    if (!read.ok) throw unusable(chainFaults.home(read.error.code, path, read.error.reason));
    const members: ChainMember[] = [];
    for (const file of files) members.push(await readMemberFile(file));
    const genesis = read.value;
    const isValidator = await join({ home, genesis, members, listen, isOneMachine: false });
    const code = genesisCode(genesis);
    out.result({ home, chain: genesis.chainId, code, isValidator, peers: members.map(({ name }) => name) }, [
      out.say(chainTexts.joined(home, code)),
      ...(isValidator ? [] : [out.say(chainTexts.notInGenesis)]),
    ]);
    return 0;
  },
});
