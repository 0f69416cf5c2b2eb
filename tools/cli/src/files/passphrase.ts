import { PASSPHRASE_CHARACTERS_MIN } from "@veche/trustee";
import type { Context } from "../framework/command.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { questions } from "../texts/questions.ts";
import { readText } from "./read.ts";

const FILE_BYTES_MAX = 10_000;

/** The passphrase that opens what stands at `path`: from a file, or asked. */
export async function passphraseOf(
  context: Context,
  file: string | undefined,
  path: string,
): Promise<string> {
  return file === undefined ? ask(context, context.out.say(questions.passphrase(path))) : fromFile(file);
}

/** A passphrase for something new: asked twice, so that a slip of the finger locks nobody out. */
export async function newPassphrase(context: Context, file: string | undefined): Promise<string> {
  const passphrase =
    file === undefined ? await ask(context, context.out.say(questions.newPassphrase)) : await fromFile(file);
  if ([...passphrase].length < PASSPHRASE_CHARACTERS_MIN)
    throw unusable(faults.passphraseShort(PASSPHRASE_CHARACTERS_MIN));
  if (file !== undefined) return passphrase;
  const again = await ask(context, context.out.say(questions.passphraseAgain));
  if (again !== passphrase) throw unusable(faults.passphrasesDiffer());
  return passphrase;
}

/** The first line, without its end. */
async function fromFile(file: string): Promise<string> {
  const text = await readText(file, FILE_BYTES_MAX);
  const [line = ""] = text.split(/\r?\n/);
  if (line === "") throw unusable(faults.passphraseEmpty(file));
  return line;
}

async function ask({ world }: Context, question: string): Promise<string> {
  const answer = await world.ask(question, true);
  if (answer === undefined) throw unusable(faults.noTerminal("--passphrase-file"));
  return answer;
}
