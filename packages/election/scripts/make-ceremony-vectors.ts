// Writes spec/vectors/ceremony.json and tally.json:
//   node --conditions=source --import tsx packages/election/scripts/make-ceremony-vectors.ts
import { writeFileSync } from "node:fs";
import { ceremonyVectors } from "../src/ceremony/testing/vectors.ts";
import { tallyVectors } from "../src/tally/testing/vectors.ts";

const write = (name: string, vectors: object): void => {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
};

write("ceremony", ceremonyVectors());
write("tally", tallyVectors());
