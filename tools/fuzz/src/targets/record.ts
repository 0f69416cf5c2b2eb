import { type Bytes, concat, equalBytes, readUint, u32 } from "@veche/base";
import { decodeEntry } from "@veche/ledger";
import { seededRandom } from "@veche/ledger/testing";
import { decodeEntryBundle, encodeEntryBundle } from "@veche/tlog";
import {
  CHECKS,
  formatReport,
  fsckRecord,
  inlinePool,
  memoryReader,
  reportToJson,
  verifyRecord,
} from "@veche/verifier";
import { Fault, type Target } from "../engine/target.ts";
import { example } from "../examples.ts";
import { smallestElection } from "../golden/elections.ts";
import { filesOf } from "../golden/record.ts";

type Files = ReadonlyMap<string, Bytes>;

/** A record as one input: for each file u32 length ‖ path ‖ u32 length ‖ bytes. */
function pack(files: Files): Bytes {
  const encoder = new TextEncoder();
  const framed = (bytes: Bytes): Bytes => concat(u32(bytes.length), bytes);
  return concat(...[...files].flatMap(([path, bytes]) => [framed(encoder.encode(path)), framed(bytes)]));
}

function unpack(input: Bytes): Files {
  const files = new Map<string, Bytes>();
  const decoder = new TextDecoder();
  let at = 0;
  const next = (): Bytes => {
    const length = at + 4 <= input.length ? readUint(input, at, 4) : 0;
    const piece = input.slice(at + 4, at + 4 + length);
    at += 4 + length;
    return piece;
  };
  while (at < input.length) {
    const path = decoder.decode(next());
    files.set(path, next());
  }
  return files;
}

const sameFiles = (a: Files, b: Files): boolean =>
  a.size === b.size &&
  [...a].every(([path, bytes]) => equalBytes(b.get(path) ?? new Uint8Array(0), bytes) && b.has(path));

function sameTransaction(a: Bytes, b: Bytes): boolean {
  const [one, other] = [decodeEntry(a), decodeEntry(b)];
  return one.ok && other.ok && equalBytes(one.value.transaction, other.value.transaction);
}

/** Files that no verdict depends on (§09.6.3). */
const withoutHints = (files: Files): Files => new Map([...files].filter(([path]) => path !== "hints"));

async function judge(files: Files, electionId: Bytes, receipts: readonly Bytes[] = []) {
  const read = memoryReader(files);
  const report = await verifyRecord({
    read,
    electionId,
    receipts,
    randomBytes: seededRandom("fuzz"),
    pool: inlinePool(),
  });
  if (report.checks.length !== CHECKS.length) throw new Fault("threw", "a check is missing in the report");
  if (formatReport(report, "en") === "" || formatReport(report, "ru") === "")
    throw new Fault("threw", "an empty report");
  JSON.stringify(reportToJson(report));
  await fsckRecord({ read });
  const failed = report.checks
    .filter(({ status }) => status === "failed" || status === "not-made")
    .map(({ id }) => id);
  return { verdict: report.verdict, outcome: `${report.verdict} ${failed.join(" ")}`.slice(0, 60) };
}

export const RECORD_TARGETS: readonly Target[] = [
  {
    name: "record-files",
    covers: [],
    shape: "bytes",
    quick: 40,
    open: async () => {
      const { files, electionId } = example("smallest");
      return {
        examples: [pack(files)],
        run: async (input) => {
          const mutated = unpack(input);
          const { verdict, outcome } = await judge(mutated, electionId);
          // ⚔ Nobody but those who sign checkpoints makes another good record: a good one is the one that was signed.
          if (verdict === "good" && !sameFiles(withoutHints(mutated), files))
            throw new Fault("not canonical", "another record is good too");
          return outcome;
        },
      };
    },
  },
  {
    name: "record-by-insiders",
    covers: ["packages/verifier/src/replay/parts.ts#readWhole"],
    shape: "bytes",
    quick: 40,
    open: async () => {
      const ledger = smallestElection();
      const { entries, electionId, receipts } = example("smallest");
      const result = example("smallest").files.get("result.cbor") as Bytes;
      return {
        examples: [encodeEntryBundle(entries)],
        // Whoever runs the log redoes tree and signatures around other entries; no bytes of entries make the verifier fall.
        run: async (input) => {
          const read = decodeEntryBundle(input, entries.length);
          const others = read.ok ? read.value : [input.slice(0, 65_535)];
          const files = filesOf(ledger.test, others).set("result.cbor", result);
          const { verdict, outcome } = await judge(files, electionId, receipts);
          // The time of a block after the close is signed by nobody (06.1): another one makes another valid election.
          const isSame =
            others.length === entries.length &&
            others.every((entry, at) => sameTransaction(entry, entries[at] as Bytes));
          if (verdict === "good" && !isSame)
            throw new Fault("not canonical", "a log with changed entries is good");
          return outcome;
        },
      };
    },
  },
];
