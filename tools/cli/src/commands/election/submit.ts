import { mergeProposals } from "@veche/client";
import { command } from "../../framework/command.ts";
import { FOLDER } from "../../framework/kinds.ts";
import { maybe } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { openHomes } from "../../keys/home.ts";
import { withView } from "../../live/view.ts";
import { definedIn } from "../../proposal/describe.ts";
import { type Proposals, readProposals } from "../../proposal/file.ts";
import { judgeProposals } from "../../proposal/judge.ts";
import { postProposals } from "../../proposal/send.ts";
import { stopOf } from "../../proposal/signing.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { NODES, PASSPHRASE_FILES } from "../options.ts";
import { defineOn } from "./define.ts";

export const electionSubmit = command({
  name: "submit",
  about: abouts.submit,
  arguments: [{ placeholder: "PROPOSAL", about: optionTexts.proposals, isRequired: true, isMany: true }],
  options: {
    node: NODES,
    home: maybe(FOLDER, optionTexts.submitHome),
    passphraseFile: PASSPHRASE_FILES,
  },
  examples: [
    { line: "veche election submit define.json --node http://127.0.0.1:8080" },
    { line: "veche election submit open-anna.json open-boris.json --node http://127.0.0.1:8080" },
  ],
  run: async (context, { node, home, passphraseFile }, files) => {
    const proposals = await readMerged(files);
    const homes = home === undefined ? [] : [home];
    const parties = await openHomes(context, homes, ["genesis", "commission"], passphraseFile);
    const [{ type, electionId }] = proposals;
    if (type === "define") {
      await defineOn(context, node, proposals, definedIn(proposals), parties);
      return 0;
    }
    const place = { election: electionId, nodes: node, home, level: "light" } as const;
    await withView(context, place, async (view) => {
      const { known } = view;
      judgeProposals(proposals, known);
      await postProposals(context, view, proposals, known.election);
    });
    return 0;
  },
});

/** Files may have been signed side by side. */
async function readMerged(files: readonly string[]): Promise<Proposals> {
  const [first, ...others] = await Promise.all(files.map(readProposals));
  return others.reduce(merged, first as Proposals);
}

function merged(a: Proposals, b: Proposals): Proposals {
  if (a.length !== b.length) throw unusable(faults.proposalsDiffer());
  const [first, ...others] = a.map((proposal, at) => {
    const both = mergeProposals(proposal, b[at] as Proposals[0]);
    if (!both.ok) throw stopOf(both.error);
    return both.value;
  });
  return [first as Proposals[0], ...others];
}
