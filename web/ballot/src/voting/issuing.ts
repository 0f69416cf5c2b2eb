import { type Bytes, equalBytes, fromHex, toHex } from "@veche/base";
import { readResumeCodeHead } from "@veche/election/spend";
import { answerPoint, drawAnswerKeys, openAnswer } from "./answer-key.ts";
import { fromBase64Url } from "./base64url.ts";
import type { AcceptFault, Begun } from "./engine.ts";
import { evidenceFile } from "./evidence.ts";
import { blindedFragment, readSealedAnswer, type SealedAnswer, type VotingHandover } from "./fragments.ts";
import { readLockedCode, unlockCode } from "./locked-code.ts";
import type { Kept } from "./record-store.ts";
import type { BallotRecord, PendingRecord } from "./records.ts";
import { failed, type Reached, type Session, stopped } from "./session.ts";
import { hindranceOf, keepAlarm, latest, show, welcome } from "./steps.ts";

/** §12.2.2, §12.4.3: goes on with the request that the portal names, or makes one if it names none and none is prepared. */
export async function handedOver(session: Session, handover: VotingHandover): Promise<Reached> {
  const { style, request } = handover;
  session.style = style;
  if (request === undefined) return prepare(session, style);
  const kept = await session.records.named(request);
  const record = kept?.record;
  if (kept !== undefined && record?.stage === "resumed") {
    // §12.5.3: the portal has named it, so it is the voter's own.
    const asked = await session.records.move(kept, { ...record, stage: "asked" });
    return asked === undefined ? latest(session, kept) : show(session, asked);
  }
  // What cannot be read is not there: the resume code brings it again.
  if (kept !== undefined && record !== undefined) return show(session, kept);
  const read = await session.know(style);
  if (!read.ok) return stopped(read.problem, () => handedOver(session, handover));
  session.named = request;
  return { view: { at: "elsewhere" } };
}

async function prepare(session: Session, style: number): Promise<Reached> {
  const again = (): Promise<Reached> => prepare(session, style);
  const standing = await session.records.preparedOf(style);
  if (standing !== undefined) return show(session, standing);
  const read = await session.know(style);
  if (!read.ok) return stopped(read.problem, again);
  const hindrance = await hindranceOf(session, style, "issueEnds");
  if (hindrance !== undefined) return failed(hindrance, again);
  const begun = await session.engine.begin(style);
  if (!begun.ok) {
    const file = evidenceFile(begun.error.code, session.world.electionId, { style });
    return failed("ALARM_ISSUER_KEY", again, file);
  }
  // §04.5.1, L21: kept before anything is asked.
  const { pending, request } = begun.value;
  session.drawn = request;
  return show(session, await session.records.prepare({ stage: "prepared", style, request, pending }));
}

/**
 * §12.4.3: ⚔ somebody else who uses this device may have prepared the request and kept its resume code: with x they could replace the ballot of
 * whoever goes on with it. At the voter's word another one is drawn, while nobody was asked for that one.
 */
export async function beginAnew(session: Session, kept: Kept): Promise<Reached> {
  const { record } = kept;
  if (record?.stage !== "prepared") return latest(session, kept);
  const asked = await session.records.named(record.request);
  if (asked !== undefined || !(await session.records.erase(kept))) return latest(session, kept);
  return prepare(session, record.style);
}

/** Leaves for the portal with the blinded messages (§12.2.3), kept as asked before. */
export async function ask(session: Session, kept: Kept, begun: Begun, shown: Reached): Promise<Reached> {
  const { world, records } = session;
  const { record } = kept;
  const hosts = await session.connect();
  if (hosts === undefined) return failed("NETWORK", () => show(session, kept));
  const address = `${hosts.settings.portal}/issue/${world.electionId}`;
  // §12.5.3: ⚔ what came in a resume code goes to the portal only after the portal has named it.
  if (record?.stage === "resumed") {
    world.leave(address);
    return shown;
  }
  if (record?.stage === "prepared") {
    const moved = await records.move(kept, { ...record, stage: "asked" });
    // Another tab may have asked with the same bytes: asking again is the same request.
    const standing = moved ?? (await records.named(record.request));
    if (standing?.record?.stage !== "asked") return latest(session, kept);
    return leaveWith(session, standing, begun, address, shown);
  }
  return leaveWith(session, kept, begun, address, shown);
}

/** §12.2.3: every handover has a key pair of its own, kept before the page is left (L21). */
async function leaveWith(
  session: Session,
  asked: Kept,
  { style, blinded }: Begun,
  address: string,
  shown: Reached,
): Promise<Reached> {
  const pair = await drawAnswerKeys();
  if (!(await session.records.addPair(asked, pair))) return latest(session, asked);
  session.world.leave(`${address}#${blindedFragment(style, await answerPoint(pair), blinded)}`);
  return { ...shown, kept: asked };
}

/** §12.2.4, §04.5.5: takes the signatures, or keeps what shows that they are not for this device. */
export async function accept(session: Session, handed: Bytes): Promise<Reached> {
  const back = (): Promise<Reached> => welcome(session);
  const sealed = readSealedAnswer(handed);
  if (sealed === undefined) return failed("HANDOVER_WRONG", back);
  const all = await session.records.all();
  const open = all.flatMap((kept) => (isPending(kept.record) ? [{ kept, record: kept.record }] : []));
  if (open.length === 0) return all.length > 0 ? back() : { view: { at: "elsewhere" } };
  const opened = await openWithKept(session, open, sealed);
  // ⚔ Whoever does not have the P of this device can make nothing that this page believes, an alarm included.
  if (opened === undefined) return failed("ANSWER_OF_ANOTHER", back);
  return acceptOpened(session, opened);
}

type Open = { readonly kept: Kept; readonly record: PendingRecord };
type Opened = Open & { readonly answer: Bytes };

/** The request whose key opens the answer. */
async function openWithKept(
  { records, world }: Session,
  open: readonly Open[],
  sealed: SealedAnswer,
): Promise<Opened | undefined> {
  const electionId = fromHex(world.electionId) ?? new Uint8Array(0);
  for (const one of open) {
    for (const pair of await records.pairsOf(one.kept)) {
      const answer = await openAnswer(electionId, pair, sealed);
      if (answer !== undefined) return { ...one, answer };
    }
  }
  return undefined;
}

async function acceptOpened(session: Session, opened: Opened): Promise<Reached> {
  const { kept, record, answer } = opened;
  const read = await session.know(record.style);
  if (!read.ok) return stopped(read.problem, () => acceptOpened(session, opened));
  const accepted = await session.engine.accept(record.pending, answer);
  if (!accepted.ok) return refuse(session, opened, accepted.error);
  // ⚔ The record that follows holds neither blinded messages nor inverses, no key, and nothing of `issue` (§12.3.2).
  const { style, request } = record;
  const { credential } = accepted.value;
  const ready = await session.records.move(kept, { stage: "ready", style, request, credential });
  return ready === undefined ? latest(session, kept) : show(session, ready);
}

async function refuse(session: Session, { record, answer }: Opened, { code }: AcceptFault): Promise<Reached> {
  const back = (): Promise<Reached> => welcome(session);
  if (code === "HANDOVER_MALFORMED") return failed("HANDOVER_WRONG", back);
  const file = evidenceFile(code, session.world.electionId, { answer, requests: [record.request] });
  await keepAlarm(session, record, "ALARM_ISSUE", file);
  return failed("ALARM_ISSUE", back, file);
}

const isPending = (record: BallotRecord | undefined): record is PendingRecord =>
  record !== undefined &&
  (record.stage === "prepared" || record.stage === "asked" || record.stage === "resumed");

/** §12.5.2: a code that came in a file, a QR code or as text. `isLink`: in a link, which holds no other than a locked one. */
export async function resumeWith(session: Session, code: Bytes, isLink: boolean): Promise<Reached> {
  const locked = readLockedCode(code);
  if (locked !== undefined) return { view: { at: "locked", isWrong: false }, locked };
  return isLink ? failed("RESUME_CODE_WRONG", () => welcome(session)) : resumeFrom(session, code);
}

/** §12.5.2: a wrong unlocking code is told as that, and may be typed again. */
export async function unlock(session: Session, locked: Bytes, typed: string): Promise<Reached> {
  const electionId = fromHex(session.world.electionId) ?? new Uint8Array(0);
  const code = await unlockCode(electionId, locked, typed);
  return code === undefined ? { view: { at: "locked", isWrong: true }, locked } : resumeFrom(session, code);
}

/** §12.5: goes on with a request that another device began. */
export async function resumeFrom(session: Session, code: Bytes): Promise<Reached> {
  const back = (): Promise<Reached> => welcome(session);
  const head = readResumeCodeHead(code);
  if (head === undefined || toHex(head.electionId) !== session.world.electionId)
    return failed("RESUME_CODE_WRONG", back);
  const read = await session.know(head.style);
  if (!read.ok) return stopped(read.problem, () => resumeFrom(session, code));
  const resumed = await session.engine.resume(code);
  if (!resumed.ok) return failed("RESUME_CODE_WRONG", back);
  const { pending, request, style } = resumed.value;
  const isNamed = session.named !== undefined && equalBytes(session.named, request);
  if (session.named !== undefined && !isNamed) {
    const { named } = session;
    return failed("RESUME_CODE_WRONG", () => handedOver(session, { style, request: named }));
  }
  const prepared = await session.records.preparedOf(style);
  if (prepared?.record !== undefined && equalBytes(prepared.record.request, request))
    return show(session, prepared);
  const stage = isNamed ? "asked" : "resumed";
  return show(session, await session.records.adopt({ stage, style, request, pending }));
}

/** The bytes of a code that was pasted, scanned or read from a file, as base64url or as the link that holds it (§12.5.2). */
export function codeInText(text: string): { readonly code: Bytes; readonly isLink: boolean } | undefined {
  const compact = text.replace(/\s+/g, "");
  const at = compact.indexOf("#k");
  const code = fromBase64Url(at < 0 ? compact : compact.slice(at + 2));
  return code && { code, isLink: at >= 0 };
}
