import type { Bytes } from "@veche/base";
import type { Election } from "@veche/election";
import { replaceFile } from "../../files/write.ts";
import { type Context, command } from "../../framework/command.ts";
import { confirm } from "../../framework/confirm.ts";
import { ELECTION_ID, FOLDER, URL_OF_SERVICE } from "../../framework/kinds.ts";
import { many, maybe, some } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { openHomes } from "../../keys/home.ts";
import { withView } from "../../live/view.ts";
import { definedIn, proposalLines } from "../../proposal/describe.ts";
import { type Proposals, proposalsText, readProposals } from "../../proposal/file.ts";
import { judgeProposals } from "../../proposal/judge.ts";
import { missingLines, proposalFacts } from "../../proposal/send.ts";
import { signedBy } from "../../proposal/signing.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { proposalTexts } from "../../texts/proposals.ts";
import { PASSPHRASE_FILES, YES } from "../options.ts";

export const electionSign = command({
  name: "sign",
  about: abouts.sign,
  arguments: [{ placeholder: "PROPOSAL", about: optionTexts.proposal, isRequired: true, isMany: false }],
  options: {
    home: some(FOLDER, optionTexts.signingHomes),
    passphraseFile: PASSPHRASE_FILES,
    election: maybe(ELECTION_ID, optionTexts.election),
    node: many(URL_OF_SERVICE, optionTexts.nodes),
    yes: YES,
  },
  examples: [
    { line: "veche election sign define.json --home anna" },
    { line: "veche election sign open.json --home boris --election $ELECTION --node http://127.0.0.1:8080" },
  ],
  run: async (context, { home, passphraseFile, election, node, yes }, [file = ""]) => {
    const { out } = context;
    const proposals = await readProposals(file);
    const own = await judged(context, proposals, { election, node, home: home[0] });
    const lines = proposalLines(out, proposals, own);
    if (!yes) {
      context.world.stderr.write(`${lines.join("\n")}\n`);
      await confirm(context, proposalTexts.askSign, faults.notConfirmed);
    }
    const parties = await openHomes(context, home, ["genesis", "commission", "registrar"], passphraseFile);
    const signed = signedBy(proposals, parties, own);
    await replaceFile(file, proposalsText(signed), "public");
    out.result({ file, ...proposalFacts(signed, own) }, [
      ...(yes ? lines : []),
      out.say(proposalTexts.signed(file)),
      ...missingLines(context, signed, own),
    ]);
    return 0;
  },
});

type Sources = {
  readonly election: Bytes | undefined;
  readonly node: readonly string[];
  readonly home: string | undefined;
};

/** `define` stands for itself: its manifest is its own proof. Everything else is compared with the signer's own view. */
async function judged(context: Context, proposals: Proposals, sources: Sources): Promise<Election> {
  const [{ type }] = proposals;
  if (type === "define") return definedIn(proposals);
  const { election, node, home } = sources;
  if (election === undefined) throw unusable(faults.optionMissing("--election"));
  if (node.length === 0) throw unusable(faults.optionMissing("--node"));
  const level = type === "certify" ? "full" : "light";
  return withView(context, { election, nodes: node, home, level }, async ({ known }) => {
    judgeProposals(proposals, known);
    return known.election;
  });
}
