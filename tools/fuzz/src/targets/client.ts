import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  encodeIssueAnswer,
  encodeIssueRequest,
  encodeSignAnswer,
  encodeSignRequest,
  readIssueAnswer,
  readIssueRequest,
  readRefusal,
  readSignAnswer,
  readSignRequest,
  readTransactionAnswer,
} from "@veche/api";
import { type Bytes, concat, equalBytes, readUint, sha256, toBase64, u16, u32 } from "@veche/base";
import {
  checkIssueReceipt,
  checkPromise,
  checkReceipt,
  checkReplacements,
  decodeProposal,
  encodeProposal,
  propose,
} from "@veche/client";
import { OnceBook, RecordFile } from "@veche/client/folder";
import { BODIES } from "@veche/ledger";
import { Fault, type Target } from "../engine/target.ts";
import { allExamples, example, json } from "../examples.ts";
import { internal } from "../internal.ts";
import { insistSame, jsonOf, outcomeOf, strictJson, strictResult } from "../properties.ts";

const API = "packages/api/src";
const hex = "ab".repeat(32);
const rsa = toBase64(new Uint8Array(256).fill(3));

const SIGN_REQUEST = { election: hex, style: "north", entry: hex, hashes: [hex, hex], blinded: rsa };
const SIGN_ANSWER = { issuer: 1, set: 0, signature: rsa };
const ISSUE_REQUEST = { voter: "v-0000001", secret: "0000-1111", style: "north", blinded: [rsa, rsa] };
const ISSUE_ANSWER = {
  entry: hex,
  index: 7,
  set: 0,
  signatures: [rsa],
  proof: "c2sp.org/tlog-proof@v1\n",
  replacements: ["x"],
};
const REFUSAL = { code: "MALFORMED", message: { en: "no", ru: "нет" } };

/** A message of the HTTP interfaces, which is read and written again. */
function message<T>(
  name: string,
  module: string,
  value: unknown,
  read: (value: unknown) => T | undefined,
  write: (value: T) => unknown,
): Target {
  return {
    name: `api-${name}`,
    covers: [`${API}/${module}`],
    shape: "json",
    quick: 4_000,
    open: async () => ({ examples: [json(value)], run: strictJson(read, write) }),
  };
}

/** A folder that is gone with the target, and a file in it that holds what a run wants. */
export function scratch(): { readonly path: (name: string) => string; readonly close: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), "veche-fuzz-"));
  return {
    path: (name) => join(folder, name),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A frame of a record file (its header is made of hashes) around any content. */
export function frame(content: Bytes): Bytes {
  const length = u32(content.length);
  return concat(length, sha256(length).subarray(0, 4), sha256(content).subarray(0, 8), content);
}

const record = (bytes: Bytes): Bytes => concat(u32(bytes.length), bytes);

async function openRecords(
  path: string,
  bytes: Bytes,
): Promise<{ readonly outcome: string; readonly records: readonly Bytes[] }> {
  writeFileSync(path, bytes);
  const records: Bytes[] = [];
  const opened = await RecordFile.open(path, (one) => records.push(one));
  if (opened.ok) await opened.value.close();
  return { outcome: opened.ok ? "ok" : opened.error.code, records };
}

export const CLIENT_TARGETS: readonly Target[] = [
  message(
    "sign-request",
    "credential-codecs.ts#readSignRequest",
    SIGN_REQUEST,
    readSignRequest,
    encodeSignRequest,
  ),
  message(
    "sign-answer",
    "credential-codecs.ts#readSignAnswer",
    SIGN_ANSWER,
    readSignAnswer,
    encodeSignAnswer,
  ),
  message(
    "issue-request",
    "credential-codecs.ts#readIssueRequest",
    ISSUE_REQUEST,
    readIssueRequest,
    encodeIssueRequest,
  ),
  message(
    "issue-answer",
    "credential-codecs.ts#readIssueAnswer",
    ISSUE_ANSWER,
    readIssueAnswer,
    encodeIssueAnswer,
  ),
  message("refusal", "credential-codecs.ts#readRefusal", REFUSAL, readRefusal, (refusal) => refusal),
  {
    name: "api-transaction-answer",
    covers: [`${API}/transaction-codec.ts#readTransactionAnswer`],
    shape: "json",
    quick: 6_000,
    open: async () => ({
      examples: [
        { outcome: "ACCEPTED", index: 5, whole: "ACCEPTED" },
        { outcome: "ALREADY", message: REFUSAL.message },
        { outcome: "PROMISED", promise: toBase64(new Uint8Array(72)), untilMs: 5, message: REFUSAL.message },
        { outcome: "BUSY", retryAfterSeconds: 2, message: REFUSAL.message },
        { outcome: "MALFORMED", number: 1, transient: false, message: REFUSAL.message },
      ].map(json),
      run: (input) => {
        const read = readTransactionAnswer(jsonOf(input));
        // Fields of later versions are passed over; what is read is of its kind.
        if (read?.kind === "ENTERED" && !Number.isSafeInteger(read.index))
          throw new Fault("threw", "an index that is none");
        return read?.kind ?? "refused";
      },
    }),
  },
  {
    name: "proposal",
    covers: ["packages/client/src/proposal.ts#decodeProposal"],
    shape: "cbor",
    quick: 3_000,
    open: async () => {
      const { electionId, manifest } = example("smallest");
      const log = { electionId, origin: manifest.origin };
      const proposed = [
        propose(log, "suspend", 3, { reason: { en: "a", ru: "б" } }),
        propose(log, "roll", 0, { entries: new Uint8Array(64), first: 0, style: 0 }),
      ].flatMap((one) => (one.ok ? [one.value] : []));
      const signature = { role: 2, index: 1, bytes: new Uint8Array(64) };
      return {
        examples: proposed
          .flatMap((one) => [one, { ...one, signatures: [signature, { ...signature, index: 2 }] }])
          .map(encodeProposal),
        run: strictResult(decodeProposal, encodeProposal),
      };
    },
  },
  {
    name: "receipt-of-voter",
    covers: [],
    shape: "text",
    quick: 200,
    open: async () => {
      const { election, receipts } = example("eventful");
      return {
        examples: receipts,
        run: (input) => {
          const checked = checkReceipt(input, election.manifest);
          const issue = checkIssueReceipt(input, election);
          const shown = {
            ...(BODIES.issue({}, "").ok ? {} : { entry: input, hash: input, set: 1, style: 0 }),
            index: 99,
            time: 1,
          };
          const replaced = checkReplacements(
            [input],
            shown as Parameters<typeof checkReplacements>[1],
            election.manifest,
          );
          return [checked, issue, replaced].map(outcomeOf).join(" | ");
        },
      };
    },
  },
  {
    name: "promise",
    covers: [],
    shape: "bytes",
    quick: 200,
    open: async () => ({
      examples: [new Uint8Array(72), new Uint8Array(72).fill(1)],
      run: (input) => outcomeOf(checkPromise(example("smallest").election, new Uint8Array(5), input)),
    }),
  },
  {
    name: "record-file",
    covers: [],
    shape: "bytes",
    quick: 150,
    open: async () => {
      const { path, close } = scratch();
      const right = concat(
        frame(concat(record(new Uint8Array(3)), record(new Uint8Array(0)))),
        frame(record(new Uint8Array(40).fill(9))),
      );
      return {
        examples: [right, frame(new Uint8Array(0)), new Uint8Array(16)],
        run: async (input) => {
          const first = await openRecords(path("records"), input);
          // Half of the time the content is right by its hash and wrong in itself.
          const second = await openRecords(path("records"), frame(input));
          return `${first.outcome} ${second.outcome}`;
        },
        close,
      };
    },
  },
  {
    name: "once-book",
    covers: [],
    shape: "bytes",
    quick: 150,
    open: async () => {
      const { path, close } = scratch();
      const entry = (key: Bytes, value: Bytes): Bytes => concat(u16(key.length), key, value);
      return {
        examples: [
          entry(new Uint8Array(32), new Uint8Array(32)),
          entry(new Uint8Array(0), new Uint8Array(1)),
          new Uint8Array([0]),
        ],
        run: async (input) => {
          writeFileSync(path("book"), frame(record(input)));
          const book = await OnceBook.open(path("book"));
          if (!book.ok) return book.error.code;
          const all = [...book.value.all()];
          await book.value.close();
          const [first] = all;
          if (first === undefined || !equalBytes(entry(...first), input))
            throw new Fault("not canonical", "a record of a book is read as another");
          return "ok";
        },
        close,
      };
    },
  },
  {
    name: "entry-file",
    covers: [],
    shape: "bytes",
    quick: 150,
    open: async () => {
      type Entries = {
        readonly size: number;
        read: (from: number, to: number) => AsyncIterable<readonly Bytes[]>;
        close: () => Promise<void>;
      };
      const folder = await internal<{ EntryFile: { open: (path: string) => Promise<Entries> } }>(
        "packages/client/src/folder/entry-file.ts",
      );
      const { path, close } = scratch();
      return {
        examples: [concat(...allExamples().flatMap(({ entries }) => entries.slice(-3).map(record)))],
        run: async (input) => {
          writeFileSync(path("entries"), input);
          const file = await folder.EntryFile.open(path("entries"));
          const read: Bytes[] = [];
          for await (const batch of file.read(0, file.size)) read.push(...batch);
          await file.close();
          // An unfinished entry at the end is cut off; all that was whole is there.
          insistSame(
            concat(...read.map(record)),
            input.slice(0, wholeLength(input)),
            "entries of a file are others",
          );
          return String(Math.min(3, read.length));
        },
        close,
      };
    },
  },
];

function wholeLength(bytes: Bytes): number {
  let at = 0;
  while (at + 4 <= bytes.length && at + 4 + readUint(bytes, at, 4) <= bytes.length)
    at += 4 + readUint(bytes, at, 4);
  return at;
}
