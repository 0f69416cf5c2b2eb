import { type CborMap, toHex } from "@veche/base";
import { type Known, propose as makeProposal } from "@veche/client";
import type { Election } from "@veche/election";
import { logNameOf, type TransactionType } from "@veche/ledger";
import type { SIGNING } from "../commands/options.ts";
import { refuseExisting, writeNewFile } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import type { Values } from "../framework/options.ts";
import type { Json } from "../framework/output.ts";
import { unusable } from "../framework/stop.ts";
import { factLines } from "../framework/table.ts";
import { openHomes } from "../keys/home.ts";
import type { PartyRole } from "../keys/public-keys.ts";
import { postEntry } from "../live/post.ts";
import { type View, withView } from "../live/view.ts";
import { faults } from "../texts/faults.ts";
import { proposalTexts as texts } from "../texts/proposals.ts";
import { proposalLines } from "./describe.ts";
import { type Proposals, proposalsText } from "./file.ts";
import { finished, missingIn, signedBy, stopOf } from "./signing.ts";

export type SigningValues = Values<typeof SIGNING>;

/** What is proposed: one body, or several for a roll. */
export type Wish = { readonly type: TransactionType; readonly bodies: readonly [CborMap, ...CborMap[]] };

/**
 * What the commission does together: makes the transactions from the own view, signs with all homes given, and either writes a
 * proposal for the others or posts them. `level`: how much of the log is verified first.
 */
export async function proposeOrPost(
  context: Context,
  values: SigningValues,
  wish: (known: Known) => Wish,
  settings: { readonly roles?: readonly PartyRole[]; readonly level?: "light" | "full" } = {},
): Promise<0> {
  const { election, node, home, passphraseFile, propose } = values;
  await requireWay(home, propose);
  const parties = await openHomes(context, home, settings.roles ?? ["commission"], passphraseFile);
  const place = { election, nodes: node, home: home[0], level: settings.level ?? "light" } as const;
  await withView(context, place, async (view) => {
    const { known } = view;
    const made = proposalsOf(known.election, known.state.controlSeq, wish(known));
    const proposals = signedBy(made, parties, known.election);
    if (propose === undefined) await postProposals(context, view, proposals, known.election);
    else await writeProposals(context, propose, proposals, known.election);
  });
  return 0;
}

export function proposalsOf(election: Election, sequence: number, { type, bodies }: Wish): Proposals {
  const [first, ...others] = bodies.map((body) => {
    const made = makeProposal(logNameOf(election), type, sequence, body);
    if (!made.ok) throw stopOf(made.error);
    return made.value;
  });
  return [first as Proposals[0], ...others];
}

/** Either the signers are here, or a file goes round. */
export async function requireWay(homes: readonly string[], propose: string | undefined): Promise<void> {
  if (propose !== undefined) await refuseExisting(propose);
  else if (homes.length === 0) throw unusable(faults.noWayToSign());
}

export async function writeProposals(
  { out }: Context,
  path: string,
  proposals: Proposals,
  election: Election,
): Promise<void> {
  await writeNewFile(path, proposalsText(proposals), "public");
  out.result({ file: path, ...proposalFacts(proposals, election) }, [
    ...proposalLines(out, proposals, election),
    ...missingLines({ out }, proposals, election),
    out.say(texts.written(path)),
  ]);
}

export function missingLines(
  { out }: Pick<Context, "out">,
  proposals: Proposals,
  election: Election,
): readonly string[] {
  const missing = missingIn(proposals, election);
  const wanted = missing.map(({ role, more }) => out.say(texts.wanted(role, more))).join(", ");
  return factLines([[out.say(texts.signatures), missing.length === 0 ? out.say(texts.complete) : wanted]]);
}

export const proposalFacts = (
  proposals: Proposals,
  election: Election,
): { readonly [key: string]: Json } => ({
  election: toHex(proposals[0].electionId),
  type: proposals[0].type,
  missing: missingIn(proposals, election).map(({ role, more }) => ({ role, more })),
});

/** Posts every transaction in order; stops at the first that the ledger refuses. */
export async function postProposals(
  { out }: Context,
  view: View,
  proposals: Proposals,
  election: Election,
): Promise<void> {
  const indices: number[] = [];
  const transactions = finished(proposals, election);
  const progress = out.progress(texts.posting);
  for (const transaction of transactions) {
    indices.push((await postEntry(view, transaction)).index);
    progress.update(indices.length, transactions.length);
  }
  progress.end();
  const [{ electionId, type }] = proposals;
  const last = indices.at(-1) as number;
  out.result({ election: toHex(electionId), type, outcome: "ACCEPTED", indices }, [
    ...proposalLines(out, proposals, election),
    out.say(texts.enteredAt(last)),
  ]);
}
