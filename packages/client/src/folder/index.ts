/** Keeping things in files: for Node alone. An entry of its own (`@veche/client/folder`), so that pages never load it. */
export { syncFolder, writeFileAtomically } from "./atomic-write.ts";
export { folderStorage } from "./folder-storage.ts";
export type { LockError } from "./lock.ts";
export { OnceBook } from "./once-book.ts";
export { RecordFile, type RecordFileError } from "./record-file.ts";
export { saveEvidence } from "./save-evidence.ts";
