import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMoment } from "../framework/kinds.ts";
import { Stop } from "../framework/stop.ts";
import { secureRandomBytes } from "../framework/world.ts";
import { EXAMPLE_TIMES, exampleDraftRead, exampleParties, publicKeys } from "../testing/example-election.ts";
import { readDraft } from "./draft.ts";
import { exampleDraft } from "./example.ts";
import { manifestOf } from "./manifest-of.ts";

const make = (changes: object = {}, parties = exampleParties()) =>
  manifestOf(exampleDraftRead(changes), parties, secureRandomBytes);

const refuses = (code: string, made: () => unknown, words: RegExp): void => {
  assert.throws(made, (error) => {
    assert.ok(error instanceof Stop && error.exitCode === 2, String(error));
    assert.equal(error.fault.code, code);
    assert.match(error.fault.sentence.en, words);
    return true;
  });
};

test("the example is a test with tick 0, and says so", () => {
  const example = exampleDraft(EXAMPLE_TIMES) as { readonly kind: string; readonly notes: readonly string[] };
  assert.equal(example.kind, "test");
  assert.match(example.notes.join(" "), /tick is 0/);
  const manifest = make();
  assert.deepEqual([manifest.kind, ...manifest.styles.map(({ tick }) => tick)], ["test", 0, 0]);
  assert.deepEqual(manifest.issuers.active, [1, 2]);
  assert.deepEqual(
    manifest.styles.map(({ contests }) => contests),
    [
      [0, 1],
      [0, 2],
    ],
  );
  assert.equal(manifest.styles[0]?.castEnds, EXAMPLE_TIMES.ends);
  assert.notDeepEqual(make().nonce, make().nonce, "every manifest has its own nonce");
});

type Silent = {
  readonly revoteMax: number;
  readonly minimumGroup: number;
  readonly tiny: string;
  readonly styles: readonly { readonly tick: number }[];
};

test("where the draft is silent the defaults of the specification hold", () => {
  const { revoteMax: _1, minimumGroup: _2, tiny: _3, ...silent } = exampleDraft(EXAMPLE_TIMES) as Silent;
  const styles = silent.styles.map(({ tick: _4, ...style }) => style);
  const read = readDraft(JSON.parse(JSON.stringify({ ...silent, styles })));
  assert.ok(read.ok);
  const manifest = manifestOf(read.value, exampleParties(), secureRandomBytes);
  assert.deepEqual(
    [manifest.revoteMax, manifest.minimumGroup, manifest.tiny, manifest.styles[0]?.tick],
    [0, 10, "withhold", 600],
  );
});

test("a draft that is not one says where", () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ kind: "coup" }, "kind"],
    [{ stepSeconds: -1 }, "stepSeconds"],
    [{ stepSeconds: 1.5 }, "stepSeconds"],
    [{ title: null }, "title"],
    [{ extra: 1 }, "extra"],
    [{ tallyNotBefore: "2026-12-04" }, "tallyNotBefore"],
    [{ tallyNotBefore: "2026-12-04T08:00" }, "tallyNotBefore"],
    [{ contests: [{ id: "a" }] }, "contests[0]"],
    [{ title: { en: "", ru: "x" } }, "title.en"],
  ];
  for (const [change, path] of cases) {
    const read = readDraft(JSON.parse(JSON.stringify({ ...exampleDraft(EXAMPLE_TIMES), ...change })));
    assert.ok(!read.ok, JSON.stringify(change));
    assert.ok(read.error.path.startsWith(path), `${read.error.path} for ${path}`);
  }
  for (const value of [null, [], "draft", 7]) assert.ok(!readDraft(value).ok);
});

test("what breaks a rule of the manifest is refused with the rule's number", () => {
  const parties = exampleParties();
  const without = (role: string) => parties.filter((party) => party.role !== role);
  refuses("ONE_REGISTRAR", () => make({}, without("registrar")), /exactly one registrar/);
  refuses("ONE_REGISTRAR", () => make({}, [...parties, publicKeys("registrar", "2")]), /exactly one/);
  refuses("MANIFEST_INVALID", () => make({}, without("validator")), /02\.2\.6/);
  refuses("MANIFEST_INVALID", () => make({}, [...parties, parties[1] as never]), /02\.2\.2/);
  refuses(
    "MANIFEST_INVALID",
    () => make({ quorums: { genesis: 1, commission: 1, trustees: 3, witnesses: 0 } }),
    /02\.2\.3/,
  );
  refuses(
    "MANIFEST_INVALID",
    () => make({ quorums: { genesis: 1, commission: 2, trustees: 5, witnesses: 0 } }),
    /02\.2\.4/,
  );
  refuses("MANIFEST_INVALID", () => make({ activeIssuers: 4 }), /02\.2\.5/);
  refuses("MANIFEST_INVALID", () => make({ origin: "Not An Origin" }), /02\.2\.1.*origin/);
  refuses("MANIFEST_INVALID", () => make({ tallyNotBefore: "2026-12-06T21:00:00Z" }), /02\.2\.9/);
  const { styles } = exampleDraft(EXAMPLE_TIMES) as { styles: object[] };
  refuses("CONTEST_UNKNOWN", () => make({ styles: [{ ...styles[0], contests: ["mayor"] }] }), /"mayor"/);
});

test("days that do not exist are no moments, and a key that JavaScript hides is seen", () => {
  assert.equal(parseMoment("2028-02-29T08:00:00Z"), Date.UTC(2028, 1, 29, 8));
  assert.equal(parseMoment("2026-12-04T08:00+03:00"), Date.UTC(2026, 11, 4, 5));
  for (const text of [
    "2026-02-29T08:00Z",
    "2026-02-30T08:00:00Z",
    "2026-04-31T08:00Z",
    "2026-12-04T24:00Z",
  ]) {
    assert.equal(parseMoment(text), undefined, text);
  }
  const hidden = JSON.parse(
    JSON.stringify(exampleDraft(EXAMPLE_TIMES)).replace("{", '{"__proto__":{},'),
  ) as unknown;
  assert.ok(readDraft(JSON.parse(JSON.stringify(exampleDraft(EXAMPLE_TIMES)))).ok, "positive control");
  assert.ok(!readDraft(hidden).ok);
});
