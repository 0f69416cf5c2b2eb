import type { Known } from "@veche/client";
import { signEd25519 } from "@veche/group";
import { styleStatus } from "@veche/ledger";
import { makeRoll, type Roll, type RollError, rollProposals } from "@veche/registrar";
import { readBytes } from "../../files/read.ts";
import { refuseExisting, refuseFilledFolder } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, FOLDER } from "../../framework/kinds.ts";
import { many, maybe, one } from "../../framework/options.ts";
import { refused, type Stop, unusable } from "../../framework/stop.ts";
import { electionFolder } from "../../issuing/issuer-keys.ts";
import { openHome, openHomes } from "../../keys/home.ts";
import { withView } from "../../live/view.ts";
import type { Proposals } from "../../proposal/file.ts";
import { postProposals, writeProposals } from "../../proposal/send.ts";
import { missingIn, signedBy, signerOf } from "../../proposal/signing.ts";
import { keepRoll, writeLetters } from "../../roll/keep-roll.ts";
import { readPersons } from "../../roll/persons.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { ledgerFaults } from "../../texts/ledger-faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { rollTexts } from "../../texts/roll.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE, PASSPHRASE_FILES } from "../options.ts";

export const registrarRoll = command({
  name: "roll",
  about: abouts.registrarRoll,
  options: {
    persons: one(FILE, optionTexts.persons),
    letters: one(FOLDER, optionTexts.letters),
    home: HOME,
    passphraseFile: PASSPHRASE_FILE,
    election: ELECTION,
    node: NODES,
    commission: many(FOLDER, optionTexts.commissionHomes),
    commissionPassphraseFile: PASSPHRASE_FILES,
    propose: maybe(FILE, optionTexts.propose),
  },
  examples: [
    {
      line: "veche registrar roll --persons persons.csv --letters letters --home registrar --election $ELECTION --node http://127.0.0.1:8080 --commission anna --commission boris",
    },
    {
      line: "veche registrar roll --persons persons.csv --letters letters --home registrar --election $ELECTION --node http://127.0.0.1:8080 --propose roll.json",
    },
  ],
  run: async (context, options) => {
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
  },
});

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
