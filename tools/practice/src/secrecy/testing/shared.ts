import { type Bytes, fromBase64, fromHex, sha256, utf8 } from "@veche/base";
import type { Exchange } from "./gather-recordings.ts";
import type { Finding } from "./search.ts";

/** Where a piece stands on the person's side: with how many voters. More than a quarter of them: nobody's own. */
type Seen = { readonly voters: Set<number> };

const TEXT = /[A-Za-z0-9_+/=.~%-]{8,}/g;
const BINARY_BYTES = 16;

/**
 * Any value that stands both in what voters exchanged with the registrar and in what browsers told the ballot host, whatever it is: as
 * it is, decoded, or as its SHA-256. Dates are everybody's. `voterOf`: by `address:port` of the connection.
 */
export function searchShared(
  persons: readonly Exchange[],
  ballots: readonly Exchange[],
  voterOf: ReadonlyMap<string, number>,
): readonly Finding[] {
  const seen = new Map<string, Seen>();
  for (const one of persons) {
    const voter = voterOf.get(connectionOf(one));
    if (voter === undefined) continue;
    for (const piece of piecesOf(one, true)) {
      const known = seen.get(piece) ?? { voters: new Set() };
      known.voters.add(voter);
      seen.set(piece, known);
    }
  }
  const everybody = new Set(voterOf.values()).size;
  const findings = new Map<string, Finding>();
  for (const one of ballots) {
    for (const piece of piecesOf(one, false)) {
      const voters = seen.get(piece)?.voters.size ?? 0;
      if (voters === 0 || voters > everybody / 4) continue;
      const where = `registrar and node, ${one.method} ${one.url.split("/").at(-2) ?? ""}`;
      findings.set(where, { kind: "shared", where, what: `a value of ${voters} voters` });
    }
  }
  return [...findings.values()];
}

function* piecesOf(one: Exchange, withAnswer: boolean): Generator<string> {
  const heads = [one.url, ...one.headers.filter((_, at) => at % 2 === 1), withoutDate(one.head)];
  const bodies = withAnswer ? [one.body, one.answer] : [one.body];
  for (const text of heads) yield* textPieces(text);
  for (const body of bodies) {
    if (body.every((byte) => byte < 0x80)) yield* textPieces(Buffer.from(body).toString("latin1"));
    else yield* binaryPieces(body);
  }
}

/** As browsers know their own connections: `address:port`. */
export const connectionOf = ({ address, port }: Pick<Exchange, "address" | "port">): string =>
  `${address.replace(/^::ffff:/, "")}:${port}`;

const withoutDate = (head: string): string => head.replace(/^(date|etag|last-modified):.*$/gim, "");

function* textPieces(text: string): Generator<string> {
  for (const [word] of text.matchAll(TEXT)) {
    yield keyOf(utf8(word));
    yield keyOf(sha256(utf8(word)).slice(0, BINARY_BYTES));
    const bytes = decoded(word);
    if (bytes === undefined) continue;
    yield keyOf(sha256(bytes).slice(0, BINARY_BYTES));
    yield* binaryPieces(bytes);
  }
}

/** Every run of sixteen bytes. */
function* binaryPieces(bytes: Bytes): Generator<string> {
  for (let at = 0; at + BINARY_BYTES <= bytes.length; at++)
    yield keyOf(bytes.subarray(at, at + BINARY_BYTES));
}

function decoded(word: string): Bytes | undefined {
  const hex = /^([0-9a-f]{2})+$/i.test(word) ? fromHex(word.toLowerCase()) : undefined;
  if (hex !== undefined) return hex;
  const text = word.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return fromBase64(text + "=".repeat((4 - (text.length % 4)) % 4));
}

const keyOf = (bytes: Bytes): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
