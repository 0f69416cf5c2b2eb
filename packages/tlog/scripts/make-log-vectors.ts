/**
 * Writes spec/vectors/log.json, or with `--print` what would stand in it to the standard output:
 *   node --conditions=source --import tsx packages/tlog/scripts/make-log-vectors.ts
 * It changes only with the protocol: a difference after a run is record-breaking and belongs in the change log.
 */
import { writeFileSync } from "node:fs";
import { checkpointVectors } from "./log/checkpoint-vectors.ts";
import { CODES, DESCRIPTION, FIELDS } from "./log/legend.ts";
import { keyVectors, signatureVectors } from "./log/note-vectors.ts";
import { manifestVectors, partyVectors } from "./log/parties.ts";
import { receiptVectors } from "./log/receipt-vectors.ts";
import { bundleVectors, pathVectors, recordVectors, tileVectors } from "./log/tile-vectors.ts";
import { consistencyVectors, hashVectors, inclusionVectors } from "./log/tree-vectors.ts";

const vectors = {
  description: DESCRIPTION,
  fields: FIELDS,
  codes: CODES,
  ...hashVectors(),
  tilePaths: pathVectors(),
  tiles: tileVectors(),
  bundles: bundleVectors(),
  ...recordVectors(),
  inclusion: inclusionVectors(),
  consistency: consistencyVectors(),
  parties: partyVectors(),
  keys: keyVectors(),
  signatures: signatureVectors(),
  manifests: manifestVectors(),
  checkpoints: checkpointVectors(),
  receipts: receiptVectors(),
};

// ASCII alone: nobody's editor shall lose a byte order mark or a space that must not be there.
const json = JSON.stringify(vectors, null, 1).replace(
  /[\u007f-\uffff]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
);

if (process.argv.includes("--print")) process.stdout.write(`${json}\n`);
else writeFileSync(new URL("../../../spec/vectors/log.json", import.meta.url), `${json}\n`);
