import { toHex } from "@veche/base";
import { jsonText, refuseExisting, writeNewFile } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FILE, uint } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { type PublicKeys, readPublicFile } from "../../keys/public-keys.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";

const ORGANISATIONS_MAX = 50;

export const keysGenesis = command({
  name: "genesis",
  about: abouts.keysGenesis,
  options: {
    party: some(FILE, optionTexts.genesisFiles),
    quorum: one(uint("N", 1, ORGANISATIONS_MAX), optionTexts.genesisQuorum),
    out: one(FILE, optionTexts.newFile),
  },
  examples: [{ line: "veche keys genesis --party org1/public.json --quorum 1 --out genesis.json" }],
  run: async ({ out }, { party, quorum, out: path }) => {
    await refuseExisting(path);
    const organisations: PublicKeys[] = [];
    for (const file of party) {
      const keys = await readPublicFile(file);
      if (keys.role !== "genesis") throw unusable(faults.wrongRole(file, keys.role, ["genesis"]));
      organisations.push(keys);
    }
    requireGenesis(organisations, quorum);
    const genesis = {
      format: 1,
      organisations: organisations.map(({ key, name }) => ({ key: toHex(key), name })),
      quorum,
    };
    await writeNewFile(path, jsonText(genesis), "public");
    out.result({ file: path, ...genesis }, [
      out.say(resultTexts.genesisWritten(path, quorum, organisations.length)),
    ]);
    return 0;
  },
});

/** §02.2.2, §02.2.3: known now rather than when the first manifest is refused. */
function requireGenesis(organisations: readonly PublicKeys[], quorum: number): void {
  const count = organisations.length;
  if (count > ORGANISATIONS_MAX || quorum > count || 2 * quorum <= count) {
    throw unusable(faults.genesisQuorum(quorum, count));
  }
  if (new Set(organisations.map(({ key }) => toHex(key))).size < count) throw unusable(faults.partyTwice());
}
