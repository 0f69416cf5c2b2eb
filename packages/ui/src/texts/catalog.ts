/** Texts in ICU message syntax by key. */
export type Messages<Key extends string = string> = Readonly<Record<Key, string>>;

/** The same keys in both languages. */
export type Catalog<Key extends string = string> = {
  readonly en: Messages<Key>;
  readonly ru: Messages<Key>;
};

/** A catalog whose languages have the same keys, or it does not compile. */
export const defineTexts = <const Key extends string>(texts: Catalog<Key>): Catalog<Key> => texts;
