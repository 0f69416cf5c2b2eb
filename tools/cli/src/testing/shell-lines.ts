const ELECTION = "ab".repeat(32);

/** What a shell would put in the place of a word in our documents. */
const VALUES: Readonly<Record<string, string>> = {
  ELECTION,
  NODE: "http://127.0.0.1:8080",
  HEAD: "3K7Q-0000-0000-0000-0000",
  E: `--election ${ELECTION} --node http://127.0.0.1:8080`,
  P: "--passphrase-file pass.txt",
  S: "--passphrase-file pass.txt --work-factor 12",
  PWD: "folder",
  i: "1",
  r: "receipt.txt",
};

export type ShellLine = { readonly line: string; readonly words: readonly string[] };

/** The calls of `veche` in the fenced shell code of a document, as the words that the program would get. */
export function shellLines(markdown: string): readonly ShellLine[] {
  const blocks = [...markdown.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm)].map(
    (match) => match[1] as string,
  );
  return blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, " ").split("\n"))
    .flatMap((line) =>
      [...line.matchAll(/(?:^|[\s(])(?:npx )?veche (?!is\b)([^=][^\n]*)/g)].map(
        (match) => match[1] as string,
      ),
    )
    .map((line) => ({ line, words: wordsOf(line) }));
}

/** Up to what ends a call: a pipe, an ampersand, a redirection, a closing bracket, a semicolon, a comment. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const match of expanded(line).matchAll(/"([^"]*)"|'([^']*)'|([^\s"'|&;()<>#]+)|(\d?[|&;)<>#])/g)) {
    if (match[4] !== undefined) break;
    words.push(match[1] ?? match[2] ?? (match[3] as string));
  }
  // `2> log` leaves its number.
  return /\d?>/.test(line) && words.at(-1) === "2" ? words.slice(0, -1) : words;
}

const expanded = (line: string): string =>
  line
    .replace(/\$\{?(\w+)\}?/g, (whole, name: string) => VALUES[name] ?? whole)
    .replace(/\bELECTION_ID\b/g, ELECTION);
