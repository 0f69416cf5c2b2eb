import { randomBytes } from "node:crypto";
import { folderReader, formatReport, verifyRecord } from "@veche/verifier";

const [dir] = process.argv.slice(2);
const t = Date.now();
const r = await verifyRecord({
  read: folderReader(dir),
  randomBytes: (n: number) => new Uint8Array(randomBytes(n)),
} as any);
console.log(formatReport(r, "en"));
console.log((Date.now() - t) / 1000);
