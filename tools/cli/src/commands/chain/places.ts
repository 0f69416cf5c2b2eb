import { PLACE } from "../../chain/public-file.ts";
import type { Kind } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { chainFaults } from "../../texts/chain.ts";

const PORT_MAX = 65_535;

/** Where validators reach each other: the port must be said. */
export const CHAIN_PLACE: Kind<string> = {
  placeholder: "HOST:PORT",
  read: (word, name) => {
    const port = Number(word.slice(word.lastIndexOf(":") + 1));
    if (!PLACE.test(word) || port > PORT_MAX) throw unusable(chainFaults.notAPlace(name, word));
    return word;
  },
};
