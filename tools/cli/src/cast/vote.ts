import type { Choices } from "@veche/election";
import { rollEntryRecord, styleStatus } from "@veche/ledger";
import type { Context } from "../framework/command.ts";
import { momentText } from "../framework/moments.ts";
import { refused, unusable } from "../framework/stop.ts";
import type { View } from "../live/view.ts";
import { castFaults } from "../texts/cast.ts";
import { faults } from "../texts/faults.ts";
import { keepAlarm } from "./alarm.ts";
import { encrypt, keepReceipt, send } from "./ballot.ts";
import { askRegistrar, beginFor, finalizeFor } from "./issue.ts";
import type { Letter } from "./letter.ts";
import { saveState, type VoteState } from "./state.ts";

export type Voting = {
  readonly view: View;
  readonly home: string;
  /** Where the state is kept. */
  readonly path: string;
  readonly registrar: string;
  readonly letter: Letter;
  readonly style: number;
  /** Needed until the ballot is made. */
  readonly choices: Choices | undefined;
};

type Stage<S extends VoteState["stage"]> = Extract<VoteState, { stage: S }>;

/** Takes the voter from any stage to `done`, each one on the disk before the next step. */
export async function voteFrom(context: Context, voting: Voting, state: VoteState): Promise<Stage<"done">> {
  switch (state.stage) {
    case "new":
      return voteFrom(context, voting, await begin(context, voting));
    case "asked":
      return voteFrom(context, voting, await getCredential(context, voting, state));
    case "ready":
      return voteFrom(context, voting, await makeBallot(context, voting, state));
    case "cast":
      return record(context, voting, state);
    case "done":
      return state;
  }
}

async function begin(context: Context, voting: Voting): Promise<Stage<"asked">> {
  // A choice that cannot be cast must not cost the voter's one request.
  requireChoices(voting.choices);
  requireBegun(context, voting);
  requireUntaken(voting);
  const pending = beginFor(context, voting.view.known, voting.style);
  return saved(voting, { stage: "asked", pending });
}

async function getCredential(
  context: Context,
  voting: Voting,
  { pending }: Stage<"asked">,
): Promise<Stage<"ready">> {
  const { view, home, registrar, letter } = voting;
  requireChoices(voting.choices);
  const issued = await askRegistrar(context, registrar, letter, pending);
  const answer = finalizeFor(view.known, letter, pending, issued);
  if ("alarm" in answer) throw await keepAlarm(context, home, pending, issued, answer.alarm);
  return saved(voting, { stage: "ready", credential: answer.credential });
}

async function makeBallot(
  context: Context,
  voting: Voting,
  { credential }: Stage<"ready">,
): Promise<Stage<"cast">> {
  const choices = requireChoices(voting.choices);
  const known = await voting.view.refresh();
  const ballot = encrypt(context, known, credential, choices);
  return saved(voting, { stage: "cast", credential, ballot });
}

/** The receipt first; what could prove the choice, or cast again, is dropped after it. */
async function record(context: Context, voting: Voting, state: Stage<"cast">): Promise<Stage<"done">> {
  const { view, home } = voting;
  const { credential, ballot } = state;
  const index = await send(context, view, ballot);
  await keepReceipt(view, home, ballot, index);
  const mayReplace = ballot.seq < view.known.election.manifest.revoteMax;
  const { tracker } = ballot;
  return saved(voting, { stage: "done", tracker, index, ...(mayReplace ? { credential } : {}) });
}

/** The stage from which a further ballot is made. */
export function againFrom(state: VoteState): VoteState {
  switch (state.stage) {
    case "new":
      throw unusable(castFaults.againUnused());
    case "done":
      if (state.credential === undefined) throw refused(castFaults.againForbidden());
      return { stage: "ready", credential: state.credential };
    default:
      return state;
  }
}

async function saved<S extends Exclude<VoteState, { stage: "new" }>>({ path }: Voting, state: S): Promise<S> {
  await saveState(path, state);
  return state;
}

/** The time is known here, and a voter who comes early wants to hear it. */
function requireBegun({ world }: Context, { view, style }: Voting): void {
  const { state, view: ledger } = view.known;
  const { opens } = styleStatus(state, ledger, style);
  if (world.clock() < opens) throw refused(castFaults.notBegun(momentText(opens)));
}

/** Each voter sees for themselves that their entry stands in the roll, and that nobody took their ballot. */
function requireUntaken({ view, letter, style }: Voting): void {
  const entry = rollEntryRecord(view.known.view, letter.entry);
  if (entry === undefined || entry.style !== style) throw refused(castFaults.notInRoll());
  if (entry.issued !== undefined) throw refused(castFaults.taken(entry.issued.at));
}

function requireChoices(choices: Choices | undefined): Choices {
  if (choices === undefined) throw unusable(faults.optionMissing("--choose"));
  return choices;
}
