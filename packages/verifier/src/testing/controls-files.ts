import { type Bytes, concat, decodeCbor, encodeCbor, fromUtf8, utf8 } from "@veche/base";
import { type Control, changedFiles, flip, forgedLog, UNTIL_OPEN } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import { ALL_SIGNERS, makeCheckpoint, type NoteSigner, publish } from "./publish.ts";
import { makeRecord } from "./scenario.ts";
import { manyIssues } from "./two-bundles.ts";

type Files = Map<string, Bytes>;
const only = (files: Files, start: string): string =>
  [...files.keys()].find((path) => path.startsWith(start)) ?? "";

function change(files: Files, start: string, edit: (bytes: Bytes) => Bytes): void {
  const path = only(files, start);
  files.set(path, edit(files.get(path) ?? new Uint8Array(0)));
}

function rewrite(files: Files, edit: (text: string) => string): void {
  change(files, "checkpoint", (bytes) => utf8(edit(fromUtf8(bytes) ?? "")));
}

const signedBy = (signers: readonly NoteSigner[]) => (files: Files, maker: RecordMaker) => {
  const { entries, manifest } = maker;
  files.set("checkpoint", utf8(makeCheckpoint(manifest.origin, entries.length, maker.root(), signers)));
};
const without = (party: string): readonly NoteSigner[] => ALL_SIGNERS.filter((one) => one.party !== party);

/** A note with one more line, of somebody whose name makes it as long as is asked for. */
function withStranger(note: Bytes, length: number): Bytes {
  const line = (name: string): Bytes => utf8(`\u2014 ${name} AAAAAAAA\n`);
  return concat(note, line("a".repeat(length - note.length - line("").length)));
}

const FILES: readonly Control[] = [
  changedFiles("a file of no record", ["V01", "FILE_UNKNOWN"], (files) => {
    files.set("notes.txt", utf8("hello"));
  }),
  changedFiles("a tile under another spelling of its name", ["V01", "FILE_UNKNOWN"], (files) => {
    files.set("tile/0/x000/000.p/7", new Uint8Array(7 * 32));
  }),
  changedFiles("a partial tile wider than the log", ["V01", "FILE_UNKNOWN"], (files) => {
    files.set("tile/0/000.p/200", new Uint8Array(200 * 32));
  }),
  changedFiles("a tile of a level the log has not", ["V01", "FILE_UNKNOWN"], (files) => {
    files.set("tile/1/000.p/1", new Uint8Array(32));
  }),
  changedFiles("a missing hash tile", ["V01", "FILE_MISSING"], (files) => {
    files.delete(only(files, "tile/0/"));
  }),
  changedFiles("missing entries", ["V01", "FILE_MISSING", "V02", "V03"], (files) => {
    files.delete(only(files, "tile/entries/"));
  }),
  changedFiles("a missing checkpoint", ["V01", "FILE_MISSING"], (files) => {
    files.delete("checkpoint");
  }),
  // Of several files the first by name is named.
  changedFiles("two files of no record", ["V01", "FILE_UNKNOWN"], (files) => {
    for (const name of ["zebra", "aardvark"]) files.set(name, utf8("hello"));
  }),
  changedFiles("a checkpoint of 65,537 bytes", ["V01", "FILE_SIZE", "V04"], (files) => {
    change(files, "checkpoint", (bytes) => withStranger(bytes, 65_537));
  }),
  changedFiles("a checkpoint of 65,536 bytes", ["V04", "NOTE_KEY_UNKNOWN"], (files) => {
    change(files, "checkpoint", (bytes) => withStranger(bytes, 65_536));
  }),
  changedFiles("a bundle left that is too short", ["V01", "FILE_SIZE"], (files, maker) => {
    leave(files, maker);
    change(files, "tile/entries/000.p/10", (bytes) => bytes.slice(0, 19));
  }),
  changedFiles("a bundle left of nothing but lengths", ["V03", "TILE_DIFFERS"], (files, maker) => {
    leave(files, maker);
    change(files, "tile/entries/000.p/10", () => new Uint8Array(20));
  }),
  changedFiles("a bundle without its last entry", ["V01", "BUNDLE_FORM", "V02", "V03"], (files, maker) => {
    const last = maker.entries.at(-1) as Bytes;
    change(files, "tile/entries/", (bytes) => bytes.slice(0, -2 - last.length));
  }),
  changedFiles("a tile that is too long", ["V01", "FILE_SIZE"], (files) => {
    change(files, "tile/0/", (bytes) => concat(bytes, new Uint8Array(32)));
  }),
  changedFiles("a bundle that is too long", ["V01", "BUNDLE_FORM", "V02", "V03"], (files) => {
    change(files, "tile/entries/", (bytes) => concat(bytes, new Uint8Array(1)));
  }),
];

const ID_AND_TREE: readonly Control[] = [
  {
    ...changedFiles("another election id", ["V02", "ELECTION_ID_DIFFERS"], () => {}),
    make: () => {
      const maker = makeRecord();
      return { files: maker.files(), electionId: flip(maker.electionId, 3) };
    },
  },
  changedFiles(
    "a log cut off behind a checkpoint of all of it",
    ["V03", "ENTRIES_MISSING", "V01", "V02"],
    (files) => {
      files.delete(only(files, "tile/entries/"));
    },
  ),
  changedFiles("a changed hash tile", ["V03", "TILE_DIFFERS"], (files) => {
    change(files, "tile/0/", (bytes) => flip(bytes, 100));
  }),
  changedFiles(
    "an entry changed behind the checkpoint's back",
    ["V03", "ROOT_DIFFERS", "V06"],
    (files, maker) => {
      const entries = maker.entries.map((entry, i) =>
        i === maker.entries.length - 1 ? flip(entry, 20) : entry,
      );
      const checkpoint = files.get("checkpoint") as Bytes;
      for (const path of [...files.keys()]) if (path.startsWith("tile/")) files.delete(path);
      for (const [path, bytes] of publish(entries, maker.manifest.origin, [])) files.set(path, bytes);
      files.set("checkpoint", checkpoint);
    },
  ),
];

/** Tiles left from the time when the log had so many entries. */
function leave(files: Files, maker: RecordMaker, size = 10): void {
  for (const [path, bytes] of publish(maker.entries.slice(0, size), maker.manifest.origin, [])) {
    if (path.startsWith("tile/")) files.set(path, bytes);
  }
}

const LEFTOVERS: readonly Control[] = [
  changedFiles("a changed tile left from a smaller size", ["V03", "TILE_DIFFERS"], (files, maker) => {
    leave(files, maker);
    change(files, "tile/0/000.p/10", (bytes) => flip(bytes, 7));
  }),
  changedFiles("a changed bundle left from a smaller size", ["V03", "TILE_DIFFERS"], (files, maker) => {
    leave(files, maker);
    change(files, "tile/entries/000.p/10", (bytes) => flip(bytes, 70));
  }),
  changedFiles("a tile left from a smaller size that is too short", ["V01", "FILE_SIZE"], (files, maker) => {
    leave(files, maker);
    change(files, "tile/0/000.p/10", (bytes) => bytes.slice(1));
  }),
];

/** The same of a log of several full bundles and tiles. */
function changedLong(
  name: string,
  [check, code, ...also]: Parameters<typeof changedFiles>[1],
  edit: (files: Files, maker: RecordMaker) => void,
): Control {
  const make = () => {
    const maker = manyIssues();
    const files = maker.files();
    edit(files, maker);
    return { files, electionId: maker.electionId };
  };
  return { name, check, code, also, make };
}

const LONG: readonly Control[] = [
  changedLong("a changed full tile", ["V03", "TILE_DIFFERS"], (files) => {
    change(files, "tile/0/001", (bytes) => flip(bytes, 8191));
  }),
  changedLong("a changed tile above the leaves", ["V03", "TILE_DIFFERS"], (files) => {
    change(files, "tile/1/000.p/3", (bytes) => flip(bytes, 0));
  }),
  changedLong("a missing tile above the leaves", ["V01", "FILE_MISSING"], (files) => {
    files.delete("tile/1/000.p/3");
  }),
  changedLong("a missing bundle in the middle", ["V01", "FILE_MISSING", "V03"], (files) => {
    files.delete("tile/entries/001");
  }),
  changedLong("a bundle in the middle that ends in an entry", ["V01", "BUNDLE_FORM", "V03"], (files) => {
    change(files, "tile/entries/002", (bytes) => bytes.slice(0, -1));
  }),
  changedLong("a bundle in the middle with a byte more", ["V01", "BUNDLE_FORM", "V03"], (files) => {
    change(files, "tile/entries/001", (bytes) => concat(bytes, new Uint8Array(1)));
  }),
  changedLong("a changed bundle left beside a full one", ["V03", "TILE_DIFFERS"], (files, maker) => {
    leave(files, maker, 300);
    change(files, "tile/entries/001.p/44", (bytes) => flip(bytes, 9));
  }),
  changedLong("a changed tile left beside a full one", ["V03", "TILE_DIFFERS"], (files, maker) => {
    leave(files, maker, 600);
    change(files, "tile/1/000.p/2", (bytes) => flip(bytes, 33));
  }),
  changedLong("a tile left from a larger size", ["V01", "FILE_UNKNOWN"], (files, maker) => {
    files.set(`tile/0/003.p/${(maker.entries.length % 256) + 1}`, new Uint8Array(32));
  }),
];

const CHECKPOINT: readonly Control[] = [
  changedFiles("no cosignature of the witness", ["V04", "TOO_FEW_WITNESSES"], signedBy(without("witness"))),
  changedFiles(
    "no cosignature of the validator",
    ["V04", "TOO_FEW_VALIDATORS"],
    signedBy(without("validator")),
  ),
  changedFiles("no signature of the log", ["V04", "NO_LOG_SIGNATURE"], signedBy(without("log"))),
  changedFiles(
    "the witness counted twice",
    ["V04", "NOTE_KEY_TWICE"],
    signedBy([...ALL_SIGNERS, ...ALL_SIGNERS.filter((one) => one.party === "witness")]),
  ),
  changedFiles(
    "a signature of a stranger",
    ["V04", "NOTE_KEY_UNKNOWN"],
    signedBy([...ALL_SIGNERS, { party: "stranger", name: "stranger.example", type: 4 }]),
  ),
  changedFiles(
    "the validator signs under the witness's name",
    ["V04", "NOTE_KEY_UNKNOWN"],
    signedBy([...without("witness"), { party: "validator", name: "witness.example", type: 4 }]),
  ),
  changedFiles("a changed root", ["V04", "NOTE_SIGNATURE_INVALID", "V03"], (files, maker) => {
    const good = fromUtf8(files.get("checkpoint") as Bytes) ?? "";
    const other = makeCheckpoint(maker.manifest.origin, maker.entries.length, new Uint8Array(32), []);
    files.set("checkpoint", utf8(other.slice(0, -1) + good.slice(good.indexOf("\n\n") + 1)));
  }),
  changedFiles("the checkpoint of another log", ["V04", "CHECKPOINT_ORIGIN"], (files, maker) => {
    const text = makeCheckpoint("veche.example/other", maker.entries.length, maker.root(), ALL_SIGNERS);
    files.set("checkpoint", utf8(text));
  }),
  changedFiles("an extension line", ["V04", "CHECKPOINT_FORM"], (files) => {
    rewrite(files, (text) => text.replace("\n\n", "\nextension\n\n"));
  }),
  changedFiles("lines that end like those of Windows", ["V04", "CHECKPOINT_FORM"], (files) => {
    rewrite(files, (text) => text.replaceAll("\n", "\r\n"));
  }),
  changedFiles("no line feed at the end", ["V04", "CHECKPOINT_FORM"], (files) => {
    rewrite(files, (text) => text.slice(0, -1));
  }),
  changedFiles("a size with a leading zero", ["V04", "CHECKPOINT_FORM"], (files) => {
    rewrite(files, (text) => text.replace(/\n(\d+)\n/, "\n0$1\n"));
  }),
];

const RESULT: readonly Control[] = [
  changedFiles("no result.cbor", ["V24", "RESULT_MISSING"], (files) => {
    files.delete("result.cbor");
  }),
  changedFiles("one vote moved in result.cbor", ["V24", "RESULT_FILE_DIFFERS"], (files) => {
    const value = decodeCbor(files.get("result.cbor") as Bytes);
    if (!value.ok) throw new RangeError("the maker's result is CBOR");
    const text = JSON.stringify(value.value, (_, item) => (item instanceof Uint8Array ? [...item] : item));
    const moved = JSON.parse(text.replace('"counts":[3,1]', '"counts":[1,3]'));
    files.set("result.cbor", encodeCbor({ ...moved, election: new Uint8Array(moved.election) }));
  }),
  changedFiles("an empty result.cbor", ["V24", "RESULT_FILE_DIFFERS"], (files) => {
    files.set("result.cbor", new Uint8Array(0));
  }),
  changedFiles("result.cbor with a byte more", ["V24", "RESULT_FILE_DIFFERS"], (files) => {
    change(files, "result.cbor", (bytes) => concat(bytes, new Uint8Array(1)));
  }),
  forgedLog("result.cbor before there is a result", ["V24", "RESULT_FILE_EARLY"], {
    ...UNTIL_OPEN,
    certify: (maker) => {
      maker.resultBytes = encodeCbor({});
    },
  }),
];

export const FILE_CONTROLS: readonly Control[] = [
  ...FILES,
  ...ID_AND_TREE,
  ...LEFTOVERS,
  ...LONG,
  ...CHECKPOINT,
  ...RESULT,
];
