import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Bytes, expectOk } from "@veche/base";
import { RecordFile } from "./record-file.ts";

/** A folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "veche-client-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function recordsOf(path: string): Promise<readonly Bytes[]> {
  const records: Bytes[] = [];
  const file = expectOk(await RecordFile.open(path, (record) => records.push(record)), "records");
  await file.close();
  return records;
}
