import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborMap, concat, decodeCbor, encodeCbor, expectOk } from "@veche/base";
import { type Backup, decodeBackup, encodeBackup } from "./backup.ts";
import { attemptOf, TOO_LARGE } from "./testing/ceremony.ts";

const backup: Backup = { attempt: attemptOf("backup", 1), trustee: 4, kind: "polynomial", scalars: [7n, 9n] };
const bytes = encodeBackup(backup);
const fields = expectOk(decodeCbor(bytes), "own bytes") as CborMap;
const isTaken = (changed: CborMap): boolean => decodeBackup(encodeCbor(changed)).ok;

test("L16 a backup of either kind reads back", () => {
  assert.deepEqual(expectOk(decodeBackup(bytes), "polynomial"), backup);
  const share: Backup = { ...backup, kind: "share", scalars: [0n] };
  assert.deepEqual(expectOk(decodeBackup(encodeBackup(share)), "share"), share);
});

test("L16 a backup has its five fields and no other", () => {
  assert.ok(isTaken({ ...fields, trustee: 5 }), "control");
  assert.ok(!isTaken({ ...fields, more: 1 }));
  for (const key of Object.keys(fields)) {
    const { [key]: _, ...others } = fields;
    assert.ok(!isTaken(others as CborMap), key);
    assert.ok(!isTaken({ ...fields, [key]: [] }), key);
  }
  assert.ok(!isTaken({ ...fields, kind: "other" }));
  assert.ok(!isTaken({ ...fields, election: new Uint8Array(31) }));
});

test("L16 the secret of a backup is one canonical scalar or more", () => {
  const { secret } = fields as { readonly secret: Uint8Array };
  assert.ok(isTaken({ ...fields, secret: secret.subarray(32) }), "control");
  for (const other of [new Uint8Array(0), secret.subarray(1), concat(secret, TOO_LARGE)]) {
    assert.ok(!isTaken({ ...fields, secret: other }));
  }
});
