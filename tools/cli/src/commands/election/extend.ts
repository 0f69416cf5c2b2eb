import type { Manifest } from "@veche/election";
import { command } from "../../framework/command.ts";
import { TEXT, uint } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { REASON, SIGNING } from "../options.ts";

export const electionExtend = command({
  name: "extend",
  about: abouts.extend,
  options: {
    ...SIGNING,
    ...REASON,
    style: some(TEXT, optionTexts.styles),
    by: one(uint("SECONDS", 1, 31_536_000), optionTexts.by),
  },
  examples: [
    {
      line: 'veche election extend --election $ELECTION --node http://127.0.0.1:8080 --style north --by 600 --reason-en "Queue at the end" --reason-ru "Очередь в конце" --propose extend.json',
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, ({ election }) => {
      const { reasonEn, reasonRu, style, by } = values;
      const styles = stylesOf(election.manifest, style);
      const body = { by: 1_000 * by, reason: { en: reasonEn, ru: reasonRu }, styles };
      return { type: "extend", bodies: [body] };
    }),
});

/** Indices of style ids, ascending, each once (§06.5.2). */
function stylesOf({ styles }: Manifest, ids: readonly string[]): readonly number[] {
  const known = styles.map(({ id }) => id);
  const indices = ids.map((id) => {
    const index = known.indexOf(id);
    if (index < 0) throw unusable(faults.styleUnknown(id, known));
    return index;
  });
  return [...new Set(indices)].sort((a, b) => a - b);
}
