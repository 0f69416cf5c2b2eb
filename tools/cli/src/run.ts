import { CommanderError } from "commander";
import { COMMON, type Group } from "./framework/command.ts";
import { inLanguage, type Language, languageOf } from "./framework/language.ts";
import { longFlag } from "./framework/options.ts";
import { type Output, outputOn } from "./framework/output.ts";
import { buildProgram, type Request } from "./framework/program.ts";
import { isSystemError, Stop, unusable } from "./framework/stop.ts";
import type { World } from "./framework/world.ts";
import { faults } from "./texts/faults.ts";
import { VERSION } from "./version.ts";

/** Good; the record is bad or the ledger refused; unusable input; a fault of our own. */
export type ExitCode = 0 | 1 | 2 | 70;

/** Runs one command line to its end and says how it went. Writes errors, throws none. */
export async function run(root: Group, argv: readonly string[], world: World): Promise<ExitCode> {
  const out = outputOf(argv, world);
  try {
    const request = parse(root, argv, out.language, world);
    if (request === undefined) return 0;
    for (const [key, option] of Object.entries(COMMON)) option.read(request.raw[key], longFlag(key));
    return await request.command.run({ out, world }, request.raw, request.words);
  } catch (error) {
    return report(out, world, error);
  }
}

/** What is said, and the exit code, when standard output cannot be written: a result that nobody sees is no success. */
export function outputLost(argv: readonly string[], world: World, reason: Error): ExitCode {
  const { code } = reason as { readonly code?: unknown };
  outputOf(argv, world).error(faults.outputLost(typeof code === "string" ? code : reason.message));
  return 2;
}

const outputOf = (argv: readonly string[], world: World): Output =>
  outputOn(world, world.clock, languageOf(argv, world.env), argv.includes("--json"));

/** `undefined` if help or version was all that was asked for, and given. */
export function parse(
  root: Group,
  argv: readonly string[],
  language: Language,
  world: Pick<World, "stdout">,
): Request | undefined {
  let request: Request | undefined;
  const program = buildProgram(root, {
    language,
    version: VERSION,
    columns: world.stdout.columns,
    writeHelp: (text) => world.stdout.write(text),
    onRequest: (asked) => {
      request = asked;
    },
  });
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed" || error.code === "commander.version") return undefined;
    if (error.code === "commander.help" && argv.every((word) => word.startsWith("-"))) {
      world.stdout.write(program.helpInformation());
      return undefined;
    }
    throw stopOf(root, argv, error);
  }
  return request;
}

/** The parser's complaint as one of our sentences. */
function stopOf(root: Group, argv: readonly string[], error: CommanderError): Stop {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const { path, group } = placeOf(root, argv);
  switch (error.code) {
    case "commander.unknownOption":
      return unusable(faults.optionUnknown(quoted.split("=")[0] as string, path));
    case "commander.unknownCommand":
      return unusable(faults.commandUnknown(quoted, path));
    case "commander.optionMissingArgument":
      return unusable(faults.optionWithoutValue(quoted.split(" ")[0] as string));
    case "commander.invalidArgument":
      return unusable(faults.optionTwice(quoted.split(" ")[0] as string));
    case "commander.missingArgument":
      return unusable(faults.argumentMissing(quoted));
    case "commander.help":
      return unusable(
        faults.commandMissing(
          path,
          group.commands.map(({ name }) => name),
        ),
      );
    default:
      return unusable(faults.argumentsTooMany(path));
  }
}

/** How far the words lead down the tree. */
function placeOf(root: Group, argv: readonly string[]): { readonly path: string; readonly group: Group } {
  let group = root;
  let path = root.name;
  for (const word of argv) {
    const next = group.commands.find(({ name }) => name === word);
    if (next === undefined) break;
    path = `${path} ${word}`;
    if ("run" in next) break;
    group = next;
  }
  return { path, group };
}

function report(out: Output, world: World, error: unknown): ExitCode {
  if (error instanceof Stop) {
    out.error(error.fault);
    return error.exitCode;
  }
  if (isSystemError(error)) {
    out.error(faults.systemRefused(error.message));
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.stderr.write(`veche: ${inLanguage(out.language)(faults.ownFault().sentence)}\n${trace}\n`);
  return 70;
}
