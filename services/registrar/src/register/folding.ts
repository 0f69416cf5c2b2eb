/** How spellings of the same name or document are made equal. Keys are compared with keys, and shown to nobody. */

/** Latin capitals that look like Cyrillic ones: people type them by mistake, in both directions. */
const LATIN = "ABCEHKMOPTXY";
const CYRILLIC = "АВСЕНКМОРТХУ";
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Array.from(LATIN, (letter, at) => [letter, CYRILLIC[at] ?? letter]),
);

const APOSTROPHES = /['’ʼ`´]/gu;
/** `|` stands between the parts of a key: in a name it would move the border. */
const BETWEEN_WORDS = /[\s|\p{Dash_Punctuation}\u2212\u00ad]+/gu;
/** Written before a number; NFKC would turn it into letters. */
const NUMBER_SIGN = /№/gu;
const NO_LETTER_OR_DIGIT = /[^\p{Letter}\p{Number}]/gu;

/** Case, ё/е, composed letters, look-alike letters, hyphens as spaces. Empty if nothing but signs is there. */
export const foldName = (name: string): string =>
  foldLetters(name).replace(APOSTROPHES, "").replace(BETWEEN_WORDS, " ").trim();

const foldLetters = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    // Taken apart, a letter under dots or a breve is looked at by itself: a Latin ë stands for ё as an e does for е.
    .normalize("NFKD")
    .replace(/[ABCEHKMOPTXY]/g, (letter) => LOOKS_LIKE.get(letter) ?? letter)
    .normalize("NFKC")
    .replaceAll("Ё", "Е");

/** Family and given name; the patronymic is compared apart, because it may be missing. */
export const nameKey = (name: { readonly family: string; readonly given: string }): string =>
  `${foldName(name.family)}|${foldName(name.given)}`;

/** A document as the roll holds it: letters and digits, in the register's own letters. */
export const plainDocument = (document: string): string =>
  document.replace(NUMBER_SIGN, "").normalize("NFKC").replace(NO_LETTER_OR_DIGIT, "");

export const documentKey = (document: string): string => plainDocument(foldLetters(plainDocument(document)));
