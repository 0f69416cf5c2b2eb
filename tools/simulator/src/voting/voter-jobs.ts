import { randomBytes } from "node:crypto";
import type { Bytes } from "@veche/base";
import { type RollFrame, simulatedEntries } from "../roll.ts";
import { type Casting, makeCasts } from "./casts.ts";
import { boothOf, type VotingFrame } from "./frame.ts";
import { type Group, makeRequests, type Requests } from "./requests.ts";

/** Work of a thread. What crosses over is flat: a few byte strings for some hundred voters. */
export type EntriesJob = {
  readonly kind: "entries";
  readonly roll: RollFrame;
  readonly style: number;
  readonly from: number;
  readonly to: number;
};
export type RequestJob = {
  readonly kind: "request";
  readonly frame: VotingFrame;
  readonly group: Group;
  readonly set: number;
};
export type CastJob = { readonly kind: "cast"; readonly frame: VotingFrame; readonly casting: Casting };

export async function perform(job: EntriesJob | RequestJob | CastJob): Promise<Bytes | Requests> {
  if (job.kind === "entries") return simulatedEntries(job.roll, job.style, job.from, job.to);
  const booth = boothOf(job.frame);
  return job.kind === "request"
    ? makeRequests(booth, job.group, job.set)
    : makeCasts(booth, job.casting, fresh);
}

const fresh = (length: number): Bytes => new Uint8Array(randomBytes(length));
