import { type Bytes, toHex, utf8 } from "@veche/base";
import type { LinkError } from "./node-link.ts";

/**
 * Something that authorities of the manifest signed and must not have signed. It is no matter of one node: the party stops, keeps
 * the files and shows them. `accepted` and `offered` are checkpoint notes as they were signed: whoever has the manifest can check them.
 */
export type Evidence =
  /** Two checkpoints that cannot both be of one log: at `size` entries, the roots differ. */
  | {
      readonly kind: "FORK";
      readonly accepted: Bytes;
      readonly offered: Bytes;
      readonly size: number;
      /** Where the logs part: `tlog-proof`s of two different entries in one place. Absent if the other log's entries were not to be had. */
      readonly parting?: { readonly index: number; readonly accepted: Bytes; readonly offered: Bytes };
    }
  /** An entry that the rules of the specification keep out of the log stands in a log that was signed. */
  | {
      readonly kind: "ENTRY_REFUSED";
      readonly accepted: Bytes | undefined;
      readonly offered: Bytes;
      readonly index: number;
      readonly entry: Bytes;
      /** Outcome code of §06.6, or what rule of §06.3 it broke. */
      readonly outcome: string;
      /** The `tlog-proof` that the entry stands there. */
      readonly proof: Bytes;
    };

export type LogFault = { readonly kind: "log"; readonly code: Evidence["kind"]; readonly evidence: Evidence };

/** What one node did wrong or could not do, without anybody's signature on it: ask another one, or later. */
export type ServerFault = {
  readonly kind: "server";
  readonly node: string;
  readonly code:
    | LinkError["code"]
    /** Signatures, quorum, witnesses or form of the checkpoint: §07.4. */
    | "CHECKPOINT_REFUSED"
    /** A checkpoint of this log, but an older one than was accepted before. */
    | "SHRUNK"
    /** The entries it serves do not lead to the root it shows. */
    | "ENTRIES_DIFFER"
    /** No manifest of this electionId among the first entries. */
    | "MANIFEST_MISSING";
  readonly reason: string;
};

/** The own view cannot be used as it is. `MANIFEST_INVALID`: the electionId is the hash of a manifest that breaks §02.2. */
export type ViewFault = {
  readonly kind: "view";
  readonly code: "STORAGE_CORRUPT" | "MANIFEST_INVALID";
  readonly reason: string;
};

export type FollowError = LogFault | ServerFault | ViewFault;

export type EvidenceFile = { readonly name: string; readonly bytes: Bytes };

/** Evidence as files that stand for themselves: checkpoints and proofs in their C2SP formats, entries as CBOR, and what they show. */
export function evidenceFiles(electionId: Bytes, evidence: Evidence): readonly EvidenceFile[] {
  const { kind, accepted, offered } = evidence;
  const { facts, files } = evidence.kind === "FORK" ? partingFiles(evidence) : refusedFiles(evidence);
  const summary = { electionId: toHex(electionId), kind, ...facts };
  return [
    { name: "evidence.json", bytes: utf8(`${JSON.stringify(summary, null, 2)}\n`) },
    { name: "offered.checkpoint", bytes: offered },
    ...(accepted === undefined ? [] : [{ name: "accepted.checkpoint", bytes: accepted }]),
    ...files,
  ];
}

type Shown = {
  readonly facts: Readonly<Record<string, string | number>>;
  readonly files: readonly EvidenceFile[];
};

function partingFiles({ size, parting }: Extract<Evidence, { kind: "FORK" }>): Shown {
  if (parting === undefined) return { facts: { size }, files: [] };
  const files = [
    { name: "accepted.tlog-proof", bytes: parting.accepted },
    { name: "offered.tlog-proof", bytes: parting.offered },
  ];
  return { facts: { size, index: parting.index }, files };
}

function refusedFiles({ index, outcome, entry, proof }: Extract<Evidence, { kind: "ENTRY_REFUSED" }>): Shown {
  const files = [
    { name: "entry.cbor", bytes: entry },
    { name: "entry.tlog-proof", bytes: proof },
  ];
  return { facts: { index, outcome }, files };
}
