import { join } from "node:path";
import { type JsonReader, jsonBase64, jsonObject, jsonText, jsonUint } from "@veche/api";
import { type Bytes, fromUtf8, toBase64, toHex } from "@veche/base";
import {
  type Credential,
  decodeCredential,
  decodePendingIssue,
  encodeCredential,
  encodePendingIssue,
  type PendingIssue,
} from "@veche/election/spend";
import { readIfThere } from "../files/read.ts";
import { jsonText as jsonFileText, replaceFile } from "../files/write.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";

/** A ballot as it leaves, with what its voter sees of it. */
export type StoredBallot = { readonly bytes: Bytes; readonly tracker: string; readonly seq: number };

/**
 * How far a voter's device is. Each stage is on the disk before the step that it belongs to is taken (L21), and holds no more than
 * the steps to come need: blinding factors go with `asked`, choices and seed are never stored, and with `done` x and token go,
 * unless a re-vote is allowed.
 */
export type VoteState =
  | { readonly stage: "new" }
  /** Before the registrar is asked: what unblinds its answer. */
  | { readonly stage: "asked"; readonly pending: PendingIssue }
  | { readonly stage: "ready"; readonly credential: Credential }
  /** Before the ballot is sent: it is sent again unchanged until it is in. */
  | { readonly stage: "cast"; readonly credential: Credential; readonly ballot: StoredBallot }
  | {
      readonly stage: "done";
      readonly credential?: Credential;
      readonly tracker: string;
      readonly index: number;
    };

export const votePath = (home: string, electionId: Bytes): string =>
  join(home, `vote-${toHex(electionId)}.json`);

const BYTES_MAX = 200_000;
const FORMAT = 1;

const file = jsonObject(
  {
    format: (value: unknown) => (value === FORMAT ? FORMAT : undefined),
    stage: (value: unknown) => (["asked", "ready", "cast", "done"] as const).find((stage) => stage === value),
  },
  {
    pending: jsonBase64(1, BYTES_MAX),
    credential: jsonBase64(1, BYTES_MAX),
    ballot: jsonObject({ bytes: jsonBase64(1, BYTES_MAX), tracker: jsonText(24), seq: jsonUint }),
    tracker: jsonText(24),
    index: jsonUint,
  },
);

const readState: JsonReader<VoteState> = (value) => {
  const read = file(value);
  if (read === undefined) return undefined;
  const { stage, ballot, tracker, index } = read;
  const pending = read.pending && decodePendingIssue(read.pending);
  const decoded = read.credential && decodeCredential(read.credential);
  const credential = decoded?.ok ? decoded.value : undefined;
  if (stage === "asked") return pending?.ok ? { stage, pending: pending.value } : undefined;
  if (stage === "done") {
    if (tracker === undefined || index === undefined) return undefined;
    return { stage, tracker, index, ...(credential === undefined ? {} : { credential }) };
  }
  if (credential === undefined) return undefined;
  if (stage === "ready") return { stage, credential };
  return ballot === undefined ? undefined : { stage, credential, ballot };
};

export async function loadState(path: string): Promise<VoteState> {
  const bytes = await readIfThere(path, 10 * BYTES_MAX);
  if (bytes === undefined) return { stage: "new" };
  const state = readState(parse(fromUtf8(bytes) ?? ""));
  if (state === undefined) throw unusable(faults.wrongForm(path, "vote.json"));
  return state;
}

/** Returns when it is on the disk, in place of the stage before. */
export async function saveState(path: string, state: Exclude<VoteState, { stage: "new" }>): Promise<void> {
  await replaceFile(path, jsonFileText({ format: FORMAT, ...toJson(state) }), "secret");
}

function toJson(state: Exclude<VoteState, { stage: "new" }>): object {
  switch (state.stage) {
    case "asked":
      return { stage: state.stage, pending: toBase64(encodePendingIssue(state.pending)) };
    case "ready":
      return { stage: state.stage, credential: toBase64(encodeCredential(state.credential)) };
    case "cast": {
      const { bytes, tracker, seq } = state.ballot;
      const credential = toBase64(encodeCredential(state.credential));
      return { stage: state.stage, credential, ballot: { bytes: toBase64(bytes), tracker, seq } };
    }
    case "done": {
      const { stage, tracker, index, credential } = state;
      const kept = credential === undefined ? {} : { credential: toBase64(encodeCredential(credential)) };
      return { stage, tracker, index, ...kept };
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
