/** Secrets of a validator under test, in its home. */
export const KEYS_FILE = "keys.json";
/** The prepared election, in the folder of the run. */
export const TAPE_FILE = "tape.json";
