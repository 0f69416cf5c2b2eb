// Writes spec/vectors/chain.json, credential.json, ledger.json and manifest.json:
//   node --conditions=source --import tsx packages/ledger/scripts/make-vectors.ts
import { writeFileSync } from "node:fs";
import { chainVectors } from "../src/testing/makers/chain-vectors.ts";
import { credentialVectors } from "../src/testing/makers/credential-vectors.ts";
import { ledgerVectors } from "../src/testing/makers/ledger-vectors.ts";
import { manifestVectors } from "../src/testing/makers/manifest-vectors.ts";

const write = (name: string, vectors: object): void => {
  const file = new URL(`../../../spec/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(vectors, null, 1)}\n`);
};

write("chain", chainVectors());
write("ledger", ledgerVectors());
write("manifest", manifestVectors());
write("credential", credentialVectors());
