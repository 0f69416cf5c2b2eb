import { join } from "node:path";
import { type Bytes, toHex } from "@veche/base";
import {
  type CheckLevel,
  DEFAULT_PACE,
  type FollowError,
  httpOver,
  type Known,
  LedgerFollower,
  memoryStorage,
  NodeLink,
  type Pace,
  type ViewStorage,
} from "@veche/client";
import { folderStorage, saveEvidence } from "@veche/client/folder";
import { kindOf } from "../files/read.ts";
import type { Context } from "../framework/command.ts";
import { refused, type Stop, unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";

export type ViewPlace = {
  readonly election: Bytes;
  readonly nodes: readonly string[];
  /** The party's home, where the view is kept; without one it lives as long as the command. */
  readonly home: string | undefined;
  readonly level: CheckLevel;
};

/** A connection may just break; a node that is down stays down. */
const PAUSES_MS = [200, 1_000];

/** A party's own verified view of an election, for the length of one command. */
export class View {
  readonly follower: LedgerFollower;
  readonly storage: ViewStorage;
  readonly #context: Context;
  readonly #place: ViewPlace;

  private constructor(context: Context, place: ViewPlace, follower: LedgerFollower, storage: ViewStorage) {
    this.#context = context;
    this.#place = place;
    this.follower = follower;
    this.storage = storage;
  }

  /** Takes up what is stored; asks no node. */
  static async open(context: Context, place: ViewPlace): Promise<View> {
    const { election, nodes, home, level } = place;
    const http = httpOver(context.world.fetch);
    const links = nodes.map((node) => new NodeLink(node, election, http));
    if (home !== undefined) await requireContact(home, links, place);
    const storage = home === undefined ? memoryStorage() : await storageIn(home, election);
    const { randomBytes } = context.world;
    const opened = await LedgerFollower.open({
      electionId: election,
      nodes: links,
      storage,
      level,
      randomBytes,
    });
    if (opened.ok) return new View(context, place, opened.value, storage);
    await storage.close();
    throw await stopOf(opened.error, place);
  }

  /** Brings the view up to date, or stops with what is wrong. */
  async refresh(): Promise<Known> {
    const answer = await this.#refreshPatiently();
    if (!answer.ok) throw await this.stop(answer.error);
    return this.known;
  }

  async #refreshPatiently(): ReturnType<LedgerFollower["refresh"]> {
    for (const pauseMs of PAUSES_MS) {
      const answer = await this.follower.refresh();
      if (answer.ok || !isUnreachable(answer.error)) return answer;
      await this.#context.world.sleep(pauseMs);
    }
    return this.follower.refresh();
  }

  /** For an election that no node has yet: stops at once if none answers at all, instead of trying for long. */
  async requireReachable(): Promise<void> {
    const contact = await this.follower.refresh();
    if (!contact.ok && !(contact.error.kind === "server" && contact.error.code === "NOT_FOUND")) {
      throw await this.stop(contact.error);
    }
  }

  /** How long to go on trying, by the clock of this process. */
  get pace(): Pace {
    const { clock: now, sleep } = this.#context.world;
    return { ...DEFAULT_PACE, timing: { now, sleep } };
  }

  get known(): Known {
    const { known } = this.follower;
    if (known === undefined) throw unusable(faults.viewEmpty());
    return known;
  }

  /** The sentence for what the follower found; evidence of a forged log is kept. */
  stop(error: FollowError): Promise<Stop> {
    return stopOf(error, this.#place);
  }

  close(): Promise<void> {
    return this.follower.close();
  }
}

const isUnreachable = (error: FollowError): boolean =>
  error.kind === "server" && error.code === "UNREACHABLE";

/** Opens a view, brings it up to date, and closes it whatever happens. */
export async function withView<T>(
  context: Context,
  place: ViewPlace,
  work: (view: View) => Promise<T>,
): Promise<T> {
  const view = await View.open(context, place);
  try {
    await view.refresh();
    return await work(view);
  } finally {
    await view.close();
  }
}

const folderOf = (home: string, election: Bytes): string => join(home, "views", toHex(election));

/** A wrong address or id leaves no empty view behind. */
async function requireContact(home: string, links: readonly NodeLink[], place: ViewPlace): Promise<void> {
  if ((await kindOf(folderOf(home, place.election))) !== undefined) return;
  let fault: FollowError | undefined;
  for (const link of links) {
    const answer = await link.checkpoint();
    if (answer.ok) return;
    fault ??= { kind: "server", node: link.base, ...answer.error };
  }
  if (fault !== undefined) throw await stopOf(fault, place);
}

async function storageIn(home: string, election: Bytes): Promise<ViewStorage> {
  const folder = folderOf(home, election);
  const storage = await folderStorage(folder);
  if (!storage.ok) throw unusable(faults.inUse(folder, storage.error.pid));
  return storage.value;
}

async function stopOf(error: FollowError, { election, home }: ViewPlace): Promise<Stop> {
  if (error.kind === "server") {
    const { node, code, reason } = error;
    if (code === "NOT_FOUND") return unusable(faults.electionUnknown(node, toHex(election)));
    if (code === "UNREACHABLE") return unusable(faults.unreachable(node, reason));
    return refused(ledgerFaults.nodeWrong(node, code, reason));
  }
  if (error.kind === "view") {
    return error.code === "MANIFEST_INVALID"
      ? refused(ledgerFaults.manifestInvalid(error.reason))
      : unusable(faults.viewCorrupt(home ?? "", error.reason));
  }
  const { evidence } = error;
  const place =
    home === undefined ? undefined : await saveEvidence(join(home, "evidence"), election, evidence);
  return refused(ledgerFaults.logForged(error.code, place));
}
