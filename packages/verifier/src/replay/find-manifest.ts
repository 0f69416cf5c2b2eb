import { type Bytes, equalBytes, sha256 } from "@veche/base";
import type { Findings } from "../findings.ts";
import { decodeEntry, type Transaction, type TransactionOf } from "../form/entry.ts";
import { decodeManifest, type Manifest } from "../form/manifest.ts";
import { brokenRules, type ManifestRule } from "../form/manifest-rules.ts";
import type { EntrySource } from "../log/entry-source.ts";
import { checkSignatures } from "./authority.ts";
import { Judge } from "./judge.ts";
import { noParts, type Parts, readWhole, takePart } from "./parts.ts";

export type FoundManifest = {
  /** SHA-256 of the encoded manifest (§02.1.1). */
  readonly electionId: Bytes;
  /** `undefined` if its form is wrong (§02.2.1). */
  readonly manifest: Manifest | undefined;
  readonly broken: readonly ManifestRule[];
  /** Entry with the definition, or with its last part. */
  readonly entry: number;
};

/** A definition stands first, or behind the parts of at most 50 organisations; beyond this nobody looks. */
const LOOK_AT = 10_000;

/**
 * Finds the definition on which the record rests (§09.5), before its replay: the first that is right in every
 * way and has the election id given, if one is. If none is right, the first of that id; at last the first.
 */
export async function findManifest(
  source: EntrySource,
  expected: Bytes | undefined,
  findings: Findings,
): Promise<FoundManifest | undefined> {
  let first: FoundManifest | undefined;
  let named: FoundManifest | undefined;
  for await (const { define, entry } of definitions(source)) {
    const found = readDefinition(define, entry);
    first ??= found;
    if (expected !== undefined && !equalBytes(expected, found.electionId)) continue;
    if (isRight(found, define, findings)) return found;
    named ??= found;
  }
  return named ?? first;
}

type Definition = { readonly define: TransactionOf<"define">; readonly entry: number };

async function* definitions(source: EntrySource): AsyncGenerator<Definition> {
  const parts = noParts();
  for (let entry = 0; entry < Math.min(source.size, LOOK_AT); entry++) {
    const bytes = await source.entry(entry);
    if (bytes === undefined) return;
    const decoded = decodeEntry(bytes);
    const tx = "value" in decoded ? decoded.value.transaction : undefined;
    const whole = tx?.type === "part" ? await completed(source, parts, tx, entry) : tx;
    if (whole?.type === "define") yield { define: whole, entry };
  }
}

async function completed(
  source: EntrySource,
  parts: Parts,
  tx: TransactionOf<"part">,
  entry: number,
): Promise<Transaction | undefined> {
  const taken = takePart(parts, tx, entry);
  return typeof taken === "string" ? undefined : readWhole(source, taken);
}

function readDefinition(define: TransactionOf<"define">, entry: number): FoundManifest {
  const encoded = define.body.manifest;
  const manifest = decodeManifest(encoded);
  const broken: readonly ManifestRule[] = manifest === undefined ? ["02.2.1"] : brokenRules(manifest);
  return { electionId: sha256(encoded), manifest, broken, entry };
}

function isRight(found: FoundManifest, define: TransactionOf<"define">, findings: Findings): boolean {
  const { manifest, electionId, broken } = found;
  if (manifest === undefined || broken.length > 0) return false;
  const judge = new Judge(findings, found.entry, "quiet");
  checkSignatures({ manifest, electionId, controlSeq: 0, defined: false }, define, judge);
  return !judge.failed;
}
