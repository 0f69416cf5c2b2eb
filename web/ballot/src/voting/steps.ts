import type { StatusAnswer } from "@veche/api";
import { codeOf, equalBytes } from "@veche/base";
import type { ProblemCode } from "./contract.ts";
import { Delivery } from "./delivery.ts";
import { afterCast } from "./problems.ts";
import { isOver, type Kept } from "./record-store.ts";
import type { CastRecord, DoneRecord, PendingRecord } from "./records.ts";
import { type Filling, failed, type Reached, type Session, stopped } from "./session.ts";
import { castingView, recordedView, resumeCodeView, storedView } from "./views.ts";

const OFFLINE_PAUSE_MS = 2_000;
const NOTHING = new Uint8Array(0);

/** No handover: a single ballot goes on by itself, of several the voter picks one. */
export async function welcome(session: Session): Promise<Reached> {
  const all = await session.records.all();
  const [only, more] = all.filter(({ record }) => record?.stage !== "alarm");
  const goesOn = only !== undefined && more === undefined && !(only.record && isOver(only.record));
  if (goesOn) return show(session, only);
  const read = session.facts === undefined ? await session.know(session.style) : undefined;
  // Before `open` a page may wait; of an election that is none, or cannot be reached, there is nothing to begin.
  if (read?.ok === false && all.length === 0 && read.problem.code !== "NOT_OPEN")
    return stopped(read.problem, () => welcome(session));
  return { view: { at: "start", stored: storedView(all, session.facts) } };
}

/** Goes on with a kept ballot from its stage. */
export async function show(session: Session, kept: Kept): Promise<Reached> {
  const again = (): Promise<Reached> => show(session, kept);
  const { record } = kept;
  if (record === undefined) return failed("STORED_DAMAGED", () => welcome(session));
  switch (record.stage) {
    case "alarm":
      return failed(record.code, () => welcome(session), record.evidence);
    case "done":
      await session.know(record.style);
      return recorded(session, kept, record);
    case "cast":
      return deliver(session, kept, record, true);
    case "ready": {
      const { credential, style } = record;
      return fill(session, { kept, credential, seq: 0, style });
    }
    default: {
      const read = await session.know(record.style);
      return read.ok ? pending(session, kept, record) : stopped(read.problem, again);
    }
  }
}

async function pending(session: Session, kept: Kept, record: PendingRecord): Promise<Reached> {
  const begun = await session.engine.reopen(record.pending);
  if (!begun.ok) return failed("STORED_DAMAGED", () => welcome(session));
  const resumeCode = resumeCodeView(begun.value);
  if (record.stage === "prepared") {
    const isOwn = session.drawn !== undefined && equalBytes(session.drawn, record.request);
    const earlier = isOwn ? {} : ({ isEarlier: true } as const);
    return { view: { at: "prepared", resumeCode, ...earlier }, kept, begun: begun.value };
  }
  // §12.5.3: ⚔ until the portal names it, it may be anybody's.
  const foreign = record.stage === "resumed" ? { foreign: kept.key } : {};
  return { view: { at: "asked", resumeCode, ...foreign }, kept, begun: begun.value };
}

/** The empty ballot of a credential. */
export async function fill(session: Session, filling: Filling): Promise<Reached> {
  const { style, kept, seq } = filling;
  // A ballot that stands in the log stays what the page shows where no other can follow.
  const again = (): Promise<Reached> =>
    kept.record?.stage === "done" ? show(session, kept) : fill(session, filling);
  const read = await session.know(style);
  if (!read.ok) return stopped(read.problem, again);
  const hindrance = await hindranceOf(session, style, "castEnds");
  if (hindrance === "ENDED" && kept.record?.stage === "done") return failed("ENDED_RECORDED", again);
  if (hindrance !== undefined) return failed(hindrance, again);
  const facts = read.facts.styles[style];
  if (facts === undefined) return failed("STORED_DAMAGED", () => welcome(session));
  const canRevote = seq < read.facts.revoteMax;
  const view = { at: "filling", contests: facts.contests, styleTitle: facts.title, canRevote } as const;
  return { view, kept, filling };
}

/**
 * What nodes say of the moment: shown, and relied on by nothing, since the cast is judged by the ledger. ⚔ One that knows of no hindrance is
 * enough: another may be a block behind, or want to keep the voter away.
 */
export async function hindranceOf(
  session: Session,
  style: number,
  end: "issueEnds" | "castEnds",
): Promise<ProblemCode | undefined> {
  const hosts = await session.connect();
  let first: ProblemCode | undefined;
  for (const link of hosts?.links ?? []) {
    const asked = await hosts?.status(link);
    if (asked?.kind !== "answer") continue;
    const hindrance = hindranceIn(asked.value, style, end);
    if (hindrance === undefined) return undefined;
    first ??= hindrance;
  }
  return first;
}

function hindranceIn(
  { now, phase, suspended, styles }: StatusAnswer,
  style: number,
  end: "issueEnds" | "castEnds",
): ProblemCode | undefined {
  const times = styles[style];
  if (phase === "closed" || (times !== undefined && now >= times[end])) return "ENDED";
  if (phase !== "open" || (times !== undefined && now < times.opens)) return "NOT_OPEN";
  return suspended ? "SUSPENDED" : undefined;
}

/** §12.7.1: sends a kept ballot until a receipt of its very bytes was checked. */
export async function deliver(
  session: Session,
  kept: Kept,
  record: CastRecord,
  mayHaveBeenSent: boolean,
): Promise<Reached> {
  const { world, engine } = session;
  const tracker = codeOf(record.trackerHash);
  const again = (): Promise<Reached> => show(session, kept);
  for (;;) {
    const isOffline = !world.isOnline();
    session.show(castingView(tracker, { step: "send", isChecking: mayHaveBeenSent, isOffline }));
    const read = await session.know(record.style);
    if (read.ok) break;
    if (read.problem.code !== "NETWORK") return stopped(afterCast(read.problem), again);
    session.show(castingView(tracker, { step: "send", isChecking: mayHaveBeenSent, isOffline: true }));
    await world.sleep(OFFLINE_PAUSE_MS);
  }
  const hosts = await session.connect();
  if (hosts === undefined) return failed("NETWORK", again);
  let standing: { readonly kept: Kept; readonly record: CastRecord } = { kept, record };
  const keepPromise = async (promise: Uint8Array): Promise<boolean> => {
    const next: CastRecord = { ...standing.record, promise };
    const moved = await session.records.move(standing.kept, next);
    if (moved !== undefined) standing = { kept: moved, record: next };
    return moved !== undefined;
  };
  const delivery = new Delivery(
    {
      ...{ world, engine, hosts, keepPromise },
      tickMs: 1_000 * (session.facts?.styles[record.style]?.tickSeconds ?? 0),
      show: (progress) => session.show(castingView(tracker, progress)),
    },
    record,
  );
  const delivered = await delivery.run(mayHaveBeenSent);
  if (delivered.kind === "problem") {
    const { problem } = delivered;
    await keepAlarm(session, standing.record, problem.code, problem.evidence);
    return { ...stopped(problem, () => latest(session, standing.kept)), kept: standing.kept };
  }
  const { place, receipt } = delivered;
  const { style, request, trackerHash, seq, credential } = standing.record;
  const canVoteAgain = seq < (session.facts?.revoteMax ?? 0);
  const done: DoneRecord = {
    stage: "done",
    style,
    request,
    trackerHash,
    ...place,
    receipt,
    seq,
    // ⚔ Once the receipt is right nothing is left that could make another ballot, unless another one is allowed.
    credential: canVoteAgain ? credential : NOTHING,
  };
  const moved = await session.records.move(standing.kept, done);
  return moved === undefined ? latest(session, standing.kept) : recorded(session, moved, done);
}

function recorded(session: Session, kept: Kept, record: DoneRecord): Reached {
  return { view: recordedView(record, session.origin, session.world.electionId), kept };
}

/** What stands in the store now: another tab may have gone on. */
export async function latest(session: Session, kept: Kept): Promise<Reached> {
  const standing = kept.record === undefined ? undefined : await session.records.named(kept.record.request);
  return standing === undefined ? welcome(session) : show(session, standing);
}

/** §04.5.5, §07.6.1: evidence is kept beside what it is about. */
export async function keepAlarm(
  session: Session,
  { style, request }: { readonly style: number; readonly request: Uint8Array },
  code: ProblemCode,
  evidence: Uint8Array | undefined,
): Promise<void> {
  if (evidence === undefined) return;
  if (code === "ALARM_ISSUE" || code === "ALARM_PROMISE" || code === "ALARM_RECEIPT")
    await session.records.alarm({ stage: "alarm", style, request, code, evidence });
}
