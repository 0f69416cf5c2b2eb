/**
 * Writes spec/vectors/ballot.json and spec/vectors/encodings.json. They change only with the protocol: a
 * difference after a run is record-breaking and belongs in the change log.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { ballotVectors } from "../src/ballot/testing/ballot-vectors.ts";
import { encodingVectors } from "../src/ballot/testing/encoding-vectors.ts";

const folder = new URL("../../../spec/vectors/", import.meta.url);
mkdirSync(folder, { recursive: true });

function write(name: string, content: object): void {
  writeFileSync(new URL(name, folder), `${JSON.stringify(content, null, 1)}\n`);
}

write("ballot.json", ballotVectors());
write("encodings.json", encodingVectors());
