import { assert, type Bytes, equalBytes, err, ok, type Result, toBase64 } from "@veche/base";
import { HASH_BYTES } from "./limits.ts";
import { emptyRoot, isTreeSize } from "./merkle-hash.ts";
import { isLine, isNoteText, parseDecimal, parseHash } from "./note-text.ts";

/** What a log states of itself (§07.3.1, C2SP tlog-checkpoint): origin, number of leaves, root. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Bytes };

export type CheckpointError = {
  readonly code: "CHECKPOINT_LAYOUT" | "CHECKPOINT_SIZE" | "CHECKPOINT_ROOT" | "CHECKPOINT_EXTENSION";
};

/** The text of the note: three lines, each ending in a newline. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint;
  assert(isLine(origin), "an origin is one line");
  assert(isTreeSize(size), "a tree size is below 2^53");
  assert(root.length === HASH_BYTES, "a root has 32 bytes");
  assert(size > 0 || equalBytes(root, emptyRoot()), "the empty tree has one root");
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Strict inverse of `formatCheckpoint`. Extension lines, which C2SP tlog-checkpoint does not recommend as no monitor
 * can audit them, are refused: our logs have none.
 */
export function parseCheckpoint(text: string): Result<Checkpoint, CheckpointError> {
  if (!isNoteText(text)) return err({ code: "CHECKPOINT_LAYOUT" });
  const [origin, sizeLine, rootLine, ...extension] = text.slice(0, -1).split("\n");
  if (!origin || sizeLine === undefined || rootLine === undefined) return err({ code: "CHECKPOINT_LAYOUT" });
  if (extension.length > 0) return err({ code: "CHECKPOINT_EXTENSION" });
  const size = parseDecimal(sizeLine);
  if (size === undefined) return err({ code: "CHECKPOINT_SIZE" });
  const root = parseHash(rootLine);
  if (root === undefined || (size === 0 && !equalBytes(root, emptyRoot()))) {
    return err({ code: "CHECKPOINT_ROOT" });
  }
  return ok({ origin, size, root });
}
