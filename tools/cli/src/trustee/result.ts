import type { Context } from "../framework/command.ts";
import type { Json } from "../framework/output.ts";
import { actionSentence } from "./waiting.ts";
import type { Done } from "./work.ts";

/** What a trustee's command did, and what comes next; exit code 1 if the trustee is out or the ceremony has failed. */
export function giveDone({ out }: Context, trustee: number, { next, steps }: Done): 0 | 1 {
  const done: Json = steps.map(({ action, indices }) => ({ action, indices }));
  out.result({ trustee, steps: done, next: next.kind }, [out.say(actionSentence(next))]);
  return next.kind === "excluded" || next.kind === "failed" ? 1 : 0;
}
