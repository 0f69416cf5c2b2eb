import { castLength } from "../../ballot/shape.ts";
import type { Rule } from "./rule.ts";

const ENTRY_BYTES_MAX = 60_000;

export const ballotLength: Rule = {
  clause: "02.2.11",
  objection: (manifest) => {
    for (const [index, style] of manifest.styles.entries()) {
      const length = castLength(manifest, index);
      if (length > ENTRY_BYTES_MAX)
        return `ballot style ${style.id}: a cast of ${length} bytes, at most 60,000`;
    }
    return undefined;
  },
};
