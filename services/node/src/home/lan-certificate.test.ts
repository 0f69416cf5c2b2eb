import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { seededRandom } from "@veche/ledger/testing";
import { temporaryFolder } from "../testing/test-node.ts";
import { fingerprintOf, lanAddresses, lanCertificate } from "./lan-certificate.ts";

const NOW = Date.UTC(2026, 10, 22);
const DAY = 24 * 3_600_000;
const NAMES = ["192.168.1.5", "ballot.localhost"];
const random = seededRandom("LAN certificates");

test("a certificate names the addresses, is kept for the owner only, and is the same at the next start", async (t) => {
  const folder = await temporaryFolder(t);
  const made = await lanCertificate(folder, NAMES, NOW, random);
  const certificate = new X509Certificate(made.cert);
  assert.equal(certificate.checkIP("192.168.1.5"), "192.168.1.5");
  assert.equal(certificate.checkHost("ballot.localhost"), "ballot.localhost");
  assert.equal(certificate.checkIP("192.168.1.6"), undefined);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.ok(!certificate.ca);
  assert.equal((await stat(join(folder, "lan-certificate.json"))).mode & 0o777, 0o600);
  assert.deepEqual(await lanCertificate(folder, NAMES, NOW + DAY, random), made);
  assert.match(fingerprintOf(made), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

test("another address, a file that is damaged or a year later: a new one", async (t) => {
  const folder = await temporaryFolder(t);
  const made = await lanCertificate(folder, NAMES, NOW, random);
  const moved = await lanCertificate(folder, ["10.0.0.7"], NOW, random);
  assert.notEqual(moved.cert, made.cert);
  const later = await lanCertificate(folder, ["10.0.0.7"], NOW + 365 * DAY, random);
  assert.notEqual(later.cert, moved.cert);
  const path = join(folder, "lan-certificate.json");
  await writeFile(path, (await readFile(path, "utf8")).slice(0, 100));
  assert.notEqual((await lanCertificate(folder, ["10.0.0.7"], NOW, random)).cert, later.cert);
});

test("addresses of the network are those that others reach", () => {
  const at = (address: string, family: "IPv4" | "IPv6", internal = false) =>
    ({ address, family, internal, netmask: "", mac: "", cidr: null, scopeid: 0 }) as const;
  const lo = [at("127.0.0.1", "IPv4", true), at("::1", "IPv6", true)];
  assert.deepEqual(lanAddresses({ lo, eth0: [at("192.168.1.5", "IPv4"), at("fe80::1", "IPv6")] }), [
    "192.168.1.5",
  ]);
  assert.deepEqual(lanAddresses({ lo, eth0: [at("2001:db8::5", "IPv6"), at("fe80::1", "IPv6")] }), [
    "2001:db8::5",
  ]);
  assert.deepEqual(lanAddresses({ lo }), []);
});
