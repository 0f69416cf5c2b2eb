// Writes spec/vectors/ledger.json, manifest.json and credential.json:
//   node --conditions=source --import tsx packages/ledger/scripts/make-vectors.ts
import { writeFileSync } from "node:fs";
import { ledgerVectors } from "../src/testing/vectors/ledger-vectors.ts";

const write = (name: string, vectors: object): void => {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors, null, 1)}\n`);
};

write("ledger", ledgerVectors());
