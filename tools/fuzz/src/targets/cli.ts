import { writeFileSync } from "node:fs";
import { type Bytes, fromUtf8, type Result, toBase64, utf8 } from "@veche/base";
import type { Manifest } from "@veche/election";
import { encodeCredential } from "@veche/election/spend";
import { Fault, type Target } from "../engine/target.ts";
import { example, json } from "../examples.ts";
import { internal } from "../internal.ts";
import { insistSame, jsonOf, outcomeOf, strictJson } from "../properties.ts";
import { scratch } from "./client.ts";

const CLI = "tools/cli/src";

/** A command that stops with a sentence for people has refused; anything else that is thrown is a fault. */
async function refusing<T>(
  attempt: () => T | Promise<T>,
): Promise<{ readonly value: T } | { readonly refused: string }> {
  try {
    return { value: await attempt() };
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "Stop") {
      return {
        refused: (error as Error & { readonly fault?: { readonly code?: string } }).fault?.code ?? "stopped",
      };
    }
    throw error;
  }
}

/** A JSON file that a command reads and writes: spacing is free, the rest is written again as it was. */
function fileTarget<T>(
  name: string,
  covers: readonly string[],
  open: () => Promise<{
    examples: readonly unknown[];
    read: (path: string) => Promise<T>;
    write: (value: T, path: string) => Promise<unknown>;
  }>,
): Target {
  return {
    name,
    covers,
    shape: "json",
    quick: 300,
    open: async () => {
      const { path, close } = scratch();
      const { examples, read, write } = await open();
      return {
        examples: examples.map(json),
        run: async (input) => {
          writeFileSync(path("file"), input);
          const done = await refusing(() => read(path("file")));
          if ("refused" in done) return done.refused;
          insistSame(
            await write(done.value, path("again")),
            jsonOf(withoutMark(input)),
            "a file is written otherwise than it was read",
          );
          return "ok";
        },
        close,
      };
    },
  };
}

/** Editors put a byte order mark before JSON: the commands pass over it. */
const withoutMark = (input: Bytes): Bytes => (fromUtf8(input)?.startsWith("\ufeff") ? input.slice(3) : input);

const hex = "ab".repeat(32);
const credential = {
  electionId: new Uint8Array(32),
  styleId: "north",
  style: 0,
  set: 0,
  x: 5n,
  point: new Uint8Array(32),
  token: [new Uint8Array(256)],
};

type Rows = readonly { readonly line: number; readonly cells: readonly string[] }[];

export const CLI_TARGETS: readonly Target[] = [
  {
    name: "csv",
    covers: [`${CLI}/roll/csv.ts#parseCsv`],
    shape: "text",
    quick: 6_000,
    open: async () => {
      const { parseCsv } = await internal<{ parseCsv: (text: string) => Result<Rows, { code: string }> }>(
        `${CLI}/roll/csv.ts`,
      );
      return {
        examples: [
          'a,b\n"c ""d""",e\r\n\n"f\ng",h\n',
          "family,given,patronymic,birthDate,document,style\n",
        ].map(utf8),
        run: (input) => {
          const read = parseCsv(fromUtf8(input) ?? "");
          if (read.ok) {
            const quoted = read.value
              .map(({ cells }) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
              .join("");
            const again = parseCsv(quoted);
            insistSame(
              again.ok && again.value.map(({ cells }) => cells),
              read.value.map(({ cells }) => cells),
              "rows in quotes are other rows",
            );
          }
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "persons",
    covers: [`${CLI}/roll/persons.ts#readPersons`],
    shape: "text",
    quick: 300,
    open: async () => {
      const { readPersons } = await internal<{
        readPersons: (path: string, manifest: Manifest) => Promise<unknown>;
      }>(`${CLI}/roll/persons.ts`);
      const { path, close } = scratch();
      const { manifest } = example("open");
      const head = "family,given,patronymic,birthDate,document,style\n";
      return {
        examples: [
          utf8(
            `${head}Иванова,Анна,,1980-02-29,4509123456,style-0\nПетров,Пётр,Ильич,1990-01-02,4509123457,style-1\n`,
          ),
        ],
        run: async (input) => {
          writeFileSync(path("persons.csv"), input);
          const done = await refusing(() => readPersons(path("persons.csv"), manifest));
          return "refused" in done ? done.refused : "ok";
        },
        close,
      };
    },
  },
  {
    name: "moment",
    covers: [`${CLI}/framework/kinds.ts#parseMoment`],
    shape: "text",
    quick: 10_000,
    open: async () => {
      const { parseMoment } = await internal<{ parseMoment: (text: string) => number | undefined }>(
        `${CLI}/framework/kinds.ts`,
      );
      return {
        examples: [
          "2026-12-04T08:00:00.000Z",
          "2026-02-28T23:59:59+03:00",
          "2024-02-29T08:00-11:30",
          "1970-01-01T00:00Z",
        ].map(utf8),
        run: (input) => {
          const text = fromUtf8(input) ?? "";
          insistSame(parseMoment(text), plainMoment(text), "a moment is another one, counted in days");
          return String(parseMoment(text) !== undefined);
        },
      };
    },
  },
  {
    name: "draft",
    covers: [`${CLI}/draft/draft.ts#readDraft`],
    shape: "json",
    quick: 2_000,
    open: async () => {
      const { readDraft } = await internal<{
        readDraft: (value: unknown) => Result<unknown, { code: string }>;
      }>(`${CLI}/draft/draft.ts`);
      const { exampleDraft } = await internal<{ exampleDraft: (times: object) => object }>(
        `${CLI}/draft/example.ts`,
      );
      const day = 86_400_000;
      const draft = exampleDraft({
        opens: 20_000 * day,
        ends: 20_001 * day,
        latestEnd: 20_002 * day,
        stepSeconds: 60,
      });
      return {
        examples: [json(draft)],
        run: (input) => {
          const value = jsonOf(input);
          const read = readDraft(value);
          // Unknown keys are refused at every level: a word mistyped must not become a default.
          if (read.ok)
            insistSame(
              Object.keys(value as object).sort(),
              Object.keys(read.value as object).sort(),
              "a key of a draft is passed over",
            );
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "secret-keys",
    covers: [`${CLI}/keys/secret-keys.ts#decodeSecretKeys`],
    shape: "json",
    quick: 4_000,
    open: async () => {
      type Keys = { decodeSecretKeys: (bytes: Bytes) => unknown; encodeSecretKeys: (keys: unknown) => Bytes };
      const { decodeSecretKeys, encodeSecretKeys } = await internal<Keys>(`${CLI}/keys/secret-keys.ts`);
      return {
        examples: [{ key: hex }, { key: hex, logKey: hex }, { key: hex, issueKey: hex }].map(json),
        run: strictJson(
          (value) => decodeSecretKeys(json(value)),
          (keys) => jsonOf(encodeSecretKeys(keys)),
        ),
      };
    },
  },
  fileTarget("public-keys", [`${CLI}/keys/public-keys.ts#readPublicFile`], async () => {
    const { readPublicFile, publicJson } = await internal<{
      readPublicFile: (path: string) => Promise<unknown>;
      publicJson: (keys: unknown) => unknown;
    }>(`${CLI}/keys/public-keys.ts`);
    const base = { format: 1, name: "A", key: hex };
    const examples = [
      { ...base, role: "issuer" },
      { ...base, role: "validator", logKey: hex },
      { ...base, role: "registrar", issueKey: hex },
      { ...base, role: "trustee", age: "age1" },
    ];
    return { examples, read: readPublicFile, write: async (keys) => publicJson(keys) };
  }),
  fileTarget("chain-member", [`${CLI}/chain/public-file.ts#readMemberFile`], async () => {
    const { readMemberFile, memberJson } = await internal<{
      readMemberFile: (path: string) => Promise<unknown>;
      memberJson: (member: unknown) => unknown;
    }>(`${CLI}/chain/public-file.ts`);
    const keys = { consensus: hex, key: hex, logKey: hex, nodeId: hex.slice(0, 40) };
    const examples = ["node1.example.org:26656", "[2001:db8::1]:1"].map((address) => ({
      ...{ format: 1, name: "node1.example.org", ...keys, address, url: "https://node1.example.org" },
    }));
    return { examples, read: readMemberFile, write: async (member) => memberJson(member) };
  }),
  fileTarget("proposals-file", [`${CLI}/proposal/file.ts#readProposals`], async () => {
    const { readProposals, proposalsText } = await internal<{
      readProposals: (path: string) => Promise<unknown>;
      proposalsText: (proposals: unknown) => string;
    }>(`${CLI}/proposal/file.ts`);
    const { encodeProposal, propose } = await import("@veche/client");
    const { electionId, manifest } = example("smallest");
    const proposed = propose({ electionId, origin: manifest.origin }, "suspend", 3, {
      reason: { en: "a", ru: "б" },
    });
    const proposals = proposed.ok ? [toBase64(encodeProposal(proposed.value))] : [];
    return {
      examples: [{ format: 1, proposals }],
      read: readProposals,
      write: async (value) => JSON.parse(proposalsText(value)),
    };
  }),
  {
    name: "vote-state",
    covers: [`${CLI}/cast/state.ts#loadState`],
    shape: "json",
    quick: 150,
    open: async () => {
      type State = {
        loadState: (path: string) => Promise<{ readonly stage: string }>;
        saveState: (path: string, state: unknown) => Promise<void>;
      };
      const { loadState, saveState } = await internal<State>(`${CLI}/cast/state.ts`);
      const { path, close } = scratch();
      const kept = toBase64(encodeCredential(credential));
      const ballot = { bytes: toBase64(new Uint8Array(60)), tracker: "3K7Q-0000-ABCD-EFGH-JKMN", seq: 0 };
      return {
        examples: [
          { format: 1, stage: "ready", credential: kept },
          { format: 1, stage: "cast", credential: kept, ballot },
          { format: 1, stage: "done", tracker: ballot.tracker, index: 5 },
          { format: 1, stage: "done", tracker: ballot.tracker, index: 5, credential: kept },
        ].map(json),
        run: async (input) => {
          writeFileSync(path("vote.json"), input);
          const done = await refusing(() => loadState(path("vote.json")));
          if ("refused" in done) return done.refused;
          await saveState(path("vote.json"), done.value);
          const again = await loadState(path("vote.json"));
          insistSame(again, done.value, "a state that was stored is another");
          return done.value.stage;
        },
        close,
      };
    },
  },
  {
    name: "command-line",
    covers: [`${CLI}/run.ts#parse`],
    shape: "text",
    quick: 300,
    open: async () => {
      const { parse } = await internal<{
        parse: (
          root: unknown,
          argv: readonly string[],
          language: "en",
          world: unknown,
        ) => Request | undefined;
      }>(`${CLI}/run.ts`);
      const { COMMANDS } = await internal<{ COMMANDS: unknown }>(`${CLI}/commands/index.ts`);
      type Request = { readonly raw: Record<string, unknown>; readonly words: unknown };
      const lines = [
        "verify\nrecord\n--election\nab",
        "keys\nnew\n--role\nissuer\n--name\nA",
        "simulate\nmgd-2019\n--scale\n0.01",
        "--help",
        "node\nrun\n--port\n[::1]:80",
        "",
      ];
      return {
        // One word on each line.
        examples: lines.map(utf8),
        run: async (input) => {
          const argv = (fromUtf8(input) ?? "").split("\n");
          const stdout = { write: () => {}, isTerminal: false, columns: 80 };
          const done = await refusing(() => parse(COMMANDS, argv, "en", { stdout }));
          if ("refused" in done) return done.refused;
          return done.value === undefined ? "help" : "command";
        },
      };
    },
  },
  {
    name: "option-words",
    covers: [],
    shape: "text",
    quick: 3_000,
    open: async () => {
      type Kind = { readonly read: (word: string, name: string) => unknown };
      const kinds = await internal<Record<string, unknown>>(`${CLI}/framework/kinds.ts`);
      const known = Object.entries(kinds).filter((entry): entry is [string, Kind] => {
        const [name, kind] = entry;
        return name === name.toUpperCase() && typeof kind === "object" && kind !== null && "read" in kind;
      });
      if (known.length < 8) throw new Fault("threw", "the kinds of words are elsewhere");
      return {
        examples: [
          "127.0.0.1:80",
          "[::1]:0",
          "https://a.example/x/",
          hex,
          "0.5",
          "2026-12-04T08:00Z",
          "a=b,c",
          "12",
          "3K7Q-0000-ABCD-EFGH-JKMN",
        ].map(utf8),
        run: async (input) => {
          const word = fromUtf8(input) ?? "";
          const outcomes = await Promise.all(
            known.map(async ([, kind]) =>
              "refused" in (await refusing(() => kind.read(word, "--x"))) ? "-" : "+",
            ),
          );
          return outcomes.join("");
        },
      };
    },
  },
];

/** A moment of RFC 3339 by counting days, without the platform's own calendar. */
function plainMoment(text: string): number | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (match === null) return undefined;
  const number = (at: number): number => Number(match[at] ?? "0");
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const isTime = hour <= 23 && minute <= 59 && second <= 59 && number(9) <= 23 && number(10) <= 59;
  if (month < 1 || month > 12 || day < 1 || day > (days[month - 1] as number) || !isTime) return undefined;
  let count = 0;
  for (let y = 1970; y < year; y++) count += (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 366 : 365;
  if (year < 1970) return undefined;
  count += days.slice(0, month - 1).reduce((sum, n) => sum + n, 0) + day - 1;
  const offset = (match[8] === "-" ? -1 : 1) * (60 * number(9) + number(10));
  const ms =
    86_400_000 * count +
    60_000 * (60 * hour + minute - offset) +
    1_000 * second +
    Number((match[7] ?? "").padEnd(3, "0"));
  return ms >= 0 ? ms : undefined;
}
