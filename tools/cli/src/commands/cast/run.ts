import { join } from "node:path";
import { toHex } from "@veche/base";
import type { Manifest } from "@veche/election";
import { choicesOf } from "../../cast/choices.ts";
import { openLetter } from "../../cast/letter.ts";
import { loadState, votePath } from "../../cast/state.ts";
import { againFrom, voteFrom } from "../../cast/vote.ts";
import { readBytes } from "../../files/read.ts";
import { type Context, command } from "../../framework/command.ts";
import { ASSIGNMENT, FILE, FOLDER, URL_OF_SERVICE } from "../../framework/kinds.ts";
import { momentText } from "../../framework/moments.ts";
import { flag, many, one } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { factLines } from "../../framework/table.ts";
import { type View, withView } from "../../live/view.ts";
import { castTexts } from "../../texts/cast.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, NODES } from "../options.ts";

export const castRun = command({
  name: "cast",
  about: abouts.cast,
  options: {
    letter: one(FILE, optionTexts.letter),
    registrar: one(URL_OF_SERVICE, optionTexts.registrar),
    election: ELECTION,
    node: NODES,
    choose: many(ASSIGNMENT, optionTexts.choose),
    home: one(FOLDER, optionTexts.voterHome),
    again: flag(optionTexts.again),
  },
  examples: [
    {
      line: "veche cast --letter letter.json --registrar http://127.0.0.1:8090 --election $ELECTION --node http://127.0.0.1:8080 --choose head=orlova --choose bridge=yes --home voter",
    },
    {
      line: "veche cast --letter letter.json --registrar http://127.0.0.1:8090 --election $ELECTION --node http://127.0.0.1:8080 --choose head=sokolov --choose park=lamps,trees --home voter --again",
    },
  ],
  run: async (context, { letter: letterFile, registrar, election, node, choose, home, again }) => {
    await readBytes(letterFile, LETTER_BYTES_MAX);
    const path = votePath(home, election);
    await withView(context, { election, nodes: node, home, level: "light" }, async (view) => {
      const { manifest } = view.known.election;
      const letter = await openLetter(letterFile, view.known.election);
      const style = styleIndex(manifest, letter.styleId);
      const choices = choose.length === 0 ? undefined : choicesOf(manifest, style, choose);
      const stored = await loadState(path);
      const state = again ? againFrom(stored) : stored;
      if (stored.stage !== "new" && stored.stage !== "done") context.out.note(castTexts.continued);
      if (stored.stage === "cast" && choices !== undefined) context.out.note(castTexts.choicesKept);
      if (state.stage === "done") context.out.note(castTexts.recordedBefore);
      const done = await voteFrom(context, { view, home, path, registrar, letter, style, choices }, state);
      await show(context, view, home, done);
    });
    return 0;
  },
});

const LETTER_BYTES_MAX = 100_000;

function styleIndex({ styles }: Manifest, id: string): number {
  const index = styles.findIndex((style) => style.id === id);
  if (index < 0) {
    throw unusable(
      faults.styleUnknown(
        id,
        styles.map((style) => style.id),
      ),
    );
  }
  return index;
}

type Recorded = { readonly tracker: string; readonly index: number; readonly credential?: object };

async function show({ out }: Context, view: View, home: string, done: Recorded): Promise<void> {
  const { tracker, index, credential } = done;
  const time = (await view.follower.entry(index))?.time ?? 0;
  const receipt = join(home, `receipt-${tracker}.txt`);
  const election = toHex(view.known.election.electionId);
  out.result({ election, outcome: "ACCEPTED", tracker, index, time, receipt }, [
    out.say(castTexts.recorded),
    "",
    ...factLines([
      [out.say(castTexts.code), `${tracker}  (${out.say(castTexts.codeMeans)})`],
      [out.say(castTexts.place), String(index)],
      [out.say(castTexts.time), momentText(time)],
      [out.say(castTexts.receipt), receipt],
    ]),
    ...(credential === undefined ? [] : ["", out.say(castTexts.againPossible)]),
  ]);
}
