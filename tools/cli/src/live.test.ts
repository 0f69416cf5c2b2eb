import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { fromHex } from "@veche/base";
import { CheatingTrustee } from "./testing/cheating-trustee.ts";
import { resultOf, runHere } from "./testing/fake-world.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { Town } from "./testing/town.ts";

const HOUR = 3_600_000;
const LOST = 5;
const CHEATER = 4;
const HONEST = [1, 2, 3];

type Group = { readonly counts: readonly number[] };
type Contests = readonly { readonly groups: readonly Group[] }[];
type Worked = { readonly steps: readonly { readonly action: string }[] };
type Vote = { readonly tracker: string };
type Signed = { readonly missing: readonly object[] };
type Closed = { readonly code: string };
type Status = { readonly result: Contests; readonly blamed: readonly object[] };
type Report = {
  readonly verdict: string;
  readonly result: { readonly contests: Contests };
  readonly checks: readonly { readonly id: string; readonly examined: number }[];
};

/** Counts by contest, then group: head, north and south (Orlova, Sokolov, against); bridge (yes, no); park (lamps, benches, trees). */
const EXPECTED = [
  [
    [1, 2, 0],
    [2, 0, 0],
  ],
  [[1, 2]],
  [[1, 0, 2]],
];
const countsIn = (contests: Contests) => contests.map(({ groups }) => groups.map(({ counts }) => counts));

test("L16 L21 a live election: one trustee lost, one who cheats, the node without power", async (t) => {
  const town = new Town(temporaryFolder());
  const { processes } = town;
  after(() => processes.end());
  const must = async <T>(...args: readonly string[]): Promise<T> =>
    resultOf<T>(await processes.run(...args, "--json"));
  const trustees = (command: string, numbers: readonly number[], ...more: readonly string[]) =>
    Promise.all(numbers.map((one) => must<Worked>("trustee", command, ...town.trusteeOptions(one), ...more)));
  const cheater = () =>
    CheatingTrustee.open({
      home: town.folder,
      media: town.media(CHEATER),
      passphrase: town.passphrase,
      electionId: fromHex(town.election) ?? new Uint8Array(0),
      node: town.node.url,
      now: () => town.now(),
    });

  /** What a voter's device still holds, by name. */
  const stateOf = (voter: number): readonly string[] => {
    const path = town.path(`voter${voter}`, `vote-${town.election}.json`);
    return Object.keys(JSON.parse(readFileSync(path, "utf8")) as object).sort();
  };

  await t.test("the trustees make the key in spite of a wrong share", async () => {
    await town.makeKeys();
    await town.startNode();
    await town.define();
    const wrong = await cheater();
    const [[first]] = await Promise.all([
      trustees("ceremony", [...HONEST, LOST]),
      wrong.ceremonyWithWrongShare(1).finally(() => wrong.close()),
      town.startIssuers(),
    ]);
    assert.deepEqual(
      first?.steps.map(({ action }) => action),
      ["hash", "commit", "shares", "verdict", "reconfirm", "canary"],
      "trustee 1 complained of its share, and took the one that was published",
    );
  });

  await t.test("roll, canaries, opening", async () => {
    resultOf(await town.makeRoll());
    await trustees("canary", [...HONEST, CHEATER, LOST]);
    resultOf(await town.commission("open"));
    await town.startRegistrar();
  });

  await t.test("votes, a re-vote, and none while voting is suspended", async () => {
    const [, , blank] = await Promise.all([
      must<Vote>(...town.castOptions(1, "head=orlova", "bridge=yes")),
      must<Vote>(...town.castOptions(3, "head=orlova", "park=lamps,trees")),
      must<Vote>(...town.castOptions(4, "head=against", "park=")),
    ]);
    const reason = ["--reason-en", "A test", "--reason-ru", "Проба"];
    resultOf(await town.commission("suspend", ...reason));
    const early = await processes.run(...town.castOptions(2, "head=sokolov", "bridge=no"));
    assert.equal(early.code, 1, early.stderr);
    assert.match(early.stderr, /Voting is suspended/);
    resultOf(await town.commission("resume", ...reason));
    await must(...town.castOptions(2, "head=sokolov", "bridge=no"));
    const again = [...town.castOptions(4, "head=orlova", "park=trees"), "--again"];
    assert.notEqual((await must<Vote>(...again)).tracker, blank.tracker);
    assert.equal((await processes.run(...again)).code, 1, "one re-vote is allowed");
    assert.deepEqual(stateOf(4), ["format", "index", "stage", "tracker"], "what could vote again is gone");
    const elsewhere = town.castOptions(4, "head=orlova", "park=");
    const other = await runHere(elsewhere.map((word) => word.replace(/voter4$/, "device2")));
    assert.equal(other.code, 1);
    assert.match(other.stderr, /given out on your entry before/);
  });

  await t.test("letters and receipts that are not right are refused, and nothing is asked for", async () => {
    const letter = JSON.parse(readFileSync(town.path("letters", "letter-v-0000005.json"), "utf8")) as object;
    const forged = (name: string, change: object): readonly string[] => {
      writeFileSync(town.path(name), JSON.stringify({ ...letter, ...change }));
      return town
        .castOptions(5, "head=orlova", "bridge=no")
        .map((word) => (word.includes("letter-v") ? town.path(name) : word));
    };
    const cases: readonly (readonly [readonly string[], 1 | 2, RegExp])[] = [
      [forged("salt", { salt: "00".repeat(32) }), 1, /was changed/],
      [forged("election", { election: "00".repeat(32) }), 2, /another election/],
      [forged("form", { more: 1 }), 2, /form of a file/],
      [forged("secret", { secret: "0000-0000-0000-0000-0000" }), 1, /secret is wrong/],
      [town.castOptions(5, "head=orlova"), 2, /Nothing is said for the contest bridge/],
    ];
    for (const [argv, code, words] of cases) {
      const ran = await runHere(
        argv.map((word) => (word === town.path("voter5") ? town.path("voter5x") : word)),
      );
      assert.equal(ran.code, code, ran.stderr);
      assert.match(ran.stderr, words);
    }
    const [replaced = "", last = ""] = readdirSync(town.path("voter4"))
      .filter((name) => name.startsWith("receipt-"))
      .map((name) => town.path("voter4", name))
      .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
    const look = async (file: string) =>
      resultOf<{ readonly counts: boolean }>(
        await runHere(["cast", "check", "--receipt", file, ...town.ledger, "--json"]),
      );
    assert.deepEqual([(await look(replaced)).counts, (await look(last)).counts], [false, true]);
    writeFileSync(town.path("receipt"), readFileSync(last, "utf8").replace(/^index \d+/m, "index 3"));
    const wrong = await runHere(["cast", "check", "--receipt", town.path("receipt"), ...town.ledger]);
    assert.equal(wrong.code, 1, wrong.stderr);
  });

  await t.test("a voter who is cut off at every step gets in one ballot, and no second", async () => {
    for (let allowed = 0; ; allowed++) {
      let left = allowed;
      const ran = await runHere([...town.castOptions(5, "head=sokolov", "bridge=no"), "--json"], {
        isImpatient: true,
        fetch: (url, init) => (left-- > 0 ? fetch(url, init) : Promise.reject(new Error("cut off"))),
      });
      if (ran.code === 0) break;
      assert.equal(ran.code, 2, ran.stderr);
      assert.ok(allowed < 60, ran.stderr);
    }
    assert.deepEqual(stateOf(5), ["credential", "format", "index", "stage", "tracker"]);
  });

  await t.test("the node comes back, and two members move the end by a proposal", async () => {
    await town.node.kill();
    await town.startNode();
    const proposed = ["--style", "north", "--by", "60", "--reason-en", "Queue", "--reason-ru", "Очередь"];
    const anna = ["--home", "anna", ...town.pass, "--propose", "extend.json"];
    await must("election", "extend", ...town.ledger, ...proposed, ...anna);
    const submit = ["election", "submit", "extend.json", "--node", town.node.url];
    const early = await processes.run(...submit);
    assert.equal(early.code, 2);
    assert.match(early.stderr, /Signatures are missing: commission \+1/);
    const boris = ["--home", "boris", ...town.pass, ...town.ledger, "--yes"];
    const signed = await must<Signed>("election", "sign", "extend.json", ...boris);
    assert.deepEqual(signed.missing, []);
    await must(...submit);
  });

  await t.test("the lost trustee is not missed, and the cheat is blamed", async () => {
    await trustees("canary", HONEST, "--once");
    for (const medium of town.media(LOST)) rmSync(medium, { recursive: true });
    assert.equal((await processes.run("election", "close", ...town.ledger)).code, 1, "before its time");
    processes.passTime(3 * HOUR);
    const { code } = await must<Closed>("election", "close", ...town.ledger);
    const [deceived, lost] = await Promise.all([
      processes.run("trustee", "tally", ...town.trusteeOptions(1), "--confirm", "0000-0000-0000-0000-0000"),
      processes.run("trustee", "tally", ...town.trusteeOptions(LOST), "--confirm", code),
    ]);
    assert.equal(deceived.code, 1);
    assert.match(deceived.stderr, /not the twenty characters/);
    assert.equal(lost.code, 2, "its media are gone");
    await trustees("tally", [CHEATER], "--confirm", code, "--once");
    const wrong = await cheater();
    const tallies = trustees("tally", HONEST, "--confirm", code);
    assert.equal(await wrong.decryptWrongly().finally(() => wrong.close()), "BLAMED");
    await tallies;
    resultOf(await town.commission("certify"));
    const status = await must<Status>("election", "status", ...town.ledger);
    assert.deepEqual(countsIn(status.result), EXPECTED);
    assert.deepEqual(status.blamed, [{ trustee: CHEATER, type: "decryption", count: 1 }]);
  });

  await t.test("services end when their operator ends them", async () => {
    for (const service of [town.registrar, ...town.issuers]) {
      assert.equal(await service.stop(), 0, service.log());
    }
  });

  await t.test("anyone writes the record and verifies it with receipts", async () => {
    await must("election", "record", ...town.ledger, "--out", "record");
    assert.equal(await town.node.stop(), 0, town.node.log());
    const receipts = [1, 4, 5].flatMap((voter) =>
      readdirSync(town.path(`voter${voter}`))
        .filter((name) => name.startsWith("receipt-"))
        .flatMap((name) => ["--receipt", town.path(`voter${voter}`, name)]),
    );
    const report = await must<Report>("verify", "record", "--election", town.election, ...receipts);
    assert.equal(report.verdict, "good");
    assert.deepEqual(countsIn(report.result.contests), EXPECTED);
    const examined = report.checks.find(({ id }) => id === "V26")?.examined;
    assert.equal(examined, 4, "a receipt for each ballot, the replaced one too");
    const other = town.election.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    const [fsck, another] = await Promise.all([
      processes.run("fsck", "record"),
      processes.run("verify", "record", "--election", other),
    ]);
    assert.deepEqual([fsck.code, another.code], [0, 1]);
    const bytes = readFileSync(town.path("record", "result.cbor"));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(town.path("record", "result.cbor"), bytes);
    assert.equal((await processes.run("verify", "record")).code, 1, "a changed byte");
  });
});
