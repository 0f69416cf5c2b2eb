import { type Bytes, equalBytes } from "@veche/base";
import type { Engine, PlacedBallot } from "./engine.ts";
import type { Asked, Hosts } from "./hosts.ts";

export type Placed = { readonly ballot: PlacedBallot; readonly receipt: Bytes };

/** `isComplete`: every node answered and showed what it named, so that none of them hides what another shows. */
export type Looked = {
  readonly found: readonly Placed[];
  readonly isComplete: boolean;
  /** In the order of the nodes. */
  readonly told: readonly Told[];
};

/** What one node said; `undefined`: it gave no answer. `isShown`: it has a right receipt of every place that it named. */
export type Told = { readonly indices: readonly number[]; readonly isShown: boolean } | undefined;

type Places = { readonly entries: readonly { readonly index: number }[] };

/** Most places of one name that are looked at: more than re-voting allows (§02.2.10). */
const PLACES_MAX = 20;

/** §12.7.2: places that nodes name; each counts only by the receipt of that place. */
export class BallotLookup {
  readonly #hosts: Hosts;
  readonly #engine: Engine;

  constructor(hosts: Hosts, engine: Engine) {
    this.#hosts = hosts;
    this.#engine = engine;
  }

  /** Ballots in the log with this code. */
  byTracker(tracker: string): Promise<Looked> {
    return this.#look(
      (link) => this.#hosts.tracker(link, tracker),
      (ballot) => ballot.tracker === tracker,
    );
  }

  /** Accepted ballots of X, ascending by place. */
  byCredential(credential: Bytes): Promise<Looked> {
    return this.#look(
      (link) => this.#hosts.credential(link, credential),
      (ballot) => equalBytes(ballot.credential, credential),
    );
  }

  async #look(
    ask: (link: Hosts["links"][number]) => Promise<Asked<Places>>,
    isWanted: (ballot: PlacedBallot) => boolean,
  ): Promise<Looked> {
    const found = new Map<number, Placed>();
    const told: Told[] = [];
    for (const link of this.#hosts.links) {
      const asked = await ask(link);
      // A node that has the election has a list, be it empty: one that says 404 has said nothing.
      if (asked.kind !== "answer") {
        told.push(undefined);
        continue;
      }
      const indices = asked.value.entries.map(({ index }) => index);
      let isShown = indices.length <= PLACES_MAX;
      for (const index of indices.slice(0, PLACES_MAX)) {
        if (found.has(index)) continue;
        const placed = await this.#at(link, index);
        if (placed !== undefined && isWanted(placed.ballot)) found.set(index, placed);
        else isShown = false;
      }
      told.push({ indices, isShown });
    }
    const isComplete = told.every((one) => one?.isShown === true);
    return { found: [...found.values()].sort((a, b) => a.ballot.index - b.ballot.index), isComplete, told };
  }

  async #at(link: Hosts["links"][number], index: number): Promise<Placed | undefined> {
    const proof = await link.proof(index);
    const read = proof.ok ? await this.#engine.readBallot(proof.value) : undefined;
    return proof.ok && read?.ok && read.value.index === index
      ? { ballot: read.value, receipt: proof.value }
      : undefined;
  }
}
