import { type Bytes, concat } from "@veche/base";

/**
 * ⚔ A proposer that means harm fills a block with millions of empty transactions: 50 million fit into the 100 MiB that CometBFT lets through, and
 * as values of ours they take gigabytes and minutes. So a proposal is counted before it is decoded, and what is beyond `max + 1` of its
 * transactions is left out: one too many is enough for an application to refuse it.
 */

/** `process_proposal` in `Request`, and `txs` in `RequestProcessProposal` (CometBFT `proto/tendermint/abci/types.proto`), as tags. */
const PROCESS_PROPOSAL = [0x8a, 0x01] as const;
const TXS = 0x0a;
/** Wire types of protobuf, the low three bits of a tag. */
const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5] as const;

type Read = { readonly value: number; readonly next: number };

/** A request for `processProposal` with at most `max + 1` transactions; all other bytes as they come. */
export function cutProposal(bytes: Bytes, max: number): Bytes {
  if (PROCESS_PROPOSAL.some((byte, at) => bytes[at] !== byte)) return bytes;
  const length = readVarint(bytes, PROCESS_PROPOSAL.length);
  if (length === undefined || length.next + length.value !== bytes.length) return bytes;
  const kept = keptPieces(bytes, length.next, max + 1);
  if (kept === undefined) return bytes;
  const size = kept.reduce((sum, piece) => sum + piece.length, 0);
  return concat(Uint8Array.from([...PROCESS_PROPOSAL, ...varint(size)]), ...kept);
}

/** The fields from `start` on, without the transactions behind the first `most`; nothing if all may stay, or if they are no fields. */
function keptPieces(bytes: Bytes, start: number, most: number): readonly Bytes[] | undefined {
  const kept: Bytes[] = [];
  let [count, from, at] = [0, start, start];
  while (at < bytes.length) {
    const next = fieldEnd(bytes, at);
    if (next === undefined || next > bytes.length) return undefined;
    if (bytes[at] === TXS && ++count > most) {
      if (at > from) kept.push(bytes.subarray(from, at));
      from = next;
    }
    at = next;
  }
  return count <= most ? undefined : [...kept, bytes.subarray(from)];
}

function fieldEnd(bytes: Bytes, at: number): number | undefined {
  const tag = readVarint(bytes, at);
  if (tag === undefined) return undefined;
  switch (tag.value % 8) {
    case VARINT:
      return readVarint(bytes, tag.next)?.next;
    case FIXED64:
      return tag.next + 8;
    case FIXED32:
      return tag.next + 4;
    case BYTES: {
      const length = readVarint(bytes, tag.next);
      return length && length.next + length.value;
    }
    default:
      return undefined;
  }
}

function readVarint(bytes: Bytes, at: number): Read | undefined {
  let value = 0;
  let scale = 1;
  for (let next = at; next < at + 10; next++) {
    const byte = bytes[next];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte < 0x80) return { value, next: next + 1 };
  }
  return undefined;
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}
