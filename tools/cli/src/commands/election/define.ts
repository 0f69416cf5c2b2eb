import { type Bytes, toHex } from "@veche/base";
import { type Election, electionIdOf, encodeManifest, type Manifest } from "@veche/election";
import { logNameOf, splitIntoParts, WHOLE_BYTES_MIN } from "@veche/ledger";
import { readDraft } from "../../draft/draft.ts";
import { manifestOf } from "../../draft/manifest-of.ts";
import { readJson } from "../../files/read.ts";
import { type Context, command } from "../../framework/command.ts";
import { FILE, FOLDER, URL_OF_SERVICE } from "../../framework/kinds.ts";
import { many, maybe, some } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { openHomes, type Party } from "../../keys/home.ts";
import { type PublicKeys, readPublicFile } from "../../keys/public-keys.ts";
import { postEntry } from "../../live/post.ts";
import { View } from "../../live/view.ts";
import type { Proposals } from "../../proposal/file.ts";
import { manifestLines } from "../../proposal/manifest-lines.ts";
import { proposalsOf, requireWay, writeProposals } from "../../proposal/send.ts";
import { finished, signedBy, signerOf } from "../../proposal/signing.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { proposalTexts } from "../../texts/proposals.ts";
import { PASSPHRASE_FILES } from "../options.ts";

export const electionDefine = command({
  name: "define",
  about: abouts.define,
  arguments: [{ placeholder: "DRAFT", about: optionTexts.draft, isRequired: true, isMany: false }],
  options: {
    party: some(FILE, optionTexts.parties),
    node: many(URL_OF_SERVICE, optionTexts.nodes),
    home: many(FOLDER, optionTexts.signingHomes),
    passphraseFile: PASSPHRASE_FILES,
    propose: maybe(FILE, optionTexts.propose),
  },
  examples: [
    {
      line: "veche election define draft.json --party */public.json --node http://127.0.0.1:8080 --home org --home anna --home boris",
    },
    { line: "veche election define draft.json --party */public.json --propose define.json" },
  ],
  run: async (context, { party, node, home, passphraseFile, propose }, [draftFile = ""]) => {
    await requireWay(home, propose);
    if (propose === undefined && node.length === 0) throw unusable(faults.optionMissing("--node"));
    const manifest = await manifestFrom(context, draftFile, party);
    const parties = await openHomes(context, home, ["genesis", "commission"], passphraseFile);
    const bytes = encodeManifest(manifest);
    const election: Election = { electionId: electionIdOf(bytes), manifest };
    const made = proposalsOf(election, 0, { type: "define", bodies: [{ manifest: bytes }] });
    const proposals = signedBy(made, parties, election);
    if (propose === undefined) await defineOn(context, node, proposals, election, parties);
    else await writeProposals(context, propose, proposals, election);
    context.out.note(proposalTexts.publishId);
    return 0;
  },
});

async function manifestFrom(
  context: Context,
  draftFile: string,
  files: readonly string[],
): Promise<Manifest> {
  const draft = readDraft(await readJson(draftFile));
  if (!draft.ok) throw unusable(faults.draftForm(draftFile, draft.error.path, draft.error.expected));
  const parties: PublicKeys[] = [];
  for (const file of files) parties.push(await readPublicFile(file));
  return manifestOf(draft.value, parties, context.world.randomBytes);
}

/** Posts a complete `define`, in parts if it is too large for one entry (§06.7), and shows the manifest. */
export async function defineOn(
  context: Context,
  nodes: readonly string[],
  proposals: Proposals,
  election: Election,
  parties: readonly Party[],
): Promise<void> {
  const { out } = context;
  const { electionId, manifest } = election;
  const transactions = finished(proposals, election).flatMap((whole) => inParts(whole, election, parties));
  const view = await View.open(context, { election: electionId, nodes, home: undefined, level: "light" });
  let index = 0;
  try {
    await view.requireReachable();
    for (const transaction of transactions) ({ index } = await postEntry(view, transaction));
  } finally {
    await view.close();
  }
  out.result({ election: toHex(electionId), type: "define", outcome: "ACCEPTED", indices: [index] }, [
    ...manifestLines(out, electionId, manifest),
    "",
    out.say(proposalTexts.enteredAt(index)),
  ]);
}

function inParts(whole: Bytes, election: Election, parties: readonly Party[]): readonly Bytes[] {
  if (whole.length < WHOLE_BYTES_MIN) return [whole];
  const organisation = parties.find(({ publicKeys }) => publicKeys.role === "genesis");
  if (organisation === undefined) throw unusable(faults.partsNeedGenesis());
  return splitIntoParts(logNameOf(election), whole, signerOf(organisation, election.manifest));
}
