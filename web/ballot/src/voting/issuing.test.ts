import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, toBase64, toHex, utf8 } from "@veche/base";
import { decodePendingIssue } from "@veche/election/spend";
import { decodeEntry, issuerSetOf } from "@veche/ledger";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import { decodeRecord } from "./records.ts";
import {
  answerBytes,
  blindedIn,
  type PortalAnswer,
  pointIn,
  sealedFragment,
  TestPortal,
} from "./testing/test-portal.ts";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

/** A page that has asked, and the answer that would be right. */
async function asked() {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const device = browser.page();
  await device.start(portal.handover());
  await device.ask();
  const right = portal.issue(browser.lastLeft);
  /** An answer as the portal's page would seal it for this page. */
  const sealed = (answer: PortalAnswer): string => portal.sealed(browser.lastLeft, answer);
  return { host, portal, browser, right, sealed };
}

const flipped = (bytes: Bytes, at: number): Bytes => {
  const copy = bytes.slice();
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
};

test("⚔ §12.2: only fragments pass between the hosts, of fixed length, and nothing but the style and the blinded messages", async () => {
  const { browser, host, right, sealed } = await asked();
  const [address] = browser.left;
  const [path, fragment = ""] = (address ?? "").split("#");
  assert.equal(path, `https://portal.example/issue/${host.electionId}`);
  const bytes = fromBase64Url(fragment.slice(1)) ?? new Uint8Array(0);
  assert.equal(fragment[0], "b");
  assert.equal(bytes.length, 69 + 256 * 3);
  assert.deepEqual([...bytes.subarray(0, 5)], [2, 3, 0, 0, 4]);
  assert.equal(sealed(right).length, 1 + Math.ceil(((1 + 65 + 65_536 + 16) * 4) / 3));
});

type Lie = readonly [
  string,
  (right: PortalAnswer, setting: Awaited<ReturnType<typeof asked>>) => PortalAnswer,
];

const LIES: readonly Lie[] = [
  ["a subset of the set", (right) => ({ ...right, signatures: right.signatures.slice(1) })],
  [
    "one signature more",
    (right) => ({ ...right, signatures: [...right.signatures, right.signatures[0] as Bytes] }),
  ],
  ["the signatures swapped", (right) => ({ ...right, signatures: right.signatures.toReversed() })],
  [
    "a changed signature",
    (right) => ({ ...right, signatures: right.signatures.map((one) => flipped(one, 255)) }),
  ],
  ["a set that was not shown", (right) => ({ ...right, set: 1 })],
  ["no receipt of `issue`", (right) => ({ ...right, proof: utf8("c2sp.org/tlog-proof@v1\n") })],
  ["a changed receipt", (right) => ({ ...right, proof: flipped(right.proof, right.proof.length - 20) })],
  ["a receipt of another entry", (right, { host }) => ({ ...right, proof: host.proof(0) })],
  [
    "the `issue` of another voter",
    (_right, { host }) => {
      const other = new TestPortal(host, host.voters[0]?.[1] as TestPortal["voter"]);
      const head = concat(Uint8Array.of(2, 3, 0, 0), new Uint8Array(65));
      const b = concat(head, ...[1, 2, 3].map((at) => new Uint8Array(256).fill(at)));
      return other.issue(`#b${toBase64Url(b)}`);
    },
  ],
];

for (const [name, lie] of LIES) {
  test(`⚔ §04.5.5: ${name} is refused with evidence, and the right answer is taken afterwards`, async () => {
    const setting = await asked();
    const { browser, right, sealed } = setting;
    const device = browser.page();
    await device.start(sealed(lie(right, setting)));
    const { problem } = viewAt(device, "problem");
    assert.equal(problem.code, "ALARM_ISSUE");
    assert.ok((problem.evidence?.length ?? 0) > 65_536);
    // L21: what was begun is still there.
    await device.retry();
    viewAt(device, "asked");
    const later = browser.page();
    await later.start(sealed(right));
    viewAt(later, "filling");
  });
}

/** Told quietly, with nothing kept: what was begun goes on. */
async function assertQuiet(browser: TestBrowser, fragment: string, name: string): Promise<void> {
  const kept = [...browser.store.rows];
  const device = browser.page();
  await device.start(fragment);
  const { problem } = viewAt(device, "problem");
  assert.equal(problem.code, "ANSWER_OF_ANOTHER", name);
  assert.equal(problem.evidence, undefined);
  assert.deepEqual([...browser.store.rows], kept, name);
  await device.retry();
  viewAt(device, "asked");
}

test("⚔ §12.2.4: somebody else's `s` changes nothing and raises no alarm, whatever it holds", async () => {
  const { browser, host, portal, right, sealed } = await asked();
  const theirs = new TestBrowser(host, "somebody else");
  const other = newPortal(host, 0, 1);
  const page = theirs.page();
  await page.start(other.handover());
  await page.ask();
  await assertQuiet(browser, other.answer(theirs.lastLeft), "another voter's right answer");
  await assertQuiet(browser, other.sealed(theirs.lastLeft, right), "the right answer, sealed to another");
  const { electionId } = host.ledger.test;
  const elsewhere = sealedFragment(flipped(electionId, 0), pointIn(browser.lastLeft), answerBytes(right));
  await assertQuiet(browser, elsewhere, "sealed for another election");
  const s = fromBase64Url(sealed(right).slice(1)) as Bytes;
  for (const at of [1, 2, 40, 65, 66, 30_000, s.length - 17, s.length - 1])
    await assertQuiet(browser, `s${toBase64Url(flipped(s, at))}`, `byte ${at} changed`);
  // The key is of the last handovers: an answer to one of these still opens.
  const [first] = browser.left;
  for (let times = 0; times < 3; times++) {
    const again = browser.page();
    await again.start("");
    await again.ask();
  }
  const taken = browser.page();
  await taken.start(portal.answer(first ?? ""));
  viewAt(taken, "filling");
});

test("⚔ §12.2.4: with the credential no key is left, and the answer that a history keeps opens nothing", async () => {
  const { browser, sealed, right } = await asked();
  const kept = (): number => [...browser.store.pairs.values()].flat().length;
  assert.equal(kept(), 1, "positive control: the key was kept");
  const fragment = sealed(right);
  const device = browser.page();
  await device.start(fragment);
  viewAt(device, "filling");
  assert.equal(kept(), 0);
  const later = browser.page();
  await later.start(fragment);
  viewAt(later, "filling");
});

test("⚔ a replacement of an issuer is taken only with its own receipt, and then the new set", async () => {
  const host = newHost();
  const { ledger } = host;
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const before = browser.page();
  await before.start(portal.handover());
  await before.ask();
  const old = portal.issue(browser.lastLeft);
  ledger.accept(ledger.tx("issuer-set", { in: 3, out: 1 }));
  host.publish();
  portal.replaced = [ledger.entries.length - 1];
  assert.equal(issuerSetOf(ledger.state).number, 1);
  const replaced = portal.issue(browser.lastLeft);
  assert.equal(replaced.set, 1);

  const refused = browser.page();
  const sealed = (answer: PortalAnswer): string => portal.sealed(browser.lastLeft, answer);
  await refused.start(sealed({ ...replaced, replacements: [] }));
  assert.equal(viewAt(refused, "problem").problem.code, "ALARM_ISSUE");
  // The set that `issue` names is still a complete one.
  const taken = new TestBrowser(host);
  for (const [key, value] of browser.store.rows) taken.store.rows.set(key, value);
  for (const [key, value] of browser.store.pairs) taken.store.pairs.set(key, value);
  const first = taken.page();
  await first.start(sealed(old));
  viewAt(first, "filling");
  const device = browser.page();
  await device.start(sealed(replaced));
  await sealSome(device);
  await device.cast();
  viewAt(device, "recorded");
});

test("fragments of another letter, version, length or padding change nothing", async () => {
  const { browser, right, sealed } = await asked();
  const kept = [...browser.store.rows];
  const s = sealed(right);
  const v = newPortal(newHost()).handover();
  const bytes = (fragment: string): Bytes => fromBase64Url(fragment.slice(1)) as Bytes;
  const wrong = [
    "x",
    "s",
    "v",
    `${v}A`,
    `${v}=`,
    v.slice(0, -4),
    `v${toBase64Url(flipped(bytes(v), 0))}`,
    `v${toBase64Url(flipped(bytes(v), 1).fill(8, 1, 2))}`,
    // A style that this election does not have.
    `v${toBase64Url(bytes(v).fill(9, 3, 4))}`,
    `v${toBase64Url(flipped(bytes(v), 35))}`,
    `s${toBase64Url(flipped(bytes(s), 0))}`,
    // An answer as it would be, and open to everybody.
    `s${toBase64Url(answerBytes(right))}`,
    sealed({ ...right, signatures: [] }),
    `s${toBase64Url(bytes(s).subarray(1))}`,
    `b${v.slice(1)}`,
    "t".padEnd(87, "A"),
  ];
  for (const fragment of wrong) {
    const device = browser.page();
    await device.start(fragment);
    assert.equal(viewAt(device, "problem").problem.code, "HANDOVER_WRONG", fragment.slice(0, 60));
  }
  assert.deepEqual([...browser.store.rows], kept);
});

test("⚔ no question to any server about the page's `issue`; X, roll entry and blinded messages leave for nobody before the cast", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const before = browser.page();
  await before.start(portal.handover());
  await before.ask();
  const blinded = blindedIn(browser.lastLeft);
  const device = browser.page();
  const pending = [...browser.store.rows.values()].map((row) => decodeRecord(row)).find(Boolean);
  assert.ok(pending?.stage === "asked");
  const secret = decodePendingIssue(pending.pending);
  assert.ok(secret.ok);
  await device.start(portal.answer(browser.lastLeft));
  await sealSome(device);
  const beforeCast = host.seen.length;
  await device.cast();
  const issue = portal.issued?.index ?? -1;
  const issueTransaction = decodeEntry(host.ledger.entries[issue] as Bytes);
  assert.ok(issueTransaction.ok);
  const names = [portal.voter.rollEntry, pending.request, secret.value.point, ...blinded];
  const traces = names.flatMap((bytes) => [
    toHex(bytes),
    toBase64(bytes),
    toBase64Url(bytes),
    encodeURIComponent(toBase64(bytes)),
  ]);
  host.seen.forEach(({ method, url, body }, at) => {
    const isPage = /\/page\/settings\.json$|\/voting\/0$|\/status$/.test(url);
    const isCast =
      at >= beforeCast &&
      (/\/(tx|index\/[0-9a-f]{64})$/.test(url) || url.endsWith(`/proof/${host.ballots()[0]?.index}`));
    assert.ok(isPage || isCast, `${method} ${url}`);
    assert.ok(!url.includes(`/proof/${issue}`), url);
    assert.ok(!traces.some((trace) => url.includes(trace)), url);
    const isOwn = at >= beforeCast && method === "POST";
    for (const bytes of [
      portal.voter.rollEntry,
      pending.request,
      ...blinded,
      ...(isOwn ? [] : [secret.value.point]),
    ])
      assert.ok(!contains(body, bytes), url);
  });
});

test("⚔ erasing: after unblinding nothing of `issue` and of the blinding is left; after the receipt nothing of x and token", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const kept = (): Bytes => concat(...browser.store.rows.values());
  const before = browser.page();
  await before.start(portal.handover());
  await before.ask();
  const row = decodeRecord([...browser.store.rows.values()][0] as Bytes);
  assert.ok(row?.stage === "asked");
  const pending = decodePendingIssue(row.pending);
  assert.ok(pending.ok);
  const { shares } = pending.value;
  const blinding = shares.flatMap(({ inverse, blindedMessage }) => [inverse, blindedMessage]);
  const x = row.pending.subarray(row.pending.length - 32);
  const held = [...blinding, x];
  assert.ok(
    held.every((bytes) => contains(kept(), bytes)),
    "positive control: all of it was kept",
  );

  const device = browser.page();
  await device.start(portal.answer(browser.lastLeft));
  for (const bytes of [...blinding, portal.voter.rollEntry]) assert.ok(!contains(kept(), bytes));
  assert.ok(contains(kept(), x));
  const { credential } = decodeRecord([...browser.store.rows.values()][0] as Bytes) as { credential: Bytes };
  await sealSome(device);
  await device.cast();
  viewAt(device, "recorded");
  // The receipt shows the ballot as the public log has it; what could make another one is gone.
  for (const bytes of [...held, portal.voter.rollEntry, credential]) assert.ok(!contains(kept(), bytes));
  assert.equal(browser.store.rows.size, 1);
});

function contains(haystack: Bytes, needle: Bytes): boolean {
  for (
    let at = haystack.indexOf(needle[0] as number);
    at >= 0;
    at = haystack.indexOf(needle[0] as number, at + 1)
  ) {
    if (equalBytes(haystack.subarray(at, at + needle.length), needle)) return true;
  }
  return false;
}

test("§12.4.3: a request that this device does not have is not made anew; the resume code brings it", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const one = new TestBrowser(host, "one");
  const first = one.page();
  await first.start(portal.handover());
  const { resumeCode } = viewAt(first, "prepared");
  const locked = await first.lockCode();
  assert.ok(locked !== undefined);
  assert.ok(locked.link.startsWith(`https://ballot0.example/e/${host.electionId}/#k`));
  await first.ask();
  portal.answer(one.lastLeft);

  const two = new TestBrowser(host, "two");
  const second = two.page();
  await second.start(portal.handover());
  viewAt(second, "elsewhere");
  assert.equal(two.store.rows.size, 0);
  await second.resume("AAAA");
  assert.equal(viewAt(second, "problem").problem.code, "RESUME_CODE_WRONG");
  await second.resume(locked.link);
  assert.equal(viewAt(second, "locked").isWrong, false);
  for (const wrong of ["3K7Q-D0XN-88YB-4MTG-ZQ5A", "3K7Q", ""]) {
    await second.unlock(wrong);
    assert.equal(viewAt(second, "locked").isWrong, true);
    assert.equal(two.store.rows.size, 0);
  }
  await second.unlock(` ${locked.unlocking.toLowerCase().replaceAll("-", " ")} `);
  viewAt(second, "asked");
  await second.ask();
  assert.deepEqual(blindedIn(two.lastLeft), blindedIn(one.lastLeft));
  assert.notDeepEqual(pointIn(two.lastLeft), pointIn(one.lastLeft));
  const other = new TestBrowser(host, "three").page();
  await other.start(portal.handover());
  await other.resume(resumeCode.text);
  viewAt(other, "asked");
  const back = two.page();
  await back.start(portal.answer(two.lastLeft));
  await sealSome(back);
  await back.cast();
  viewAt(back, "recorded");
});

test("§12.4.3: a request whose record is damaged is one that this device does not have; the resume code brings it", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const first = browser.page();
  await first.start(portal.handover());
  const { resumeCode } = viewAt(first, "prepared");
  await first.ask();
  portal.answer(browser.lastLeft);
  for (const key of browser.store.rows.keys()) browser.store.rows.set(key, Uint8Array.of(9, 9));
  const second = browser.page();
  await second.start(portal.handover());
  viewAt(second, "elsewhere");
  await second.resume(resumeCode.text);
  viewAt(second, "asked");
  await second.ask();
  const third = browser.page();
  await third.start(portal.answer(browser.lastLeft));
  viewAt(third, "filling");
});

test("⚔ §12.5.3: somebody else's resume code never reaches the portal before the portal has named its request", async () => {
  const host = newHost();
  const attacker = new TestBrowser(host, "attacker");
  const theirs = attacker.page();
  await theirs.start(newPortal(host, 0, 1).handover());
  viewAt(theirs, "prepared");
  const { link = "", unlocking = "" } = (await theirs.lockCode()) ?? {};

  const browser = new TestBrowser(host, "victim");
  const portal = newPortal(host);
  const tricked = browser.page();
  await tricked.start(link.slice(link.indexOf("#") + 1));
  viewAt(tricked, "locked");
  await tricked.unlock(unlocking);
  const { foreign } = viewAt(tricked, "asked");
  assert.ok(foreign !== undefined);
  await tricked.ask();
  assert.equal(browser.lastLeft, `https://portal.example/issue/${host.electionId}`);
  // The portal names no request for this voter: the device makes its own.
  const device = browser.page();
  await device.start(portal.handover());
  assert.notEqual(viewAt(device, "prepared").resumeCode.text, viewAt(theirs, "prepared").resumeCode.text);
  await device.ask();
  assert.notDeepEqual(blindedIn(browser.lastLeft), []);
  const voted = browser.page();
  await voted.start(portal.answer(browser.lastLeft));
  viewAt(voted, "filling");
  // What came of the link can be taken away, and with it nothing of the voter's own.
  assert.equal(browser.store.rows.size, 2);
  await voted.forget(foreign);
  assert.equal(browser.store.rows.size, 1);
  viewAt(voted, "filling");
});

test("⚔ what is the voter's own is not forgotten while it can still become a ballot", async () => {
  const { browser } = await asked();
  const device = browser.page();
  await device.start("");
  assert.equal(viewAt(device, "asked").foreign, undefined);
  for (const key of browser.store.rows.keys()) await device.forget(key);
  assert.equal(browser.store.rows.size, 1);
});

test("another election's resume code, and one where the portal names another request", async () => {
  const host = newHost();
  const one = new TestBrowser(host, "one");
  const first = one.page();
  await first.start(newPortal(host, 0, 1).handover());
  const { text } = viewAt(first, "prepared").resumeCode;
  const bytes = fromBase64Url(text) as Bytes;
  const portal = newPortal(host);
  await goToBallot(new TestBrowser(host, "other"), portal);
  const device = new TestBrowser(host, "two").page();
  await device.start(portal.handover());
  viewAt(device, "elsewhere");
  await device.resume(utf8(`${text}\n`));
  assert.equal(viewAt(device, "problem").problem.code, "RESUME_CODE_WRONG");
  await device.retry();
  viewAt(device, "elsewhere");
  // A link holds no other than a locked code.
  for (const wrong of [toBase64Url(flipped(bytes, 5)), bytes, `https://ballot0.example/#k${text}`]) {
    await device.resume(wrong);
    assert.equal(viewAt(device, "problem").problem.code, "RESUME_CODE_WRONG");
  }
});
