// Writes spec/vectors/voter.json:
//   node --conditions=source --import tsx web/ballot/scripts/make-voter-vectors.ts
import { writeFileSync } from "node:fs";
import { voterVectors } from "../src/voting/testing/voter-vectors.ts";

const file = new URL("../../../spec/vectors/voter.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(voterVectors(), null, 1)}\n`);
