/** Every limit of the package, as a number. A limit taken from a specification names it. */

/** Leaves of a tree: below 2^53, so that sizes and indices are exact in JavaScript (§01.1.1). */
export const MAX_TREE_SIZE = Number.MAX_SAFE_INTEGER;

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

/** Most hashes of a proof in a file or request (§07.5.1, C2SP tlog-witness); 54 are the most that one can need. */
export const MAX_PROOF_HASHES = 63;

/** Hashes of a full tile, entries of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** Highest level that a tile path may name (C2SP tlog-tiles). */
export const MAX_TILE_LEVEL = 63;

/** Longest entry of a bundle: its length is a u16 (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

/** Longest signed note, in bytes. */
export const MAX_NOTE_BYTES = 1_000_000;

/** Most signature lines of a note: C2SP signed-note asks for 16 at least, Go's note package stops at 100. */
export const MAX_NOTE_SIGNATURES = 100;

/** Longest name of a key that we trust, in UTF-8 bytes. Names of unknown keys are bounded by the note alone. */
export const MAX_KEY_NAME_BYTES = 255;

/** Most keys that a policy may list in each of its three roles (§02.2.6). */
export const MAX_POLICY_KEYS = 50;

/** Longest opaque `extra` of a tlog-proof, in bytes before base64. */
export const MAX_EXTRA_BYTES = 65_535;

/** Longest tlog-proof file in bytes: the note, the extra line, the hashes. */
export const MAX_TLOG_PROOF_BYTES = 1_100_000;

/** Longest body of an add-checkpoint request in bytes: the note and 63 hashes. */
export const MAX_ADD_CHECKPOINT_BYTES = 1_004_000;
