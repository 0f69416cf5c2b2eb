import type { Kysely } from "kysely";
import { SERVICE_LIMITS } from "../database/limits.ts";
import type { Database } from "../database/schema.ts";
import { isEmail, isTelephone, type NoticeChannel } from "./channel.ts";
import { isNoticeKind } from "./kinds.ts";
import { queueIssuedNotices } from "./queue.ts";
import { type NoticePlaces, noticeMessage } from "./texts.ts";

export type NoticeWorkerParts = {
  readonly db: Kysely<Database>;
  /** The first that carries an address sends to it. */
  readonly channels: readonly NoticeChannel[];
  readonly places: NoticePlaces;
  /** When the worker was started, ms since 1970. */
  readonly startedAt: number;
  /** How long a channel may take for one notice, ms: less than the database lets a transaction wait. */
  readonly sendMs?: number;
  /** Length of a batch of `issued` notices; they leave at its multiples since 1970. */
  readonly batchMs?: number;
};

/** Counts only: who was told what is in the table, not in a log. */
export type PassReport = {
  readonly sent: number;
  readonly later: number;
  readonly failed: number;
  readonly isUnreachable: boolean;
};

type Counts = Record<"sent" | "later" | "failed", number>;
type Fate = keyof Counts | "unreachable" | "taken" | "none";
type NoticeRow = {
  readonly id: number;
  readonly kind: string;
  readonly address: string;
  readonly attempts: number;
};

/**
 * The row stays locked while its notice is sent. ⚔ Were the transaction ended meanwhile, a letter that has arrived would wait on, and be sent
 * again with every pass.
 */
const SEND_MS = SERVICE_LIMITS.betweenStatements - 5_000;
const BATCH_MS = 3 * 3_600_000;
const ATTEMPTS_MAX = 6;
const FIRST_PAUSE_MS = 60_000;
/** Rows taken from the queue at a time. */
const LOOKED_AT = 100;
/** 48 random bits. */
const ID_DIGITS = 12;
/** Mail, and everything else, by the `@` of the address. */
const LANES = ["like", "not like"] as const;

/**
 * Sends the notices that wait. A notice is marked after the channel took it: killed in between it is sent again, never lost. Several
 * workers share a queue. ⚔ P4 Notices of issuing leave together, in random order, at fixed hours: no log of a mailbox shows
 * the minute at which somebody took a ballot.
 */
export class NoticeWorker {
  readonly #parts: NoticeWorkerParts;
  readonly #batchMs: number;
  /** The batch that has begun: after a restart the next one is awaited. */
  #batch: number;
  /** When a notice that was put off may be tried again. Lost with the process: then it is tried at once. */
  readonly #waiting = new Map<number, number>();
  /** What is left of the batch that leaves now. */
  #leaving: number[] = [];

  constructor(parts: NoticeWorkerParts) {
    this.#parts = parts;
    this.#batchMs = parts.batchMs ?? BATCH_MS;
    this.#batch = this.#batchAt(parts.startedAt);
  }

  /** One pass over the queue; call it every few seconds, one at a time. */
  async pass(now: number): Promise<PassReport> {
    const counts: Counts = { sent: 0, later: 0, failed: 0 };
    const fates: Fate[] = [];
    // Each way has its own queue: the telephone is told while the mail is down.
    for (const lane of LANES) fates.push(await this.#passLane(counts, now, lane));
    fates.push(await this.#passIssued(counts, now));
    return { ...counts, isUnreachable: fates.includes("unreachable") };
  }

  /** ⚔ A batch is fixed when it begins: what is issued while it leaves, or waits for a mail server, leaves with the next one. */
  async #passIssued(counts: Counts, now: number): Promise<Fate> {
    const batch = this.#batchAt(now);
    if (batch > this.#batch) {
      await queueIssuedNotices(this.#parts.db, now);
      const rows = await this.#parts.db
        .selectFrom("notice")
        .select("id")
        .where("status", "=", "queued")
        .where("kind", "=", "issued")
        // Ids are random: their order is nobody's.
        .orderBy("id")
        .execute();
      this.#leaving = rows.map(({ id }) => id);
      this.#batch = batch;
    }
    return this.#each(counts, async () => {
      const id = this.#leaving.at(-1);
      if (id === undefined) return "none";
      const fate = await this.#attempt(now, id);
      if (fate !== "unreachable") this.#leaving.pop();
      return fate;
    });
  }

  async #each(counts: Counts, next: () => Promise<Fate>): Promise<Fate> {
    for (;;) {
      const fate = await next();
      if (fate === "none" || fate === "unreachable") return fate;
      if (fate !== "taken") counts[fate]++;
    }
  }

  /** Everything of a lane that may be tried now, oldest first. */
  async #passLane(counts: Counts, now: number, lane: (typeof LANES)[number]): Promise<Fate> {
    for (;;) {
      const ids = (await this.#waitingIn(lane, now)).values();
      let isAllTaken = true;
      const fate = await this.#each(counts, async () => {
        const { value: id } = ids.next();
        const one = id === undefined ? "none" : await this.#attempt(now, id);
        if (one !== "taken" && one !== "none") isAllTaken = false;
        return one;
      });
      if (fate === "unreachable" || isAllTaken) return fate;
    }
  }

  async #waitingIn(lane: (typeof LANES)[number], now: number): Promise<readonly number[]> {
    const putOff = [...this.#waiting].filter(([, until]) => until > now).map(([id]) => id);
    let waiting = this.#parts.db
      .selectFrom("notice")
      .select("id")
      .where("status", "=", "queued")
      .where("kind", "<>", "issued")
      .where("address", lane, "%@%");
    if (putOff.length > 0) waiting = waiting.where("id", "not in", putOff);
    const rows = await waiting.orderBy("queued_on").orderBy("id").limit(LOOKED_AT).execute();
    return rows.map(({ id }) => id);
  }

  /** `taken`: another worker has it, or had it. */
  #attempt(now: number, id: number): Promise<Fate> {
    return this.#parts.db.transaction().execute(async (db): Promise<Fate> => {
      const row = await db
        .selectFrom("notice")
        .select(["id", "kind", "address", "attempts"])
        .where("id", "=", id)
        .where("status", "=", "queued")
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (row === undefined) return "taken";
      const fate = await this.#send(row);
      if (fate === "unreachable") return fate;
      const attempts = row.attempts + 1;
      const isLast = fate === "later" && attempts >= ATTEMPTS_MAX;
      const status = fate === "later" && !isLast ? "queued" : fate === "sent" ? "sent" : "failed";
      await db.updateTable("notice").set({ status, attempts }).where("id", "=", id).execute();
      if (status === "queued") this.#waiting.set(id, now + FIRST_PAUSE_MS * 4 ** row.attempts);
      else this.#waiting.delete(id);
      return isLast ? "failed" : fate;
    });
  }

  async #send({ id, kind, address }: NoticeRow): Promise<keyof Counts | "unreachable"> {
    const channel = this.#parts.channels.find((one) => one.carries(address));
    // A good address that nothing here carries waits for a service that is set up; anything else waits for nobody.
    if (channel === undefined) return isEmail(address) || isTelephone(address) ? "unreachable" : "failed";
    if (!isNoticeKind(kind)) return "failed";
    const message = noticeMessage(kind, address, this.#parts.places);
    const sending = channel.send(address, message, id.toString(16).padStart(ID_DIGITS, "0"));
    const sent = await inTime(sending, this.#parts.sendMs ?? SEND_MS);
    // It may arrive all the same: it is tried again a few times, under the same name.
    if (sent === undefined) return "later";
    if (sent.ok) return "sent";
    const fates = { REFUSED: "failed", LATER: "later", UNREACHABLE: "unreachable" } as const;
    return fates[sent.error.code];
  }

  #batchAt(now: number): number {
    return Math.floor(now / this.#batchMs);
  }
}

/** `undefined`: too late. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
