import type { CredentialAnswer, StatusAnswer, TrackerAnswer, VotingAnswer } from "@veche/api";
import { assert, type Bytes, equalBytes, readUint, toBase64, toHex } from "@veche/base";
import { type Election, type ElectionKeys, electionKeyHash, encodeManifest } from "@veche/election";
import { encodePoint, type Point } from "@veche/group";
import {
  decodeEntry,
  decodeTransaction,
  electionKeysOf,
  type LedgerState,
  modulusOf,
  styleStatus,
} from "@veche/ledger";
import type { ElectionLog } from "../engine/log.ts";
import { receiptOf } from "../publish/board.ts";
import { lookupKey } from "./rows.ts";

/**
 * What ballot pages ask a node (§12.3, §12.7). Only what the checkpoint that stands covers is named: for every index given here the
 * page can have a receipt. Nothing of it is asked to be believed.
 */

/** Where ballots with this tracker stand; twenty characters without hyphens. */
export function trackerAnswer(log: ElectionLog, characters: string): TrackerAnswer {
  return {
    entries: published(log, lookupKey.tracker(characters)).map(({ index, value }) => ({
      index,
      superseded: published(log, lookupKey.credential(value)).some((other) => other.index > index),
    })),
  };
}

/** Where the accepted ballots of X stand. */
export function credentialAnswer(log: ElectionLog, credential: Bytes): CredentialAnswer {
  return { entries: published(log, lookupKey.credential(credential)).map(({ index }) => ({ index })) };
}

function published(log: ElectionLog, prefix: Bytes): readonly { index: number; value: Bytes }[] {
  const size = log.published?.size ?? 0;
  return [...log.store.lookups.lookupsOf(prefix)].filter(({ index }) => index < size);
}

export function statusAnswer(log: ElectionLog): StatusAnswer {
  const { state, view } = log.ledger;
  const { election, phase, suspended, certified } = state;
  const { manifest } = election ?? {};
  return {
    now: log.now(),
    size: log.published?.size ?? 0,
    phase,
    suspended,
    certified,
    tallyNotBefore: manifest?.tallyNotBefore ?? 0,
    styles: (manifest?.styles ?? []).map(({ id }, style) => {
      const { opens, portalEnds, issueEnds, castEnds } = styleStatus(state, view, style);
      return { id, opens, portalEnds, issueEnds, castEnds };
    }),
  };
}

/** Preimages of what `open` states, and its receipt (§12.3.1). Nothing before `open` is published, and for a style that is none. */
export function votingAnswer(log: ElectionLog, style: number): VotingAnswer | undefined {
  const { state, view } = log.ledger;
  const { election } = state;
  const keys = electionKeysOf(state, view);
  if (election?.manifest.styles[style] === undefined || keys === undefined) return undefined;
  const opened = log.store.lookups.lookup(lookupKey.open());
  const index = opened && readUint(opened, 0, 8);
  const open = index === undefined ? undefined : receiptOf(log, index);
  if (index === undefined || open === undefined) return undefined;
  const { members } = election.manifest.issuers;
  const { key: stated } = bodyAt(log, index);
  const moduli = members.map((_, at) => modulusOf(view, at + 1, style));
  return {
    manifest: toBase64(encodeManifest(election.manifest)),
    open: new TextDecoder().decode(open),
    key: keyAnswer(election, state, keys, stated),
    style: {
      moduli: moduli.map((modulus) => toBase64(must(modulus))),
      roots: members.map((_, at) => toBase64(rootsOf(log, style, at + 1))),
      rollEntries: styleStatus(state, view, style).roll,
    },
  };
}

/** The receipt of `certify` (§12.7.3); `undefined` before it is published. */
export function certifiedAnswer(log: ElectionLog): Bytes | undefined {
  const certified = log.store.lookups.lookup(lookupKey.certify());
  return certified && receiptOf(log, readUint(certified, 0, 8));
}

/** The set of issuers is that of `open`: later replacements are shown to the page by inclusion (§04.5.5). */
function keyAnswer(
  { electionId }: Election,
  { ceremony, issuerSets }: LedgerState,
  keys: ElectionKeys,
  hash: unknown,
): VotingAnswer["key"] {
  const { attempt } = must(ceremony);
  const active = issuerSets.find((set) => {
    return (
      hash instanceof Uint8Array && equalBytes(electionKeyHash({ electionId, attempt }, keys, set), hash)
    );
  });
  const shares = [...keys.shares].sort(([a], [b]) => a - b);
  return {
    attempt,
    electionKey: pointHex(keys.key),
    trustees: shares.map(([index, key]) => ({ index, key: pointHex(key) })),
    active: must(active),
  };
}

const pointHex = (point: Point): string => toHex(encodePoint(point));

function rootsOf(log: ElectionLog, style: number, issuer: number): Bytes {
  const index = must(log.store.lookups.lookup(lookupKey.issuerKeys(style, issuer)));
  const { roots } = bodyAt(log, readUint(index, 0, 8)) as { readonly roots?: unknown };
  assert(roots instanceof Uint8Array, "an accepted key has roots");
  return roots;
}

function bodyAt(log: ElectionLog, index: number): Readonly<Record<string, unknown>> {
  const entry = decodeEntry(must(log.store.entry(index)));
  const transaction = entry.ok ? decodeTransaction(entry.value.transaction) : entry;
  assert(transaction.ok, "what is in the log is a transaction");
  return transaction.value.body;
}

/** What an open election has. */
function must<T>(value: T | undefined): T {
  assert(value !== undefined, "an open election has it");
  return value;
}
