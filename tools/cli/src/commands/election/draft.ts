import { exampleDraft } from "../../draft/example.ts";
import { jsonText, writeNewFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, SECONDS, uint } from "../../framework/kinds.ts";
import { one, usually } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";

export const electionDraft = command({
  name: "draft",
  about: abouts.draft,
  options: {
    out: one(FILE, optionTexts.newFile),
    opensIn: usually(SECONDS, "600", optionTexts.opensIn),
    lasts: usually(uint("SECONDS", 10, 31_536_000), "1800", optionTexts.lasts),
    reserve: usually(SECONDS, "0", optionTexts.reserve),
    step: usually(uint("SECONDS", 1, 2_592_000), "120", optionTexts.step),
  },
  examples: [
    { line: "veche election draft --out draft.json" },
    { line: "veche election draft --opens-in 120 --lasts 300 --step 60 --out draft.json" },
  ],
  run: async ({ out, world }, { out: path, opensIn, lasts, reserve, step }) => {
    // Whole seconds, so that people can read what they edit.
    const opens = Math.floor(world.clock() / 1_000 + opensIn) * 1_000;
    const ends = opens + 1_000 * lasts;
    const latestEnd = ends + 1_000 * reserve;
    const draft = exampleDraft({ opens, ends, latestEnd, stepSeconds: step });
    await writeNewFile(path, jsonText(draft), "public");
    out.result({ file: path }, [out.say(resultTexts.draftWritten(path))]);
    return 0;
  },
});
