import {
  Argument as CommanderArgument,
  Option as CommanderOption,
  InvalidArgumentError,
  Command as Node,
} from "commander";
import { helpWords } from "../texts/help-words.ts";
import { type Argument, COMMON, type Command, type Group } from "./command.ts";
import { inLanguage, type Language } from "./language.ts";
import { longFlag, type Options, type Raw } from "./options.ts";

/** What the command line asked for. */
export type Request = {
  readonly path: string;
  readonly command: Command;
  readonly raw: Readonly<Record<string, Raw>>;
  readonly words: readonly string[];
};

export type ProgramSettings = {
  readonly language: Language;
  readonly version: string;
  readonly columns: number;
  readonly writeHelp: (text: string) => void;
  readonly onRequest: (request: Request) => void;
};

/** The tree of commands as a parser. It parses and writes help; it runs nothing and writes no errors. */
export function buildProgram(root: Group, settings: ProgramSettings): Node {
  const program = nodeOf(root, root.name, settings);
  program.version(settings.version, "-V, --version", inLanguage(settings.language)(helpWords.version));
  return program;
}

function nodeOf(entry: Command | Group, path: string, settings: ProgramSettings): Node {
  const node = plainNode(entry, settings);
  if ("run" in entry) fill(node, entry, path, settings);
  else {
    if (entry.own !== undefined) fill(node, entry.own, path, settings);
    for (const child of entry.commands) node.addCommand(nodeOf(child, `${path} ${child.name}`, settings));
  }
  return node;
}

function plainNode({ name, about }: Command | Group, settings: ProgramSettings): Node {
  const say = inLanguage(settings.language);
  return (
    new Node(name)
      .description(say(about))
      .exitOverride()
      // Else `cast` would take the options of `cast check`.
      .enablePositionalOptions()
      .showSuggestionAfterError(false)
      .helpOption("-h, --help", say(helpWords.help))
      .helpCommand(false)
      .configureOutput({
        writeOut: settings.writeHelp,
        writeErr: () => {},
        getOutHelpWidth: () => settings.columns,
      })
      .configureHelp({ styleTitle: (title) => say(helpWords.titles[title] ?? { en: title, ru: title }) })
  );
}

function fill(node: Node, command: Command, path: string, settings: ProgramSettings): void {
  const say = inLanguage(settings.language);
  for (const argument of command.arguments) {
    node.addArgument(new CommanderArgument(wordsOf(argument), say(argument.about)));
  }
  addOptions(node, command.options, settings);
  addOptions(node, COMMON, settings);
  const examples = command.examples.map(({ line, about }) =>
    about === undefined ? `  ${line}` : `  # ${say(about)}\n  ${line}`,
  );
  if (examples.length > 0) node.addHelpText("after", `\n${say(helpWords.examples)}\n${examples.join("\n")}`);
  node.action(() => {
    settings.onRequest({ path, command, raw: node.opts<Record<string, Raw>>(), words: node.args });
  });
}

function wordsOf({ placeholder, isRequired, isMany }: Argument): string {
  const name = isMany ? `${placeholder}...` : placeholder;
  return isRequired ? `<${name}>` : `[${name}]`;
}

function addOptions(node: Node, options: Options, { language }: ProgramSettings): void {
  for (const [key, { placeholder, about, isMany, isRequired }] of Object.entries(options)) {
    const value = placeholder === undefined ? "" : isMany ? ` <${placeholder}...>` : ` <${placeholder}>`;
    const text = inLanguage(language)(about);
    const needed = isRequired ? ` (${inLanguage(language)(helpWords.required)})` : "";
    const option = new CommanderOption(`${longFlag(key)}${value}`, `${text}${needed}`);
    if (placeholder !== undefined && !isMany) option.argParser(onlyOnce);
    node.addOption(option);
  }
}

/** Of two values, of an election id for example, the last would win unseen. */
function onlyOnce(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError("given twice");
  return value;
}
