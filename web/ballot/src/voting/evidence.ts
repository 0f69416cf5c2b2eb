import { type Bytes, toBase64, toHex, utf8 } from "@veche/base";

/** A file for the commission: what came, and what it should have fitted, with the election named. Bytes as base64. */
export function evidenceFile(
  kind: string,
  electionId: string,
  parts: Readonly<Record<string, Bytes | readonly Bytes[] | number | string>>,
): Bytes {
  const fields = Object.entries(parts).map(([name, part]) => [name, formOf(part)] as const);
  const file = { veche: "evidence/v1", kind, election: electionId, ...Object.fromEntries(fields) };
  return utf8(`${JSON.stringify(file, null, 1)}\n`);
}

function formOf(part: Bytes | readonly Bytes[] | number | string): unknown {
  if (typeof part === "number" || typeof part === "string") return part;
  return part instanceof Uint8Array ? toBase64(part) : part.map(toHex);
}
