import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborMap, type CborValue, encodeCbor, sha256 } from "@veche/base";
import { encodePoint } from "@veche/group";
import { Findings } from "../findings.ts";
import { BundleFeed } from "../log/bundle-feed.ts";
import { openLog } from "../log/open-log.ts";
import { walkLog } from "../log/walk.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { memoryReader, type RecordReader } from "../reader.ts";
import { NOTHING, UNTIL_OPEN, UNTIL_VOTES } from "../testing/control.ts";
import { COMMISSION, RecordMaker, trustee } from "../testing/maker.ts";
import { partyName, type Signer, signAs } from "../testing/parties.ts";
import { seededBytes } from "../testing/random.ts";
import { makeRecord, type Scenario } from "../testing/scenario.ts";
import { GENESIS, putParts } from "../testing/steps-parts.ts";
import { define, openBody } from "../testing/steps-setup.ts";
import { lastEnd } from "../testing/steps-tally.ts";
import {
  cast,
  castTransaction,
  forgeCast,
  issue,
  VOTES_A,
  voting,
  waitUntil,
} from "../testing/steps-vote.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { twoBundles } from "../testing/two-bundles.ts";
import { hash64 } from "../transcript.ts";
import { ROLE } from "./authority.ts";
import { type Election, newElection } from "./election.ts";
import { Replay } from "./replay.ts";

type Options = {
  /** The entry of the definition. */
  readonly definition?: number | undefined;
  readonly hasElection?: boolean;
  /** Whether all bundles are judged as one batch. */
  readonly isOneBatch?: boolean;
  readonly reader?: RecordReader;
};

type Replayed = {
  readonly election: Election | undefined;
  /** Of each check the first failure: check, code and entry or file. */
  readonly faults: readonly string[];
  /** How often a batch was judged once more. */
  readonly again: number;
  /** The settled sums of the first style. */
  readonly sums: () => Promise<readonly string[]>;
};

/** Replays what a maker has put into its log, without all that a verification does beside it. */
async function replay(
  maker: RecordMaker,
  {
    definition = 0,
    hasElection = true,
    isOneBatch = true,
    reader = memoryReader(maker.files()),
  }: Options = {},
): Promise<Replayed> {
  const findings = new Findings();
  const { walk } = await openLog(reader, findings);
  const { source } = walk;
  const [pool, randomBytes] = [inlinePool(), seededBytes("replay")];
  const election = hasElection
    ? newElection(maker.manifest, maker.electionId, { pool, source, randomBytes })
    : undefined;
  const feed = new BundleFeed({
    source,
    pool,
    randomBytes,
    hints: undefined,
    contextNow: () => election?.contextNow(),
    areVotesDue: () => isOneBatch,
  });
  let again = 0;
  const judgeAgain: ConstructorParameters<typeof Replay>[0]["judgeAgain"] = async (taken, context) => {
    again += 1;
    await feed.judgeAgain(taken, context);
  };
  const one = new Replay({ findings, definition, election, judgeAgain });
  await walkLog(walk, feed, (visit) => one.take(visit));
  one.finish();
  const faults = findings.results().flatMap(({ id, failure }) => {
    if (failure === undefined) return [];
    const place = Object.values(failure.place ?? {});
    return [[id, failure.code, ...place].join(" ")];
  });
  const sums = async (): Promise<readonly string[]> => {
    assert.ok(election !== undefined);
    await election.aggregates.settle(pool, source, election.contextNow());
    return election.aggregates.of(0).map(({ alpha, beta }) => `${encodePoint(alpha)} ${encodePoint(beta)}`);
  };
  return { election, faults, again, sums };
}

const reason = { en: "why", ru: "почему" };
const JUNK = new Uint8Array([0xff]);
/** A second voter votes once, in the first bundle. */
const two = twoBundles((maker) => {
  issue(maker, 0, 1);
  cast(maker, { voter: "y", style: 0, votes: VOTES_A[0] ?? [] });
});

test("only the last ballot of each credential is in the sums, wherever the batches end", async () => {
  for (const isOneBatch of [true, false]) {
    const { faults, election, sums } = await replay(two, { isOneBatch });
    assert.deepEqual(faults, []);
    assert.deepEqual(election?.tally?.result?.contests[0]?.groups[0]?.counts, [1, 1]);
    // The batch of `close` has been added before its end, and is not added again.
    const settled = election.aggregates
      .of(0)
      .map((one) => `${encodePoint(one.alpha)} ${encodePoint(one.beta)}`);
    assert.ok(settled.length > 0);
    assert.deepEqual(await sums(), settled);
  }
});

test("a ballot that is right and must not enter is in no sum", async () => {
  const maker = makeRecord({
    voting: (one) => {
      voting(one);
      forgeCast(one, { voter: "a0", style: 0, seq: 2, votes: VOTES_A[0] ?? [] });
    },
  });
  const { faults, election } = await replay(maker);
  assert.equal(faults.length, 1);
  assert.match(faults[0] ?? "", /^V19 SEQ_WRONG/);
  assert.deepEqual(election?.tally?.result?.bytes, maker.resultBytes);
});

test("a bundle that is another when it is read again is named", async () => {
  const honest = memoryReader(two.files());
  let reads = 0;
  const reader: RecordReader = {
    ...honest,
    read: async (path) => {
      const bytes = await honest.read(path);
      if (path !== "tile/entries/000") return bytes;
      reads += 1;
      return reads === 1 ? bytes : bytes && new Uint8Array(bytes.length);
    },
  };
  const { faults } = await replay(two, { reader });
  assert.equal(faults[0], "V03 FILE_CHANGED tile/entries/000");
});

test("ballots are judged again when they are judged by something else now, and nothing else is", async () => {
  const votes = (...casts: readonly number[]): Scenario => ({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      for (const n of [0, 1, 2]) issue(one, 0, n);
      for (const n of casts) cast(one, { voter: `a${n}`, style: 0, votes: VOTES_A[n] ?? [] });
    },
  });
  for (const [casts, times] of [
    [[], 0],
    [[0], 1],
    [[0, 1, 2], 1],
  ] as const) {
    const { faults, again } = await replay(makeRecord(votes(...casts)));
    assert.deepEqual([faults, again], [[], times]);
  }
});

test("an entry without a readable time belongs to the block before it", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      one.control("suspend", { reason });
      one.entries.push(JUNK);
      one.add("suspend", { reason }, COMMISSION, one.time);
    },
  });
  const last = maker.entries.length - 1;
  const { faults } = await replay(maker);
  // Signed with the number of the block before: the first of both has not taken effect.
  assert.deepEqual(faults, [`V06 ENTRY_ENCODING ${last - 1}`, `V08 SIGNATURE_INVALID ${last}`]);
});

type Block = readonly CborValue[];

/** A log of these blocks, a second after each other. */
function logOf(...blocks: readonly Block[]): RecordMaker {
  const maker = new RecordMaker(testManifest());
  for (const block of blocks) {
    const time = maker.time + 1000;
    for (const transaction of block) maker.put(transaction, time);
  }
  return maker;
}

const CLOSE: CborValue = ["close", {}, []];
const CAST = castTransaction(new Uint8Array(300));
const SIGNED_CAST: CborValue = ["cast", { ballot: new Uint8Array(300) }, [[1, 1, new Uint8Array(64)]]];
const DEFINE: CborValue = ["define", { manifest: new Uint8Array(5) }, []];
const partOf = (role: number): CborValue => [
  "part",
  {
    bytes: new Uint8Array(9),
    index: 0,
    of: 2,
    origin: testManifest().origin,
    whole: sha256(new Uint8Array([role])),
  },
  [[role, 1, new Uint8Array(64)]],
];

test("without an election order is judged all the same, of casts in any form", async () => {
  const order = async (...blocks: readonly Block[]) =>
    (await replay(logOf([DEFINE], ...blocks), { hasElection: false })).faults;
  for (const one of [CAST, SIGNED_CAST]) {
    assert.deepEqual(await order([CLOSE, one]), []);
    assert.deepEqual(await order([one], [CLOSE]), []);
    assert.deepEqual(await order([one, CLOSE]), ["V07 CAST_BEFORE_OTHERS 2"]);
    assert.deepEqual(await order([one, one]), ["V07 CAST_ORDER 2"]);
  }
});

test("without an election what comes before the definition is none of one", async () => {
  const judged = async (at: number | undefined, ...transactions: readonly CborValue[]) => {
    const maker = logOf(...transactions.map((one) => [one]));
    return (await replay(maker, { definition: at, hasElection: false })).faults;
  };
  for (const one of [CLOSE, CAST, SIGNED_CAST]) {
    assert.deepEqual(await judged(1, one, DEFINE), ["V06 ELECTION_UNDEFINED 0"]);
    assert.deepEqual(await judged(0, DEFINE, one), []);
    assert.deepEqual(await judged(9, DEFINE, one), ["V06 ELECTION_UNDEFINED 1"]);
  }
  // The last part of the definition comes from an organisation of genesis too.
  assert.deepEqual(await judged(0, partOf(ROLE.genesis)), []);
  assert.deepEqual(await judged(0, partOf(ROLE.trustee)), ["V08 SIGNERS_WRONG 0"]);
  assert.deepEqual(await judged(0, partOf(ROLE.genesis), partOf(ROLE.trustee)), []);
});

test("before the definition no deadline passes", async () => {
  const maker = new RecordMaker(testManifest());
  define(maker);
  maker.put(["deadline", { attempt: 0, step: "hash" }, []], maker.time);
  const { faults, election } = await replay(maker);
  assert.deepEqual(faults, ["V10 DEADLINE_NOT_DUE 1"]);
  assert.deepEqual([election?.ceremony.attempt, election?.ceremony.began], [0, maker.time]);
});

test("an opening or an end without its signatures has its effect, so that what follows can be checked", async () => {
  const opened = makeRecord({
    open: (one) => {
      one.add("open", openBody(one), COMMISSION.slice(0, 1));
      one.controlSeq += 1;
    },
  });
  const opening = await replay(opened);
  assert.equal(opening.faults.length, 1);
  assert.match(opening.faults[0] ?? "", /^V08 QUORUM_MISSING/);
  assert.deepEqual(opening.election?.tally?.result?.bytes, opened.resultBytes);

  const closed = makeRecord({
    close: (one) => {
      one.add("close", {}, trustee(1), lastEnd(one));
      one.closedSize = one.entries.length;
    },
  });
  const end = await replay(closed);
  assert.deepEqual(end.faults, [`V08 SIGNERS_WRONG ${closed.closedSize - 1}`]);
  assert.deepEqual(end.election?.tally?.result?.bytes, closed.resultBytes);
});

test("what else is without its signatures has none", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      one.add("suspend", { reason }, COMMISSION.slice(0, 1));
      issue(one, 0, 0);
    },
  });
  const { faults, election } = await replay(maker);
  assert.deepEqual(faults, [`V08 QUORUM_MISSING ${maker.entries.length - 2}`]);
  assert.equal(election?.suspended, false);
  assert.equal(election?.styles[0]?.issued, 1);
});

test("of definitions with one id the one that counts is that on which the record rests", async () => {
  const maker = new RecordMaker(testManifest());
  maker.add("define", { manifest: maker.manifestBytes }, GENESIS);
  define(maker);
  const { faults, election } = await replay(maker, { definition: 1 });
  assert.deepEqual(faults, ["V08 QUORUM_MISSING 0"]);
  assert.equal(election?.phase, "set-up");
  assert.equal(election.ceremony.began, maker.time);
});

/** So many options that the definition fits no single entry. */
function longManifest(): CborMap {
  const usual = testManifest();
  const title = { en: "x".repeat(600), ru: "y".repeat(600) };
  const options = Array.from({ length: 60 }, (_, n) => ({ id: `o${n}`, title }));
  return { ...usual, contests: usual.contests.map((one, i) => (i === 2 ? { ...one, options } : one)) };
}

const definition = (
  maker: RecordMaker,
  signers: readonly Signer[] = [...GENESIS, ...COMMISSION],
): CborValue => maker.transaction("define", { manifest: maker.manifestBytes }, signers);

test("a definition may come in parts, behind wholes that are refused and parts that must not enter", async () => {
  const maker = new RecordMaker(longManifest());
  const whole = new Uint8Array(encodeCbor(definition(maker)));
  // A first part with a wrong signature, and the same again by its signer.
  const body = {
    bytes: whole.slice(0, 100),
    index: 0,
    of: 2,
    origin: maker.manifest.origin,
    whole: sha256(whole),
  };
  maker.put(["part", body, [[ROLE.genesis, 1, new Uint8Array(64)]]]);
  maker.add("part", body, [[ROLE.genesis, 1]]);
  putParts(maker, definition(maker, GENESIS), [ROLE.genesis, 2]);
  putParts(maker, definition(maker), [ROLE.genesis, 2]);
  const last = maker.entries.length - 1;
  const { faults, election } = await replay(maker, { definition: last });
  assert.deepEqual(faults, ["V08 SIGNATURE_INVALID 0"]);
  assert.equal(election?.phase, "set-up");
});

test("a definition in parts that is refused leaves the record without one", async () => {
  const maker = new RecordMaker(longManifest());
  putParts(maker, definition(maker, GENESIS), [ROLE.genesis, 1]);
  const last = maker.entries.length - 1;
  assert.deepEqual((await replay(maker, { definition: last })).faults, ["V02 DEFINITION_REFUSED"]);
});

test("parts name the origin of the election from its definition on", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    ceremony: NOTHING,
    issuerKeys: NOTHING,
    roll: NOTHING,
    canaries: NOTHING,
    open: NOTHING,
  });
  const part = (origin: string): CborMap => ({
    bytes: new Uint8Array(9),
    index: 0,
    of: 2,
    origin,
    whole: sha256(new Uint8Array([origin.length])),
  });
  const elsewhere = part("veche.example/elsewhere");
  const own = maker.copy();
  own.add("part", part(maker.manifest.origin), trustee(1));
  assert.deepEqual((await replay(own)).faults, []);
  const other = maker.copy();
  other.add("part", elsewhere, trustee(1));
  assert.deepEqual((await replay(other)).faults, ["V09 PART_ORIGIN 1"]);
  // Before it a part names what it likes, and is signed under that.
  const before = new RecordMaker(testManifest());
  const items = ["veche.example/elsewhere", before.electionId, "part", "", encodeCbor(elsewhere)] as const;
  const signer: Signer = [ROLE.genesis, 2];
  before.put(["part", elsewhere, [[...signer, signAs(partyName(signer), hash64("tx", ...items))]]]);
  define(before);
  assert.deepEqual((await replay(before, { definition: 1 })).faults, []);
});
