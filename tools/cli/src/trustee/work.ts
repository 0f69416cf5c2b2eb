import { post } from "@veche/client";
import type { Action, Said, Step } from "@veche/trustee";
import type { Context } from "../framework/command.ts";
import { refused, Stop } from "../framework/stop.ts";
import { stopOfPost } from "../live/post.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";
import { trusteeTexts } from "../texts/trustee.ts";
import { stopOfMachine, type TrusteeDesk } from "./desk.ts";
import { waitSentence } from "./waiting.ts";

/** Between two looks at the log, ms. */
const POLL_MS = 1_000;
/** A step that others overtook is looked at again; so often at most in a row. */
const OVERTAKEN_MAX = 5;
const OVERTAKEN: ReadonlySet<string> = new Set(["ALREADY", "CEREMONY_STEP", "DEADLINE_NOT_DUE", "PHASE"]);

export type WorkOptions = {
  /** Whether this action is no longer what the command is for. */
  readonly isBeyond: (action: Action) => boolean;
  /** Does what can be done now, and waits for nobody. */
  readonly once: boolean;
  /** What the trustee says, when the next action is known. */
  readonly said: (action: Action) => Promise<Said>;
};

export type Done = {
  /** What comes next, and was not done. */
  readonly next: Action;
  readonly steps: readonly { readonly action: string; readonly indices: readonly number[] }[];
};

/** Takes step after step, each as soon as the own view says that it is due. */
export async function work(context: Context, desk: TrusteeDesk, options: WorkOptions): Promise<Done> {
  const steps: { readonly action: string; readonly indices: readonly number[] }[] = [];
  let waitingFor = "";
  let overtaken = 0;
  for (;;) {
    if (!(await isRefreshed(context, desk, options.once))) continue;
    const next = desk.machine.next(desk.ledger());
    const said = await options.said(next);
    const action = desk.machine.next(desk.ledger(), said);
    if (isEnd(action) || options.isBeyond(action)) return { next: action, steps };
    if (action.kind === "wait") {
      const sentence = waitSentence(action.until);
      if (sentence.en !== waitingFor) context.out.note(sentence);
      waitingFor = sentence.en;
      if (options.once) return { next: action, steps };
      await context.world.sleep(POLL_MS);
      continue;
    }
    const step = await desk.machine.step(desk.ledger(), said);
    if (!step.ok) throw stopOfMachine(step.error);
    const indices = await postStep(context, desk, step.value);
    overtaken = indices === undefined ? overtaken + 1 : 0;
    if (indices === undefined && overtaken > OVERTAKEN_MAX) {
      throw refused(ledgerFaults.refusedByLedger("CEREMONY_STEP"));
    }
    if (indices !== undefined) steps.push({ action: action.kind, indices });
  }
}

/** A trustee goes on when the node does: a deadline must not be missed because a connection broke once. */
async function isRefreshed(context: Context, { view }: TrusteeDesk, once: boolean): Promise<boolean> {
  try {
    await view.refresh();
    return true;
  } catch (error) {
    if (once || !(error instanceof Stop) || error.fault.code !== "UNREACHABLE") throw error;
    context.out.note(error.fault.sentence);
    await context.world.sleep(POLL_MS);
    return false;
  }
}

const isEnd = ({ kind }: Action): boolean => kind === "done" || kind === "excluded" || kind === "failed";

/** Where the transactions stand; `undefined` if the ledger had gone on meanwhile. */
async function postStep(
  { out }: Context,
  { view }: TrusteeDesk,
  { action, transactions, against }: Step,
): Promise<readonly number[] | undefined> {
  const indices: number[] = [];
  for (const transaction of transactions) {
    const posted = await post(view.follower, transaction, view.pace);
    if (!posted.ok) {
      const { error } = posted;
      if (error.code === "REFUSED" && OVERTAKEN.has(error.outcome)) return undefined;
      // What was kept leaves again, the same.
      if (error.code === "UNAVAILABLE") return undefined;
      throw await stopOfPost(view, error);
    }
    if (posted.value.kind !== "entered") throw refused(ledgerFaults.refusedByLedger("PROMISED"));
    if (posted.value.outcome === "BLAMED") throw refused(ledgerFaults.refusedByLedger("BLAMED"));
    indices.push(posted.value.index);
  }
  if (against !== undefined && against.length > 0) out.note(trusteeTexts.complained(against.join(", ")));
  out.note(trusteeTexts.stepDone(action.kind, indices.join(", ")));
  return indices;
}
