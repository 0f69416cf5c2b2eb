import type { Bytes } from "@veche/base";
import type { Known } from "@veche/client";
import { signEd25519 } from "@veche/group";
import { styleStatus } from "@veche/ledger";
import { makeRoll, type Roll, type RollError, rollProposals } from "@veche/registrar";
import { readBytes } from "../files/read.ts";
import { refuseExisting, refuseFilledFolder } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { refused, type Stop, unusable } from "../framework/stop.ts";
import { openHome, openHomes } from "../keys/home.ts";
import { withView } from "../live/view.ts";
import type { Proposals } from "../proposal/file.ts";
import { postProposals, writeProposals } from "../proposal/send.ts";
import { missingIn, signedBy, signerOf } from "../proposal/signing.ts";
import { electionFolder } from "../service/election-folder.ts";
import { faults } from "../texts/faults.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";
import { rollTexts } from "../texts/roll.ts";
import { keepRoll, writeLetters } from "./keep-roll.ts";
import { readPersons } from "./persons.ts";

export type RollOptions = {
  readonly persons: string;
  readonly letters: string;
  readonly home: string;
  readonly passphraseFile: string | undefined;
  readonly election: Bytes;
  readonly node: readonly string[];
  readonly commission: readonly string[];
  readonly commissionPassphraseFile: readonly string[];
  readonly propose: string | undefined;
};

/** Makes roll and letters, keeps them, and proposes or posts the roll. */
export async function makeRollFor(context: Context, options: RollOptions): Promise<0> {
  const { persons, letters, home, passphraseFile, election, node, commission, propose } = options;
  const { out, world } = context;
  await readBytes(persons);
  await refuseFilledFolder(letters);
  await refuseFilledFolder(electionFolder(home, election));
  if (propose !== undefined) await refuseExisting(propose);
  else if (commission.length === 0) throw unusable(faults.noCommission());
  const party = await openHome(context, home, ["registrar"], passphraseFile);
  const files = options.commissionPassphraseFile;
  const members = await openHomes(context, commission, ["commission"], files);
  await withView(context, { election, nodes: node, home, level: "light" }, async (view) => {
    const { known } = view;
    requireNoRoll(known);
    const { manifest } = known.election;
    const signer = signerOf(party, manifest);
    const entitled = await readPersons(persons, manifest);
    const sign = (message: Uint8Array) => signEd25519(party.secretKeys.key, message);
    const roll = rollOrStop(makeRoll(known.election, entitled, sign, world.randomBytes), persons);
    const [first, ...others] = rollProposals(known.election, roll.chunks, signer);
    const proposals = signedBy([first as Proposals[0], ...others], members, known.election);
    if (propose === undefined) requireComplete(proposals, known);
    const kept = await keepRoll(home, election, roll, proposals);
    await writeLetters(letters, election, roll);
    out.note(rollTexts.lettersWritten(letters, roll.letters.length));
    out.note(rollTexts.proposalKept(kept));
    if (propose !== undefined) await writeProposals(context, propose, proposals, known.election);
    else await postProposals(context, view, proposals, known.election);
  });
  return 0;
}

/** A second roll would leave the letters of the first without entries. */
function requireNoRoll({ election, state, view }: Known): void {
  if (state.phase !== "set-up") throw refused(ledgerFaults.refusedByLedger("PHASE"));
  const isThere = election.manifest.styles.some((_, style) => styleStatus(state, view, style).roll > 0);
  if (isThere) throw refused(ledgerFaults.refusedByLedger("ALREADY"));
}

function requireComplete(proposals: Proposals, { election }: Known): void {
  const missing = missingIn(proposals, election);
  if (missing.length > 0) throw unusable(faults.signaturesMissing(missing));
}

type Made = { readonly ok: true; readonly value: Roll } | { readonly ok: false; readonly error: RollError };

function rollOrStop(made: Made, path: string): Roll {
  if (made.ok) return made.value;
  throw stopOf(made.error, path);
}

function stopOf({ code, person }: RollError, path: string): Stop {
  // The number is that of the row, counted without the head.
  const row = Number(person.replace(/\D/g, ""));
  return unusable(
    code === "RECORD_TWICE" ? faults.personTwice(path, row) : faults.personBad(path, row, code),
  );
}
