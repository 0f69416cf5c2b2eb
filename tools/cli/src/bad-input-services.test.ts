import assert from "node:assert/strict";
import { test } from "node:test";
import {
  at,
  type Case,
  homes,
  ledger,
  media,
  NOWHERE,
  pass,
  stranger,
  testBadInput,
} from "./testing/bad-input.ts";
import { runHere } from "./testing/fake-world.ts";

const cast = (...more: readonly string[]) => ["cast", "--registrar", NOWHERE, "--home", at("voter"), ...more];
testBadInput([
  ["verify: no folder", () => ["verify", at("none")], /no folder/],
  ["verify: a file", () => ["verify", at("pass")], /not a folder/],
  ["verify: not a record", () => ["verify", at("filled")], /not the record of an election/],
  ["verify: nothing given", () => ["verify"], /RECORD is missing/],
  [
    "verify: two election ids",
    () => ["verify", at("filled"), "--election", "aa", "--election", "bb"],
    /once only/,
  ],
  ["verify: receipt missing", () => ["verify", at("forged"), "--receipt", at("none")], /no file/],
  ["verify: id malformed", () => ["verify", at("forged"), "--election", "zz"], /not an election id/],
  ["fsck: not a record", () => ["fsck", at("filled")], /not the record of an election/],
  [
    "simulate: unknown scenario",
    () => ["simulate", "--scenario", "atlantis", "--out", at("new")],
    /"atlantis" is none of/,
  ],
  ...["0", "2", "abc", "-1", "1e-3", "0.0"].map(
    (scale): Case => [
      `simulate: scale ${scale}`,
      () => ["simulate", "--scenario", "mgd-2019", "--out", at("new"), `--scale=${scale}`],
      /not a share above 0/,
    ],
  ),
  [
    "simulate: target exists",
    () => ["simulate", "--scenario", "mgd-2019", "--out", at("filled")],
    /exists already/,
  ],
  ["simulate: no target", () => ["simulate", "--scenario", "mgd-2019"], /--out is missing/],
  ["demo: target exists", () => ["demo", "--out", at("filled")], /exists already/],
  [
    "node: no genesis",
    () => ["node", "--home", at("node1"), "--listen", "0", ...pass()],
    /--genesis is missing/,
  ],
  [
    "node: genesis of another form",
    () => ["node", "--home", at("node1"), "--listen", "0", "--genesis", at("other.json"), ...pass()],
    /form of a file/,
  ],
  ["node: no port", () => ["node", "--home", at("node1"), "--listen", "65536", ...pass()], /not HOST:PORT/],
  [
    "node: a page without its settings",
    () => ["node", "--home", at("node1"), "--listen", "0", "--page", at("filled"), ...pass()],
    /--page-settings is missing/,
  ],
  [
    "node: settings of another form",
    () => [
      "node",
      "--home",
      at("node1"),
      "--listen",
      "0",
      "--page",
      at("filled"),
      "--page-settings",
      at("other.json"),
    ],
    /page-settings\.json/,
  ],
  ["node: wrong role", () => ["node", "--home", at("anna"), "--listen", "0", ...pass()], /role commission/],
  [
    "issuer: wrong role",
    () => ["issuer", "--home", at("anna"), "--listen", "0", ...ledger(), ...pass()],
    /role commission/,
  ],
  [
    "issuer: no home",
    () => ["issuer", "--home", at("none"), "--listen", "0", ...ledger(), ...pass()],
    /no folder/,
  ],
  [
    "registrar: issuer without a number",
    () => [
      "registrar",
      "issue",
      "--home",
      at("anna"),
      "--listen",
      "0",
      ...ledger(),
      "--issuer",
      NOWHERE,
      ...pass(),
    ],
    /not NAME=VALUE/,
  ],
  [
    "registrar: wrong role",
    () => [
      "registrar",
      "issue",
      "--home",
      at("anna"),
      "--listen",
      "0",
      ...ledger(),
      "--issuer",
      `1=${NOWHERE}`,
      ...pass(),
    ],
    /role commission/,
  ],
  [
    "registrar: no persons",
    () => [
      "registrar",
      "roll",
      "--persons",
      at("none"),
      "--letters",
      at("new"),
      "--home",
      at("anna"),
      ...ledger(),
      "--propose",
      at("p"),
    ],
    /no file/,
  ],
  [
    "registrar: letters exist",
    () => [
      "registrar",
      "roll",
      "--persons",
      at("empty"),
      "--letters",
      at("filled"),
      "--home",
      at("anna"),
      ...ledger(),
    ],
    /exists already/,
  ],
  [
    "registrar: nobody signs",
    () => [
      "registrar",
      "roll",
      "--persons",
      at("empty"),
      "--letters",
      at("new"),
      "--home",
      at("anna"),
      ...ledger(),
    ],
    /commission signs the roll/,
  ],
  [
    "trustee: one medium",
    () => ["trustee", "status", ...homes("vera"), ...media("medium1"), ...ledger(), ...pass()],
    /two media/,
  ],
  [
    "trustee: the same medium twice",
    () => ["trustee", "status", ...homes("vera"), ...media("medium1", "medium1"), ...ledger(), ...pass()],
    /Both names mean/,
  ],
  [
    "trustee: media without keys",
    () => ["trustee", "status", ...homes("vera"), ...media("filled", "forged"), ...ledger(), ...pass()],
    /no keys of a trustee/,
  ],
  [
    "trustee: wrong passphrase",
    () => [
      "trustee",
      "ceremony",
      ...homes("vera"),
      ...media("medium1", "medium2"),
      ...ledger(),
      ...pass("wrong-pass"),
    ],
    /passphrase is wrong/,
  ],
  [
    "trustee: unreachable",
    () => ["trustee", "ceremony", ...homes("vera"), ...media("medium1", "medium2"), ...ledger(), ...pass()],
    /does not answer/,
  ],
  [
    "trustee: keys twice",
    () => [
      "trustee",
      "keygen",
      "--name",
      "x",
      "--home",
      at("new"),
      "--media",
      at("medium1"),
      "--media",
      at("medium2"),
      ...pass(),
    ],
    /are keys on these media already/,
  ],
  [
    "trustee: code malformed",
    () => [
      "trustee",
      "tally",
      ...homes("vera"),
      ...media("medium1", "medium2"),
      ...ledger(),
      "--confirm",
      "123",
    ],
    /not a code of 20/,
  ],
  ["cast: no letter", () => cast("--letter", at("none"), ...ledger()), /no file/],
  ["cast: node unreachable", () => cast("--letter", at("other.json"), ...ledger()), /does not answer/],
  [
    "cast: election unknown",
    () => cast("--letter", at("other.json"), ...ledger(stranger())),
    /does not know the election/,
  ],
  [
    "cast: choice without a contest",
    () => cast("--letter", at("other.json"), ...ledger(), "--choose", "yes"),
    /not NAME=VALUE/,
  ],
  ["cast check: no receipt", () => ["cast", "check", "--receipt", at("none"), ...ledger()], /no file/],
  [
    "cast check: unreachable",
    () => ["cast", "check", "--receipt", at("other.json"), ...ledger()],
    /does not answer/,
  ],
]);

test("a record that is bad, in contrast, is exit code 1, with a report", async () => {
  const ran = await runHere(["verify", at("forged")]);
  assert.equal(ran.code, 1, ran.stderr);
  assert.match(ran.stdout, /V04/);
  assert.equal((await runHere(["fsck", at("forged")])).code, 1);
});
