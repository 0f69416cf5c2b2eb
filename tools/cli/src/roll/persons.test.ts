import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Stop } from "../framework/stop.ts";
import { exampleElection } from "../testing/example-election.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { parseCsv } from "./csv.ts";
import { COLUMNS, readPersons } from "./persons.ts";

const HEAD = COLUMNS.join(",");
const { manifest } = exampleElection();
const path = join(temporaryFolder(), "persons.csv");

const read = (text: string | Uint8Array) => {
  writeFileSync(path, text);
  return readPersons(path, manifest);
};

const refuses = async (text: string | Uint8Array, words: RegExp): Promise<void> => {
  await assert.rejects(read(text), (error) => {
    assert.ok(error instanceof Stop && error.exitCode === 2, String(error));
    assert.match(error.fault.sentence.en, words);
    return true;
  });
};

test("a list of persons, with quotes, empty lines, either line end and a byte order mark", async () => {
  const rows = [
    `\uFEFF${HEAD}`,
    "",
    "Иванова,Мария,Петровна,1980-02-03,4510123456,north\r",
    '"Smith, ""Jr""",Ann,,1990-01-01,X1,south',
  ];
  const entitled = await read(rows.join("\n"));
  assert.deepEqual(
    entitled.map(({ person, style, record }) => [person, style, record.family]),
    [
      ["v-0000001", 0, "Иванова"],
      ["v-0000002", 1, 'Smith, "Jr"'],
    ],
  );
});

test("all bad rows are named by their lines, up to five", async () => {
  const bad = [
    "A,B,,1990-13-40x,X1,north",
    "A,B,,1990-01-01,X 1,north",
    "A,B,,1990-01-01,X1,west",
    ",B,,1990-01-01,X1,north",
    "A,B,1990-01-01,X1,north",
  ];
  await refuses(
    [HEAD, "A,B,,1990-01-01,X1,north", ...bad].join("\n"),
    /line 3: birthDate is malformed; line 4: document is malformed; line 5: no ballot style "west"; line 6: family is malformed; line 7: 5 cells, not 6/,
  );
  await refuses([HEAD, ...bad, ...bad].join("\n"), /and 5 more/);
});

test("what is no such list is refused", async () => {
  await refuses("", /first line should be family,given/);
  await refuses("name,given,patronymic,birthDate,document,style\nA,B,,1990-01-01,X1,north", /first line/);
  await refuses(`${HEAD}\n\n`, /lists nobody/);
  await refuses(`${HEAD}\n"A,B,,1990-01-01,X1,north`, /line 2: the quotes/);
  await refuses(`${HEAD}\n"A"x,B,,1990-01-01,X1,north`, /line 2: the quotes/);
  await refuses(new Uint8Array([0xff, 0xfe]), /not a text in UTF-8/);
});

test("a cell in quotes may hold lines, and later lines are counted right", () => {
  const rows = parseCsv('a,"b\nc"\nd,e\n');
  assert.deepEqual(rows, {
    ok: true,
    value: [
      { line: 1, cells: ["a", "b\nc"] },
      { line: 3, cells: ["d", "e"] },
    ],
  });
  assert.deepEqual(parseCsv('a\n"'), { ok: false, error: { code: "QUOTE_OPEN", line: 2 } });
});
