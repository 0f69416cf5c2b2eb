import { type Bytes, fromUtf8, utf8 } from "@veche/base";
import { policyOf } from "@veche/client";
import type { Manifest } from "@veche/election";
import { ed25519PublicKey, signEd25519, verifyEd25519Strict } from "@veche/group";
import {
  answerAddCheckpoint,
  COSIGNATURE,
  decodeEntryBundle,
  decodeFrontier,
  emptyRoot,
  encodeEntryBundle,
  encodeFrontier,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatSignatureLine,
  formatTlogProof,
  formatVkey,
  LOG_SIGNATURE,
  type Note,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseSignatureLines,
  parseTilePath,
  parseTlogProof,
  parseVkey,
  readTile,
  readTileEdge,
  tilePath,
  verifierKey,
  verifyCheckpoint,
  verifyReceipt,
} from "@veche/tlog";
import type { Target } from "../engine/target.ts";
import { allExamples, checkpoints, example } from "../examples.ts";
import { internal } from "../internal.ts";
import {
  acceptedOf,
  insistAgree,
  insistCanonical,
  insistSame,
  outcomeOf,
  strictResult,
  strictText,
} from "../properties.ts";

const TLOG = "packages/tlog/src";
const LOG = "packages/verifier/src/log";

type TheirNote = {
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Bytes; readonly signature: Bytes }[];
};
type TheirCheckpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly note: TheirNote;
};
type TheirReceipt = {
  readonly entry: Bytes;
  readonly index: number;
  readonly path: readonly Bytes[];
  readonly checkpoint: TheirCheckpoint;
};
type TheirTile = { readonly level: number | "entries"; readonly index: number; readonly width: number };

/** Sizes of logs stay below this in what the verifier reads (§09.4); the maker's limit is 2^53. */
const RECORD_SIZE_MAX = 2 ** 40;

const sameNote = (note: Note | undefined) =>
  note && {
    text: note.text,
    signatures: note.signatures.map(({ name, id, body }) => ({ name, keyId: id, signature: body })),
  };

export const TLOG_TARGETS: readonly Target[] = [
  {
    name: "note",
    covers: [`${TLOG}/note.ts#parseNote`, `${LOG}/note.ts#parseNote`],
    shape: "text",
    quick: 6_000,
    open: async () => {
      const theirs = await internal<{ parseNote: (bytes: Bytes) => TheirNote | undefined }>(`${LOG}/note.ts`);
      return {
        examples: checkpoints(),
        run: (input) => {
          const read = parseNote(input);
          if (read.ok) insistCanonical(formatNote(read.value), input);
          // A note that is one empty line is no checkpoint, which is all that the verifier opens notes for.
          if (acceptedOf(read)?.text !== "\n")
            insistAgree(sameNote(acceptedOf(read)), theirs.parseNote(input), "note");
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "signature-lines",
    covers: [`${TLOG}/note.ts#parseSignatureLines`],
    shape: "text",
    quick: 6_000,
    open: async () => ({
      examples: checkpoints().map((note) => utf8((fromUtf8(note) ?? "").split("\n\n")[1] ?? "")),
      run: strictResult(parseSignatureLines, (lines) => utf8(lines.map(formatSignatureLine).join(""))),
    }),
  },
  {
    name: "checkpoint",
    covers: [`${TLOG}/checkpoint.ts#parseCheckpoint`, `${LOG}/checkpoint.ts#parseCheckpoint`],
    shape: "text",
    quick: 6_000,
    open: async () => {
      const theirs = await internal<{ parseCheckpoint: (bytes: Bytes) => TheirCheckpoint | undefined }>(
        `${LOG}/checkpoint.ts`,
      );
      return {
        examples: checkpoints(),
        run: (input) => {
          const note = parseNote(input);
          const read = note.ok ? parseCheckpoint(note.value.text) : note;
          if (note.ok && read.ok) insistCanonical(utf8(formatCheckpoint(read.value)), utf8(note.value.text));
          const mine = acceptedOf(read);
          if (mine === undefined || mine.size < RECORD_SIZE_MAX) {
            const { note: _, ...own } = theirs.parseCheckpoint(input) ?? { note: undefined };
            insistAgree(mine, "origin" in own ? own : undefined, "checkpoint");
          }
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "checkpoint-policy",
    covers: [],
    shape: "text",
    quick: 400,
    open: async () => {
      type Verdict = { readonly faults: readonly string[] };
      const theirs = await internal<{
        parseCheckpoint: (bytes: Bytes) => TheirCheckpoint | undefined;
        judgeCheckpoint: (
          checkpoint: TheirCheckpoint,
          manifest: Manifest,
          mode: "strict" | "receipt",
        ) => Verdict;
      }>(`${LOG}/checkpoint.ts`);
      const { manifest } = example("eventful");
      return {
        examples: checkpoints().slice(2),
        run: (input) => {
          const verified = verifyCheckpoint(input, policyOf(manifest), verifyEd25519Strict);
          const read = theirs.parseCheckpoint(input);
          if (verified.ok && verified.value.checkpoint.size >= RECORD_SIZE_MAX) return "large";
          const right =
            read !== undefined && theirs.judgeCheckpoint(read, manifest, "receipt").faults.length === 0;
          insistSame(verified.ok, right, "a checkpoint satisfies the manifest for one of the two");
          return outcomeOf(verified);
        },
      };
    },
  },
  {
    name: "tile-path",
    covers: [`${TLOG}/tile-path.ts#parseTilePath`, `${LOG}/tile-path.ts#parseTilePath`],
    shape: "text",
    quick: 20_000,
    open: async () => {
      const theirs = await internal<{ parseTilePath: (path: string) => TheirTile | undefined }>(
        `${LOG}/tile-path.ts`,
      );
      const written = strictText((text) => acceptedOf(parseTilePath(text)), tilePath);
      return {
        examples: [
          "tile/0/000",
          "tile/63/x001/x234/067.p/1",
          "tile/entries/000.p/255",
          "tile/entries/x999/999",
        ].map(utf8),
        run: (input) => {
          const path = fromUtf8(input) ?? "";
          const verifier = theirs.parseTilePath(path);
          // Levels no log below 2^53 has: the verifier refuses them by the size of the log (V01).
          if (typeof verifier?.level !== "number" || verifier.level <= 63)
            insistAgree(acceptedOf(parseTilePath(path)), verifier, "tile path");
          return written(input);
        },
      };
    },
  },
  {
    name: "bundle",
    covers: [`${TLOG}/entry-bundle.ts#decodeEntryBundle`, `${LOG}/entry-source.ts#splitBundle`],
    shape: "bytes",
    quick: 3_000,
    open: async () => {
      const theirs = await internal<{
        splitBundle: (bytes: Bytes, width: number) => readonly Bytes[] | undefined;
      }>(`${LOG}/entry-source.ts`);
      const { entries } = example("smallest");
      return {
        examples: [1, 2, 7, 33]
          .map((width) => encodeEntryBundle(entries.slice(0, width)))
          .concat(new Uint8Array(512)),
        run: (input) => {
          const outcomes = [1, 2, 7, 33, 256].map((width) => {
            const read = decodeEntryBundle(input, width);
            if (read.ok) insistCanonical(encodeEntryBundle(read.value), input);
            insistAgree(
              acceptedOf(read),
              theirs.splitBundle(input, width)?.map((entry) => entry.slice()),
              "bundle",
            );
            return outcomeOf(read);
          });
          return outcomes.join(" ");
        },
      };
    },
  },
  {
    name: "receipt",
    covers: [`${TLOG}/tlog-proof.ts#parseTlogProof`, `${LOG}/receipt.ts#parseReceipt`],
    shape: "text",
    quick: 3_000,
    open: async () => {
      const theirs = await internal<{ parseReceipt: (bytes: Bytes) => TheirReceipt | undefined }>(
        `${LOG}/receipt.ts`,
      );
      return {
        examples: allExamples().flatMap(({ receipts }) => receipts),
        run: (input) => {
          const read = parseTlogProof(input);
          if (read.ok) insistCanonical(formatTlogProof(read.value), input);
          const proof = acceptedOf(read);
          const note = proof && parseNote(proof.checkpoint);
          const inner = note?.ok ? acceptedOf(parseCheckpoint(note.value.text)) : undefined;
          // Only a receipt carries its entry, and only a checkpoint that is one is read.
          const mine = proof?.extra &&
            inner && { entry: proof.extra, index: proof.index, path: proof.hashes };
          if (inner === undefined || inner.size < RECORD_SIZE_MAX) {
            const { checkpoint: _, ...own } = theirs.parseReceipt(input) ?? { checkpoint: undefined };
            insistAgree(mine, "entry" in own ? own : undefined, "receipt");
          }
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "receipt-verified",
    covers: [],
    shape: "text",
    quick: 200,
    open: async () => {
      const { manifest, receipts } = example("open");
      const policy = policyOf(manifest);
      return {
        examples: receipts,
        run: (input) => outcomeOf(verifyReceipt(input, policy, verifyEd25519Strict)),
      };
    },
  },
  {
    name: "vkey",
    covers: [`${TLOG}/verifier-key.ts#parseVkey`],
    shape: "text",
    quick: 10_000,
    open: async () => {
      const keys = [LOG_SIGNATURE, COSIGNATURE].map((type) =>
        verifierKey("log.example/a", type as 1 | 4, new Uint8Array(32).fill(type)),
      );
      return {
        examples: keys.flatMap((key) => (key.ok ? [utf8(formatVkey(key.value))] : [])),
        run: strictText((text) => acceptedOf(parseVkey(text)), formatVkey),
      };
    },
  },
  {
    name: "decimals-and-hashes",
    covers: [`${TLOG}/note-text.ts#parseDecimal`, `${TLOG}/note-text.ts#parseHash`],
    shape: "text",
    quick: 20_000,
    open: async () => {
      const { parseDecimal, parseHash } = await internal<{
        parseDecimal: (text: string) => number | undefined;
        parseHash: (text: string) => Bytes | undefined;
      }>(`${TLOG}/note-text.ts`);
      const decimal = strictText(parseDecimal, String);
      const hash = strictText(parseHash, (bytes) => Buffer.from(bytes).toString("base64"));
      return {
        examples: ["0", "9007199254740991", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="].map(utf8),
        run: async (input) => `${await decimal(input)} ${await hash(input)}`,
      };
    },
  },
  {
    name: "frontier",
    covers: [`${TLOG}/frontier.ts#decodeFrontier`],
    shape: "bytes",
    quick: 20_000,
    open: async () => ({
      examples: [0, 1, 6, 255].map((size) =>
        encodeFrontier({
          size,
          roots: Array.from({ length: [...size.toString(2)].filter((bit) => bit === "1").length }, () =>
            emptyRoot(),
          ),
        }),
      ),
      run: strictResult(decodeFrontier, encodeFrontier),
    }),
  },
  {
    name: "add-checkpoint",
    covers: [`${TLOG}/witness.ts#parseAddCheckpoint`],
    shape: "text",
    quick: 3_000,
    open: async () => {
      const witness = verifierKey("witness.example", COSIGNATURE, ed25519PublicKey(new Uint8Array(32)));
      if (!witness.ok) throw new RangeError("a witness has a key");
      const { manifest } = example("open");
      const { logKeys } = policyOf(manifest);
      const asked = {
        verify: verifyEd25519Strict,
        time: 1,
        key: witness.value,
        sign: (message: Bytes) => signEd25519(new Uint8Array(32), message),
      };
      return {
        examples: checkpoints().flatMap((checkpoint) =>
          [0, 4].map((oldSize) => formatAddCheckpoint({ oldSize, proof: [emptyRoot()], checkpoint })),
        ),
        run: (input) => {
          const read = parseAddCheckpoint(input);
          if (read.ok) insistCanonical(formatAddCheckpoint(read.value), input);
          const latest = { size: 0, root: emptyRoot() };
          const answer = answerAddCheckpoint(input, asked, () => ({ logKeys, latest }));
          return `${outcomeOf(read)} ${answer.status}`;
        },
      };
    },
  },
  {
    name: "tiles",
    covers: [`${TLOG}/tile-reader.ts#readTile`, `${TLOG}/tile-edge.ts#readTileEdge`],
    shape: "bytes",
    quick: 10_000,
    open: async () => ({
      examples: [1, 3, 33].map((width) => new Uint8Array(32 * width)),
      run: (input) => {
        const tile = readTile({ level: 0, index: 0, width: 3 }, () => input);
        if (tile !== undefined && tile.length !== 96) throw new RangeError("a tile of another width");
        return `${tile === undefined} ${outcomeOf(readTileEdge(input.length % 1_000, () => input)).slice(0, 12)}`;
      },
    }),
  },
];
