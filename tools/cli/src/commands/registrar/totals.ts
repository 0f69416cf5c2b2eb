import { toHex } from "@veche/base";
import { command } from "../../framework/command.ts";
import { ASSIGNMENT, type Assignment, TEXT, uint } from "../../framework/kinds.ts";
import { many, one, usually } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { openHome } from "../../keys/home.ts";
import { postEntry } from "../../live/post.ts";
import { withView } from "../../live/view.ts";
import { signerOf, stopOf } from "../../proposal/signing.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { rollTexts } from "../../texts/roll.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE } from "../options.ts";

export const registrarTotals = command({
  name: "totals",
  about: abouts.registrarTotals,
  options: {
    home: HOME,
    passphraseFile: PASSPHRASE_FILE,
    election: ELECTION,
    node: NODES,
    date: one(TEXT, optionTexts.totalsDate),
    applied: one(uint("N"), optionTexts.applied),
    accepted: one(uint("N"), optionTexts.accepted),
    recalled: usually(uint("N"), "0", optionTexts.recalled),
    refused: many(ASSIGNMENT, optionTexts.refused),
  },
  examples: [
    {
      line: "veche registrar totals --home registrar --election $ELECTION --node http://127.0.0.1:8080 --date 2026-12-01 --applied 120 --accepted 117 --refused AGE=2 --refused OTHER_CHANNEL=1",
    },
  ],
  run: async (
    context,
    { home, passphraseFile, election, node, date, applied, accepted, recalled, refused },
  ) => {
    const { totalsTransaction } = await import("@veche/registrar");
    const totals = { date, applied, accepted, recalled, refused: countsOf(refused) };
    const party = await openHome(context, home, ["registrar"], passphraseFile);
    await withView(context, { election, nodes: node, home, level: "light" }, async (view) => {
      const own = view.known.election;
      const transaction = totalsTransaction(own, totals, signerOf(party, own.manifest));
      if (!transaction.ok) throw stopOf(transaction.error);
      const { index } = await postEntry(view, transaction.value);
      const { out } = context;
      out.result(
        { election: toHex(election), type: "registration-totals", outcome: "ACCEPTED", indices: [index] },
        [out.say(rollTexts.totalsEntered(date, index))],
      );
    });
    return 0;
  },
});

function countsOf(given: readonly Assignment[]): { readonly [code: string]: number } {
  return Object.fromEntries(
    given.map(({ name, values }) => {
      const [count = "", more] = values;
      if (!/^[0-9]{1,15}$/.test(count) || more !== undefined) {
        throw unusable(faults.notNumber(`--refused ${name}`, values.join(","), 0, Number.MAX_SAFE_INTEGER));
      }
      return [name, Number(count)];
    }),
  );
}
