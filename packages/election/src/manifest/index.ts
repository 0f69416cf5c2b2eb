export { formatAgeRecipient, isAgeRecipient } from "./bech32.ts";
export {
  checkManifest,
  decodeManifest,
  electionIdOf,
  encodeManifest,
  MANIFEST_BYTES_MAX,
  type ManifestError,
} from "./decode.ts";
export { noteName as readNoteName, origin as readOrigin, text as readText } from "./fields.ts";
export type { ManifestRule } from "./rules/rule.ts";
export * from "./types.ts";
