import { spawn } from "node:child_process";
import type { SecretRequest } from "./openid-provider.ts";
import { Turns } from "./turns.ts";

/** Why no signature came: the program could not be run, ended with an error, was silent too long, or said something else. */
export type SignerFault = "NOT_RUN" | "FAILED" | "LATE" | "ANSWER_WRONG";

export type SignCommand = {
  /** Path of a program, and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly folder: string;
  readonly report: (fault: SignerFault) => void;
  readonly timeoutMs?: number;
  /** How many of it may run at a time. */
  readonly atOnce?: number;
};

const TIMEOUT_MS = 5_000;
/** ⚔ Anybody can begin to sign in: a rush must not take the machine from the rest of the portal. */
const AT_ONCE = 16;
const ANSWER_CHARACTERS_MAX = 65_536;
const PARAMETER = /^[a-z][a-z0-9_]{0,63}$/;
/** What OpenID Connect itself says in these requests, and no signer may change. */
const RESERVED = new Set([
  ...["client_id", "redirect_uri", "response_type", "grant_type", "code", "code_verifier"],
  ...["code_challenge", "code_challenge_method", "nonce"],
]);
/** In the browser's request ours as well; for the token some providers want them once more, as they were signed. */
const RESERVED_AT_FIRST = new Set(["scope", "state"]);

/**
 * Asks a program for the parameters that prove one request: `SecretRequest` goes in as a line of JSON, an object of texts with
 * `client_secret` comes out. ⚔ Of the portal's surroundings it gets PATH and HOME alone: its secrets are none of a signer's business.
 */
export const signByCommand = (
  signer: SignCommand,
): ((request: SecretRequest) => Promise<Readonly<Record<string, string>>>) => {
  const turns = new Turns(signer.atOnce ?? AT_ONCE, signer.timeoutMs ?? TIMEOUT_MS);
  return async (request) => {
    const said = (await turns.take(() => run(signer, `${JSON.stringify(request)}\n`))) ?? "LATE";
    const parameters = typeof said === "object" ? parametersOf(said.text, request.step) : said;
    if (typeof parameters === "object") return parameters;
    signer.report(parameters);
    // The provider's own way to end a sign-in that cannot go on; nothing of what was said stands in it.
    throw new Error(`the signer: ${parameters}`);
  };
};

function run(
  { command: [program = "", ...args], folder, timeoutMs = TIMEOUT_MS }: SignCommand,
  line: string,
): Promise<{ readonly text: string } | SignerFault> {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH, HOME },
      stdio: ["pipe", "pipe", "ignore"],
    });
    let text = "";
    const end = (outcome: { readonly text: string } | SignerFault): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      done(outcome);
    };
    const timer = setTimeout(() => end("LATE"), timeoutMs);
    child.once("error", () => end("NOT_RUN"));
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      if (text.length > ANSWER_CHARACTERS_MAX) end("ANSWER_WRONG");
    });
    child.once("close", (code) => end(code === 0 ? { text } : "FAILED"));
    // A program that does not read says what it has to say all the same.
    child.stdin.on("error", () => {});
    child.stdin.end(line);
  });
}

function parametersOf(
  text: string,
  step: SecretRequest["step"],
): Readonly<Record<string, string>> | SignerFault {
  const said = parsed(text);
  if (typeof said !== "object" || said === null || Array.isArray(said)) return "ANSWER_WRONG";
  const pairs = Object.entries(said);
  const isRight = pairs.every(
    ([name, value]) =>
      PARAMETER.test(name) &&
      !RESERVED.has(name) &&
      (step === "token" || !RESERVED_AT_FIRST.has(name)) &&
      typeof value === "string" &&
      value !== "",
  );
  if (!isRight || !pairs.some(([name]) => name === "client_secret")) return "ANSWER_WRONG";
  return Object.fromEntries(pairs) as Record<string, string>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
