import { type Bytes, equalBytes } from "@veche/base";
import { checkReceipt, type Known, type Receipt } from "@veche/client";
import { type BallotParts, splitBallot, trackerOf } from "@veche/election";
import { BODIES, credentialRecord, decodeTransaction } from "@veche/ledger";
import { readBytes } from "../../files/read.ts";
import { command } from "../../framework/command.ts";
import { FILE } from "../../framework/kinds.ts";
import { momentText } from "../../framework/moments.ts";
import { one } from "../../framework/options.ts";
import { refused } from "../../framework/stop.ts";
import { factLines } from "../../framework/table.ts";
import { withView } from "../../live/view.ts";
import { castFaults, castTexts } from "../../texts/cast.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, NODES, VIEW_HOME } from "../options.ts";

const RECEIPT_BYTES_MAX = 2_000_000;

export const castCheck = command({
  name: "check",
  about: abouts.castCheck,
  options: { receipt: one(FILE, optionTexts.receipt), election: ELECTION, node: NODES, home: VIEW_HOME },
  examples: [
    {
      line: "veche cast check --receipt voter/receipt.txt --election $ELECTION --node http://127.0.0.1:8080",
    },
  ],
  run: async (context, { receipt: file, election, node, home }) => {
    const bytes = await readBytes(file, RECEIPT_BYTES_MAX);
    await withView(context, { election, nodes: node, home, level: "light" }, async (view) => {
      const { out } = context;
      const { known } = view;
      const receipt = openReceipt(bytes, known);
      const entry = await view.follower.entry(receipt.index);
      const isThere = entry !== undefined && entry.time === receipt.time;
      if (!isThere || !equalBytes(entry.transaction, receipt.transaction)) {
        throw refused(castFaults.receiptNotInLog(receipt.index));
      }
      const ballot = ballotIn(receipt, known);
      const tracker = trackerOf(known.election.electionId, ballot);
      const counts = credentialRecord(known.view, ballot.credential)?.at === receipt.index;
      const { index, time } = receipt;
      out.result({ tracker, index, time, counts }, [
        out.say(castTexts.stands),
        "",
        ...factLines([
          [out.say(castTexts.code), tracker],
          [out.say(castTexts.place), String(index)],
          [out.say(castTexts.time), momentText(time)],
        ]),
        "",
        out.say(counts ? castTexts.counts : castTexts.superseded),
      ]);
    });
    return 0;
  },
});

function openReceipt(bytes: Bytes, { election }: Known): Receipt {
  const receipt = checkReceipt(bytes, election.manifest);
  if (!receipt.ok) throw refused(castFaults.receiptWrong(receipt.error.reason));
  return receipt.value;
}

function ballotIn({ transaction: bytes }: Receipt, { election }: Known): BallotParts {
  const transaction = decodeTransaction(bytes);
  const body =
    transaction.ok && transaction.value.type === "cast" ? BODIES.cast(transaction.value.body, "") : undefined;
  const ballot = body?.ok ? splitBallot(body.value.ballot, election.manifest) : undefined;
  if (ballot === undefined || !ballot.ok) throw refused(castFaults.receiptNotOfBallot());
  return ballot.value;
}
