import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, err, ok, toHex, utf8 } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import { Decrypter, Encrypter } from "age-encryption";
import {
  damageOn,
  destroy,
  filesOn,
  newMedia,
  newVault,
  openVault,
  optionsOf,
  PASSPHRASE,
  readOn,
  removeOn,
  replace,
  writeOn,
} from "../testing/media.ts";
import { decodeIdentity } from "./identity.ts";
import { SCRYPT_WORK_FACTOR } from "./sealing.ts";
import { TrusteeVault } from "./vault.ts";

const SECRET = utf8("the polynomial");

async function opened(file: Bytes, passphrase = PASSPHRASE): Promise<Bytes> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(file);
}

test("L16 what is kept lies on both media, is read back, and is there when the vault is opened again", async () => {
  const media = newMedia();
  const vault = await newVault(media);
  assert.deepEqual(await vault.keep("polynomial-0", SECRET), ok(undefined));
  await vault.close();
  for (const folder of media) {
    assert.deepEqual(filesOn(folder), ["identity.age", "polynomial-0.age"]);
    assert.deepEqual(await opened(readOn(folder, "polynomial-0.age")), SECRET);
  }
  const again = await openVault(media);
  assert.deepEqual(await again.read("polynomial-0"), ok(SECRET));
  assert.deepEqual(await again.read("polynomial-1"), ok(undefined));
});

test("every file is an age file under the passphrase with the work factor asked for, 18 by default", async () => {
  const media = newMedia();
  await newVault(media);
  const header = new TextDecoder().decode(readOn(media[0], "identity.age")).split("\n");
  assert.equal(header[0], "age-encryption.org/v1");
  assert.match(header[1] as string, /^-> scrypt [A-Za-z0-9+/]{22} 4$/);
  assert.equal(SCRYPT_WORK_FACTOR, 18);
  const { workFactor: _, ...strong } = optionsOf(newMedia());
  await TrusteeVault.create(strong, seededRandom("strong"));
  const strongHeader = new TextDecoder().decode(readOn(strong.media[1], "identity.age")).split("\n");
  assert.match(strongHeader[1] as string, / 18$/);
});

test("no secret stands on a medium in clear", async () => {
  const media = newMedia();
  const vault = await newVault(media, "clear");
  await vault.keep("share-0", SECRET);
  const identity = decodeIdentity(await opened(readOn(media[0], "identity.age")));
  assert.ok(identity);
  for (const secret of [toHex(SECRET), toHex(identity.signingKey), toHex(utf8(identity.age))]) {
    for (const file of filesOn(media[0])) assert.ok(!toHex(readOn(media[0], file)).includes(secret));
  }
});

test("a vault with the same randomness has the same keys, and signs with them", async () => {
  const vault = await newVault(newMedia(), "same");
  const twin = await newVault(newMedia(), "same");
  const other = await newVault(newMedia(), "other");
  assert.deepEqual(vault.member("T"), twin.member("T"));
  assert.notDeepEqual(vault.member("T"), other.member("T"));
  const message = utf8("message");
  assert.ok(verifyEd25519Strict(vault.member("T").key, message, vault.sign(message)));
});

test("a wrong passphrase has its own code, also when one medium is gone", async () => {
  const media = newMedia();
  await (await newVault(media)).close();
  const wrong = optionsOf(media, "correct horse battery stable");
  assert.deepEqual(await TrusteeVault.open(wrong), err({ code: "PASSPHRASE_WRONG" }));
  destroy(media[0]);
  assert.deepEqual(await TrusteeVault.open(wrong), err({ code: "PASSPHRASE_WRONG" }));
});

test("a short passphrase is refused before anything is written", async () => {
  const media = newMedia();
  const made = await TrusteeVault.create(optionsOf(media, "password123"), seededRandom("short"));
  assert.deepEqual(made, err({ code: "PASSPHRASE_TOO_SHORT", characters: 11 }));
  assert.deepEqual(filesOn(media[0]), []);
});

test("L16 two names of one folder are not two media", async () => {
  const [folder, link] = newMedia();
  destroy(link);
  symlinkSync(folder, link);
  const same = err({ code: "SAME_MEDIUM", medium: folder });
  assert.deepEqual(await TrusteeVault.create(optionsOf([folder, folder]), seededRandom("a")), same);
  assert.deepEqual(await TrusteeVault.create(optionsOf([folder, link]), seededRandom("a")), same);
  assert.deepEqual(filesOn(folder), []);
});

test("two folders on one device are told of", async () => {
  assert.deepEqual((await newVault(newMedia())).warnings, [{ code: "ONE_DEVICE" }]);
});

test("a folder that does not exist is not made, and no vault is made with one medium", async () => {
  const media = newMedia();
  destroy(media[1]);
  const made = await TrusteeVault.create(optionsOf(media), seededRandom("one"));
  assert.equal(made.ok, false);
  assert.equal(!made.ok && made.error.code, "MEDIUM_UNUSABLE");
  assert.throws(() => filesOn(media[1]));
  const opened = await TrusteeVault.open(optionsOf([media[1], `${media[1]}-too`]));
  assert.equal(!opened.ok && opened.error.code, "MEDIUM_UNUSABLE");
});

test("a vault is made once", async () => {
  const media = newMedia();
  await (await newVault(media)).close();
  const again = await TrusteeVault.create(optionsOf(media), seededRandom("again"));
  assert.deepEqual(again, err({ code: "VAULT_EXISTS" }));
  removeOn(media[0], "identity.age");
  const half = await TrusteeVault.create(optionsOf(media), seededRandom("again"));
  assert.deepEqual(half, err({ code: "VAULT_EXISTS" }));
  assert.deepEqual(await TrusteeVault.open(optionsOf(newMedia())), err({ code: "VAULT_EMPTY" }));
});

test("one process at a time; the lock of one that is gone is taken over", async () => {
  const media = newMedia();
  const vault = await newVault(media);
  const inUse = err({ code: "VAULT_IN_USE", medium: media[0], pid: process.pid });
  assert.deepEqual(await TrusteeVault.open(optionsOf(media)), inUse);
  await vault.close();
  // Process 1 is always there; the other number no system gives.
  writeOn(media[1], "in-use", utf8("1\n"));
  const other = err({ code: "VAULT_IN_USE", medium: media[1], pid: 1 });
  assert.deepEqual(await TrusteeVault.open(optionsOf(media)), other);
  writeOn(media[1], "in-use", utf8("999999999\n"));
  assert.equal((await TrusteeVault.open(optionsOf(media))).ok, true);
});

test("L16 with one medium destroyed everything can still be read, with a warning, and nothing new is kept", async () => {
  for (const lost of [0, 1] as const) {
    const media = newMedia();
    const before = await newVault(media);
    await before.keep("share-0", SECRET);
    await before.close();
    destroy(media[lost]);
    const vault = await openVault(media);
    assert.deepEqual(await vault.read("share-0"), ok(SECRET));
    const warning = { code: "ON_ONE_MEDIUM", medium: media[lost], problem: "UNREADABLE" } as const;
    assert.deepEqual(vault.warnings, [
      { ...warning, item: "identity" },
      { ...warning, item: "share-0" },
    ]);
    const kept = await vault.keep("head", SECRET);
    assert.equal(!kept.ok && kept.error.code, "MEDIUM_UNUSABLE");
    const unknown = await vault.read("head");
    assert.equal(!unknown.ok && unknown.error.code, "MEDIUM_UNUSABLE");
  }
});

test("L16 a new medium is filled from the other one when the trustee asks for it", async () => {
  const media = newMedia();
  const before = await newVault(media);
  await before.keep("share-0", SECRET);
  await before.close();
  destroy(media[1]);
  replace(media[1]);
  const vault = await openVault(media);
  assert.deepEqual(filesOn(media[1]), []);
  assert.deepEqual(await vault.repair(), ok(["identity", "share-0"]));
  assert.deepEqual(vault.warnings, [{ code: "ONE_DEVICE" }]);
  assert.deepEqual(readOn(media[1], "share-0.age"), readOn(media[0], "share-0.age"));
  assert.deepEqual(await vault.repair(), ok([]));
});

test("L16 a damaged file is read from the other medium and can be repaired; damaged on both it is an error", async () => {
  const media = newMedia();
  const vault = await newVault(media);
  await vault.keep("share-0", SECRET);
  damageOn(media[0], "share-0.age");
  assert.deepEqual(await vault.read("share-0"), ok(SECRET));
  const [, warning] = vault.warnings;
  const problem = "UNREADABLE";
  assert.deepEqual(warning, { code: "ON_ONE_MEDIUM", item: "share-0", medium: media[0], problem });
  assert.deepEqual(await vault.repair(), ok(["share-0"]));
  damageOn(media[0], "share-0.age");
  damageOn(media[1], "share-0.age");
  const unreadable = err({ code: "ITEM_UNREADABLE", item: "share-0" });
  assert.deepEqual(await vault.read("share-0"), unreadable);
  assert.deepEqual(await vault.keep("share-0", SECRET), unreadable);
  assert.deepEqual(await vault.repair(), unreadable);
});

test("an item absent here and unreadable there is not taken for absent", async () => {
  const media = newMedia();
  const vault = await newVault(media);
  await vault.keep("polynomial-0", SECRET);
  removeOn(media[0], "polynomial-0.age");
  damageOn(media[1], "polynomial-0.age");
  const unreadable = err({ code: "ITEM_UNREADABLE", item: "polynomial-0" });
  assert.deepEqual(await vault.read("polynomial-0"), unreadable);
  assert.deepEqual(await vault.keep("polynomial-0", utf8("another")), unreadable);
  assert.deepEqual(filesOn(media[0]), ["identity.age"]);
});

test("L16 media that disagree are an error: neither is believed, nothing is overwritten", async () => {
  const media = newMedia();
  const twin = newMedia();
  const vault = await newVault(media);
  await vault.keep("head", utf8("one head"));
  await (await newVault(twin)).keep("head", utf8("another head"));
  const foreign = readOn(twin[0], "head.age");
  writeOn(media[1], "head.age", foreign);
  const disagree = err({ code: "MEDIA_DISAGREE", item: "head" });
  assert.deepEqual(await vault.read("head"), disagree);
  assert.deepEqual(await vault.keep("head", utf8("one head")), disagree);
  assert.deepEqual(await vault.repair(), disagree);
  assert.deepEqual(readOn(media[1], "head.age"), foreign);
  await vault.close();
  writeOn(media[1], "identity.age", readOn((await mediaOf("stranger"))[1], "identity.age"));
  const identities = err({ code: "MEDIA_DISAGREE", item: "identity" });
  assert.deepEqual(await TrusteeVault.open(optionsOf(media)), identities);
});

async function mediaOf(seed: string): Promise<readonly [string, string]> {
  const media = newMedia();
  await newVault(media, seed);
  return media;
}

test("what is kept is kept for ever: the same bytes again are fine, others are refused", async () => {
  const vault = await newVault(newMedia());
  await vault.keep("head", utf8("one head"));
  assert.deepEqual(await vault.keep("head", utf8("one head")), ok(undefined));
  const differs = err({ code: "KEPT_DIFFERS", item: "head" });
  assert.deepEqual(await vault.keep("head", utf8("another head")), differs);
  assert.deepEqual(await vault.read("head"), ok(utf8("one head")));
});

test("a crash between the media: the item is there, and keeping it again completes it", async () => {
  for (const late of [0, 1] as const) {
    const media = newMedia();
    const vault = await newVault(media);
    await vault.keep("polynomial-0", SECRET);
    removeOn(media[late], "polynomial-0.age");
    assert.deepEqual(await vault.read("polynomial-0"), ok(SECRET));
    const problem = "MISSING";
    const warning = { code: "ON_ONE_MEDIUM", item: "polynomial-0", medium: media[late], problem };
    assert.deepEqual(vault.warnings.at(-1), warning);
    const differs = err({ code: "KEPT_DIFFERS", item: "polynomial-0" });
    assert.deepEqual(await vault.keep("polynomial-0", utf8("a second one")), differs);
    assert.deepEqual(await vault.keep("polynomial-0", SECRET), ok(undefined));
    assert.deepEqual(
      readOn(media[late], "polynomial-0.age"),
      readOn(media[1 - late] as string, "polynomial-0.age"),
    );
  }
});

test("what a crash left of a write is not taken for an item", async () => {
  const media = newMedia();
  const vault = await newVault(media);
  writeOn(media[0], "head.age.new", utf8("half a fi"));
  assert.deepEqual(await vault.read("head"), ok(undefined));
  assert.deepEqual(await vault.keep("head", SECRET), ok(undefined));
  assert.deepEqual(await vault.repair(), ok([]));
});

test("an identity file with other content is no identity", async () => {
  const media = newMedia();
  await (await newVault(media)).close();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(1);
  const file = await encrypter.encrypt("AGE-SECRET-KEY-1");
  for (const folder of media) writeOn(folder, "identity.age", file);
  const unreadable = err({ code: "ITEM_UNREADABLE", item: "identity" });
  assert.deepEqual(await TrusteeVault.open(optionsOf(media)), unreadable);
});
