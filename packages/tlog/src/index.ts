export * from "./checkpoint.ts";
export * from "./consistency.ts";
export type { SignEd25519, VerifyEd25519 } from "./ed25519.ts";
export * from "./entry-bundle.ts";
export * from "./frontier.ts";
export * from "./inclusion.ts";
export * from "./limits.ts";
export { emptyRoot, leafHash, nodeHash } from "./merkle-hash.ts";
export * from "./note.ts";
export * from "./policy.ts";
export * from "./signature.ts";
export * from "./subtree.ts";
export * from "./tile-edge.ts";
export {
  changedEntryBundles,
  changedHashTiles,
  consistencyTiles,
  inclusionTiles,
} from "./tile-layout.ts";
export * from "./tile-path.ts";
export { readTile, type TileReader, tileHashReader } from "./tile-reader.ts";
export * from "./tlog-proof.ts";
export * from "./verifier-key.ts";
export * from "./witness.ts";
