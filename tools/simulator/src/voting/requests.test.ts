import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk, sha256, toHex, utf8 } from "@veche/base";
import { generateSignerKey } from "@veche/crypto/signer";
import { ballotContext } from "@veche/election";
import { beginIssue } from "@veche/election/spend";
import { encodePoint, multiplyBase, randomScalar } from "@veche/group";
import { Bases } from "../bulk/bases.ts";
import { manifestOf } from "../manifest.ts";
import { simulatedEntry } from "../roll.ts";
import { constitution2020 } from "../scenarios/constitution-2020.ts";
import { seededRandom } from "../seeded-random.ts";
import { partiesOnPaper } from "../testing/parties-on-paper.ts";
import { type Booth, registrarKey } from "./frame.ts";
import { Issuers } from "./issuers.ts";
import { cutRows, makeRows, readRow, voterRandom, votersOf } from "./requests.ts";

const electionId = sha256(utf8("requests"));
const manifest = manifestOf(constitution2020(0.001), 0.001, "requests", partiesOnPaper());
const key = multiplyBase(randomScalar(seededRandom("requests", "election key")));
const election = { electionId, manifest };
const booth: Booth = {
  election,
  context: ballotContext(election, key),
  bases: new Bases(encodePoint(key)),
  seed: "requests",
  registrar: registrarKey("requests"),
  issuers: new Issuers(election, []),
};

test("requests made together are those that beginIssue makes of the same random bytes", () => {
  const moduli = Array.from({ length: 3 }, () => generateSignerKey().modulus);
  const group = { style: 1, numbers: Uint32Array.of(3, 1, 200), moduli };
  const rows = cutRows(makeRows(booth, group), moduli.length);
  const voters = votersOf(booth, group);
  for (const [at, number] of group.numbers.entries()) {
    const { entry, shares } = readRow(rows[at] as Uint8Array, moduli);
    const styleId = "nizhny";
    const random = voterRandom(booth, 1, number, "credential");
    const expected = expectOk(beginIssue({ electionId, styleId, style: 1 }, moduli, random), "a request");
    assert.deepEqual(shares.map(hexOf), expected.shares.map(hexOf));
    assert.deepEqual([voters[at]?.x, toHex(voters[at]?.point ?? entry)], [expected.x, toHex(expected.point)]);
    assert.deepEqual(entry, simulatedEntry({ electionId, styleId, seed: "requests" }, 1, number));
  }
});

const hexOf = (share: { readonly blindedMessage: Uint8Array; readonly inverse: Uint8Array }) => [
  toHex(share.blindedMessage),
  toHex(share.inverse),
];
