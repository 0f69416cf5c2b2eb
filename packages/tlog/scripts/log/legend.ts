/** What the file says of itself. */

export const DESCRIPTION =
  "The public log of chapter 07 and the files of a record of chapter 09. Byte strings are lower-case hexadecimal, texts stand as they are. " +
  "Entry i of the log is the text `entry <i>` in UTF-8, i in decimal; checkpoints and receipts are of this log unless they say otherwise. " +
  "`expect` is RIGHT or a code: that something is refused is binding, the code says why, and an implementation may find another fault first. " +
  "Not here: promises (07.6), whose hash is that of 01.4; a manifest's own rules (02.2); points of Ed25519 that only 01.5.1 refuses; HTTP (07.7).";

export const FIELDS = {
  leaves: "07.1.1: entry; hash: its leaf hash",
  nodes: "07.1.1: hash of the inner node over left and right",
  roots: "root of the log of `size` entries",
  tilePaths: "07.2.1: path; level (a number or `entries`), index, width: hashes or entries in it",
  tiles:
    "files of the log of `size` entries: path; length and sha256 of the content; bytes: the content, if it is short",
  bundles:
    "07.2.1: width: number of entries that the name says; bundle: pieces [hexadecimal, times], joined; leafHashes of the entries. 09.4 is not judged here",
  recordFiles:
    "09.1: all files that the record of a log of `size` entries must have, sorted by bytes, but result.cbor",
  recordDigest: "the same for one large log: number of files, SHA-256 of their paths, each followed by 0x0A",
  recordPaths:
    "09.1, 09.3: a path in the record of a log of `size` entries is NEEDED, or ALLOWED, or FILE_UNKNOWN and makes the record bad",
  inclusion: "proof from the leaf's sibling up, for the leaf at `index` of the tree of `size` leaves",
  consistency: "proof that the tree of newSize leaves extends the tree of oldSize leaves (RFC 9162, 2.1.4)",
  parties: "seed: the Ed25519 secret key of RFC 8032, for tests only",
  keys: "07.3.1: name of the key, type, publicKey, keyId; vkey: the text of C2SP signed-note. change: what is wrong",
  signatures:
    "07.3.2, 07.3.3: what `party` signs over text: message, the bytes under Ed25519; seconds, of cosignatures; line, with its newline",
  manifests:
    "what 07.4.1 needs of a manifest, fields as in 02.1. Validator i has the keys of `log i` and `validator i`",
  checkpoints:
    "07.4.1 under a manifest, by name: note (noteHex if it is no UTF-8). If right: size, root; whose signatures count, by index from 1: logs (validators whose logKey signed), validators and witnesses with the seconds of their cosignature; record: RIGHT, or the code with which 09.2 or 09.4 refuse it all the same",
  receipts:
    "07.5.1 under a manifest, by name: receipt (receiptHex if it is no UTF-8). If right: index, entry, and size and root of its checkpoint",
};

export const CODES = {
  TILE_PATH: "not the one name of a tile",
  FILE_UNKNOWN: "no file of this record",
  BUNDLE_TRUNCATED: "fewer bytes than the entries need",
  BUNDLE_TRAILING_BYTES: "bytes after the last entry",
  INDEX_OUT_OF_RANGE: "no such index in a tree of this size, or no such size",
  SIZE_OUT_OF_RANGE: "sizes that do not grow, or no such size",
  HASH_LENGTH: "a hash that has not 32 bytes",
  PROOF_LENGTH: "more or fewer hashes than the proof has",
  ROOT_MISMATCH: "the proof leads to another root",
  VKEY_MALFORMED: "not name, key id and key",
  KEY_NAME: "a name that no key may have",
  KEY_TYPE: "neither 0x01 nor 0x04",
  KEY_LENGTH: "a key that has not 32 bytes",
  KEY_ID_MISMATCH: "the key id of another key",
  NOTE_ENCODING: "no UTF-8, or a control character other than 0x0A",
  NOTE_LAYOUT: "no empty line before the signatures, no signature, or no 0x0A at the end",
  NOTE_SIGNATURE_LINE: "not the one form of a signature line, of unknown keys too",
  NOTE_TOO_MANY_SIGNATURES: "more than 100 signature lines (07.4.2)",
  NO_KNOWN_SIGNATURE: "no signature by any key of the manifest",
  SIGNATURE_INVALID: "a signature by a key of the manifest that does not hold",
  COSIGNATURE_TIME: "a time outside 1 ... 2^53 - 1 (07.3.3)",
  CHECKPOINT_LAYOUT: "not three lines",
  CHECKPOINT_EXTENSION: "more than three lines (07.3.1)",
  CHECKPOINT_SIZE: "not a size: decimal, without leading zeros, below 2^53",
  CHECKPOINT_ROOT: "not canonical base64 of 32 bytes, or the empty log with another root than its own",
  ORIGIN_MISMATCH: "the checkpoint of another log",
  LOG_SIGNATURE_MISSING: "no log key of the manifest signed",
  VALIDATOR_QUORUM_MISSING: "cosigned by two thirds of the validators or fewer",
  WITNESS_QUORUM_MISSING: "cosigned by fewer witnesses than the quorum",
  NOTE_KEY_UNKNOWN: "09.2: a line by no key of the manifest",
  NOTE_KEY_TWICE: "09.2: a key signs twice",
  CHECKPOINT_FORM: "09.4: a size of 2^40 or more",
  PROOF_ENCODING: "no UTF-8, or a control character other than 0x0A",
  PROOF_HEADER: "another first line, or no empty line before the checkpoint",
  PROOF_EXTRA: "extra is not canonical base64, or empty",
  PROOF_INDEX: "not a line with an index: decimal, without leading zeros, below 2^53",
  PROOF_HASH: "not canonical base64 of 32 bytes, or more than 63 hashes",
  RECEIPT_WITHOUT_ENTRY: "no line with the entry",
};
