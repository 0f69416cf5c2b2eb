import { type Bytes, concat, toHex, u8, u64, utf8 } from "@veche/base";
import { decodeScalar } from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import { HINTS_FILE, inlinePool, makeHintsFile, memoryReader, verifyRecord } from "@veche/verifier";
import { Fault, type Target } from "../engine/target.ts";
import { allExamples, example } from "../examples.ts";
import { internal } from "../internal.ts";
import { insistAgree, insistSame } from "../properties.ts";

/** How the verifier reads what comes by the million: in place, without an object for a value. */

const BULK = "packages/verifier/src/bulk";

type PlainEntry = {
  readonly [name in
    | "time"
    | "transaction"
    | "key"
    | "set"
    | "style"
    | "signature"
    | "body"
    | "bodyEnd"]: number;
} & { read: (bytes: Bytes, start: number, end: number) => number | undefined };
type Strict = {
  readonly value?: {
    readonly time: number;
    readonly transactionBytes: Bytes;
    readonly transaction: {
      readonly type: string;
      readonly body: { readonly [key: string]: unknown };
      readonly signatures: readonly {
        readonly role: number;
        readonly index: number;
        readonly signature: Bytes;
      }[];
    };
  };
};

/** What the strict decoder makes of a cast without signatures, or an issue with the registrar's. */
function strictly({ value }: Strict): readonly unknown[] | undefined {
  if (value === undefined) return undefined;
  const { time, transactionBytes, transaction } = value;
  const { type, body, signatures } = transaction;
  const facts = [type, time, toHex(transactionBytes)];
  if (type === "cast" && signatures.length === 0) return facts;
  const [one] = signatures;
  if (type !== "issue" || one?.role !== 6 || one.index !== 1 || signatures.length > 1) return undefined;
  const { entry, set, style } = body;
  return [...facts, toHex(entry as Bytes), set, style, toHex(one.signature)];
}

function plainly(plain: PlainEntry, entry: Bytes): readonly unknown[] | undefined {
  // As in a bundle: something stands before and behind.
  const bytes = concat(u8(0), entry, u8(0x80), u8(0x80));
  const kind = plain.read(bytes, 1, 1 + entry.length);
  if (kind === undefined) return undefined;
  const facts = [
    kind === 2 ? "cast" : "issue",
    plain.time,
    toHex(bytes.subarray(plain.transaction, 1 + entry.length)),
  ];
  if (kind === 2) return facts;
  const part = (at: number, length: number): string => toHex(bytes.subarray(at, at + length));
  return [...facts, part(plain.key, 32), plain.set, plain.style, part(plain.signature, 64)];
}

export const BULK_TARGETS: readonly Target[] = [
  {
    name: "plain-entry",
    covers: [`${BULK}/read-entries.ts#readRow`],
    shape: "cbor",
    quick: 2_500,
    open: async () => {
      const { PlainEntry } = await internal<{ PlainEntry: new () => PlainEntry }>(`${BULK}/plain-entry.ts`);
      const { decodeEntry } = await internal<{ decodeEntry: (bytes: Bytes) => Strict }>(
        "packages/verifier/src/form/entry.ts",
      );
      const plain = new PlainEntry();
      const ofTypes = allExamples().flatMap(({ decoded, entries }) =>
        entries.filter((_, at) => decoded[at]?.type === "issue" || decoded[at]?.type === "cast"),
      );
      return {
        examples: ofTypes.filter((entry) => entry.length < 4_000),
        run: (input) => {
          const strict = strictly(decodeEntry(input));
          insistAgree(strict, plainly(plain, input), "an entry read in place");
          return strict === undefined ? "another" : String(strict[0]);
        },
      };
    },
  },
  {
    name: "scalars-in-place",
    covers: [
      `${BULK}/scalars.ts#readScalar`,
      `${BULK}/scalars.ts#readCoefficient`,
      `${BULK}/statements.ts#readResponses`,
      "packages/verifier/src/proofs/schnorr.ts#readResponse",
    ],
    shape: "bytes",
    quick: 10_000,
    open: async () => {
      type Scalars = {
        readScalar: (view: DataView, at: number) => bigint | undefined;
        readCoefficient: (view: DataView, at: number) => bigint;
        writeScalar: (view: DataView, at: number, value: bigint) => void;
      };
      const { readScalar, readCoefficient, writeScalar } = await internal<Scalars>(`${BULK}/scalars.ts`);
      type Style = { readonly responsesAt: number; readonly layout: { readonly responses: number } };
      const { readResponses } = await internal<{
        readResponses: (view: DataView, ballot: number, style: Style) => readonly bigint[] | undefined;
      }>(`${BULK}/statements.ts`);
      const { readResponse } = await internal<{
        readResponse: (proof: Bytes) => { c: bigint; z: bigint } | undefined;
      }>("packages/verifier/src/proofs/schnorr.ts");
      return {
        examples: [new Uint8Array(64), new Uint8Array(64).fill(1)],
        run: (input) => {
          if (input.length < 64) return "short";
          const bytes = input.slice(0, 64);
          const view = new DataView(bytes.buffer);
          const [c, z] = [decodeScalar(bytes.slice(0, 32)), decodeScalar(bytes.slice(32))];
          insistSame([readScalar(view, 0), readScalar(view, 32)], [c, z], "a scalar read in place");
          const both = c === undefined || z === undefined ? undefined : { c, z };
          insistSame(readResponse(bytes), both, "a response");
          const responses = readResponses(view, 0, { responsesAt: 0, layout: { responses: 2 } });
          insistSame(responses, both && [both.c, both.z], "responses of a ballot");
          const short = decodeScalar(concat(bytes.slice(0, 16), new Uint8Array(16)));
          insistSame(readCoefficient(view, 0), short, "a coefficient");
          const written = new Uint8Array(32);
          writeScalar(new DataView(written.buffer), 0, c ?? 0n);
          insistSame(decodeScalar(written), c ?? 0n, "a scalar written in place");
          return `${c === undefined} ${z === undefined}`;
        },
      };
    },
  },
  {
    name: "record-hints",
    covers: [`${BULK}/decode.ts#decodeGathered`],
    shape: "bytes",
    quick: 40,
    open: async () => {
      const { files, electionId } = example("smallest");
      const pool = inlinePool();
      const made = new Uint8Array(100_000);
      const report = await makeHintsFile({
        read: memoryReader(files),
        pool,
        write: async (bytes, at) => made.set(bytes, at),
      });
      if (!("bytes" in report)) throw new RangeError("a golden record has hints");
      const right = made.slice(0, report.bytes);
      const judge = async (hints: Bytes | undefined) => {
        const given = new Map(files);
        if (hints !== undefined) given.set(HINTS_FILE, hints);
        const { verdict, checks } = await verifyRecord({
          read: memoryReader(given),
          electionId,
          randomBytes: seededRandom("hints"),
          pool,
        });
        return { verdict, checks: checks.map(({ id, status }) => `${id} ${status}`) };
      };
      const without = await judge(undefined);
      return {
        examples: [right, concat(utf8("veche hints 1\n"), u64(1), u64(0), u64(0))],
        run: async (input) => {
          // ⚔ §09.6.3: whatever stands in the file, no verdict changes.
          const { verdict, checks } = await judge(input);
          if (verdict !== without.verdict) throw new Fault("disagree", "hints change the verdict");
          insistSame(checks, without.checks, "hints change what a check says");
          return verdict;
        },
      };
    },
  },
];
