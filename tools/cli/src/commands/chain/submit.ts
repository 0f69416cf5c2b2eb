import { readTransactionAnswer } from "@veche/api";
import type { Bytes } from "@veche/base";
import { httpOver, NodeLink } from "@veche/client";
import { CHAIN_ITSELF } from "@veche/ledger";
import { genesisIn } from "../../chain/ceremony.ts";
import { changeIn, checkSignatures, transactionOf } from "../../chain/change.ts";
import { command } from "../../framework/command.ts";
import { FILE } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { refused, unusable } from "../../framework/stop.ts";
import type { World } from "../../framework/world.ts";
import { chainOptions } from "../../texts/chain.ts";
import { changeAbouts, changeFaults, changeOptions, changeTexts } from "../../texts/chain-change.ts";
import { faults } from "../../texts/faults.ts";
import { ledgerFaults } from "../../texts/ledger-faults.ts";
import { NODES } from "../options.ts";

export const chainSubmit = command({
  name: "submit",
  about: changeAbouts.submit,
  arguments: [{ placeholder: "CHANGE", about: changeOptions.file, isRequired: true, isMany: false }],
  options: { genesis: one(FILE, chainOptions.document), node: NODES },
  examples: [
    { line: "veche chain submit change.json --genesis chain-genesis.json --node https://node1.example.org" },
  ],
  run: async ({ out, world }, { genesis: document, node }, [file = ""]) => {
    const genesis = await genesisIn(document);
    const change = await changeIn(file);
    checkSignatures(change, genesis);
    const { quorum } = genesis.genesis;
    if (change.signatures.length < quorum) {
      throw unusable(changeFaults.tooFew(change.signatures.length, quorum));
    }
    const index = await send(world, node, transactionOf(change).slice(CHAIN_ITSELF.length));
    out.result({ chain: genesis.chainId, index }, [out.say(changeTexts.entered(index))]);
    return 0;
  },
});

/** To the first node that answers. Its place in the order of changes. */
async function send(world: World, nodes: readonly string[], transaction: Bytes): Promise<number> {
  let reason = "";
  for (const url of nodes) {
    const posted = await new NodeLink(url, CHAIN_ITSELF, httpOver(world.fetch)).post(transaction);
    if (!posted.ok) {
      ({ reason } = posted.error);
      continue;
    }
    const answer = readTransactionAnswer(posted.value.json);
    if (answer === undefined) throw unusable(changeFaults.malformed(url));
    if (answer.kind === "ENTERED") return answer.index;
    if (answer.kind === "BUSY") throw unusable(changeFaults.busy(url));
    throw refused(ledgerFaults.refusedByLedger("outcome" in answer ? answer.outcome : answer.kind));
  }
  throw unusable(faults.unreachable(nodes[0] ?? "", reason));
}
