import { type Bytes, type CborMap, decodeCbor, encodeCbor, err, ok, type Result } from "@veche/base";
import {
  anyBytes,
  arrayOf,
  bool,
  bytes32,
  decodeManifest,
  type Election,
  mapOf,
  oneOf,
  textOf,
  uint,
} from "@veche/election";
import { decodeFrontier, encodeFrontier } from "@veche/tlog";
import { CEREMONY_STEPS } from "../format/bodies.ts";
import { keyOf } from "./keys.ts";
import type { LedgerState } from "./state.ts";
import type { LedgerView } from "./view.ts";

export type StateError = { readonly code: "STATE_MALFORMED"; readonly reason: string };

/** Canonical bytes of the state, for a node's commit. The manifest is not in them: it stands behind the view. */
export function encodeState({ election: _election, frontier, ...rest }: LedgerState): Bytes {
  return encodeCbor({ ...(rest satisfies CborMap), frontier: encodeFrontier(frontier) });
}

const text = textOf(0, 1_000);
const indices = arrayOf(uint);
const head = { aggregates: bytes32, root: bytes32, size: uint } as const;

const ceremony = mapOf({
  attempt: uint,
  alive: indices,
  step: oneOf(...CEREMONY_STEPS, "done", "failed"),
  began: uint,
  hashes: arrayOf(mapOf({ trustee: uint, hash: bytes32 })),
  committed: indices,
  shared: indices,
  confirmed: indices,
  complaints: arrayOf(mapOf({ trustee: uint, against: indices })),
  answered: arrayOf(mapOf({ trustee: uint, complainer: uint })),
  deadlines: indices,
  canaries: mapOf({ ceremony: indices, open: indices, close: indices }),
});

const stored = mapOf(
  {
    electionId: bytes32,
    genesis: mapOf({ organisations: arrayOf(mapOf({ key: bytes32, name: text })), quorum: uint }),
    phase: oneOf("undefined", "set-up", "open", "closed"),
    time: uint,
    frontier: anyBytes,
    controlSeq: uint,
    suspended: bool,
    blames: arrayOf(mapOf({ trustee: uint, type: text, hashes: arrayOf(bytes32) })),
    issuerKeys: uint,
    issuerSets: arrayOf(indices),
    lastDate: text,
    lastIssueEnds: uint,
    lastCastEnds: uint,
    counters: mapOf({ roll: uint, issued: uint, ballots: uint, casts: uint }),
    parts: arrayOf(mapOf({ role: uint, index: uint, whole: bytes32, of: uint, count: uint })),
    tallyHeads: arrayOf(mapOf({ ...head, trustee: uint })),
    decryptions: indices,
    certified: bool,
  },
  { ceremony, participants: bytes32, head: mapOf({ ...head, length: uint }), resultHash: bytes32 },
);

/** The state of its bytes, with the manifest from the view. Refused bytes were damaged, or written by another version. */
export function decodeState(bytes: Bytes, view: LedgerView): Result<LedgerState, StateError> {
  const value = decodeCbor(bytes);
  if (!value.ok) return malformed(value.error.reason);
  const read = stored(value.value, "");
  if (!read.ok) return malformed(`${read.error.path}: expected ${read.error.expected}`);
  const frontier = decodeFrontier(read.value.frontier);
  if (!frontier.ok) return malformed("frontier");
  const { phase } = read.value;
  const election = phase === "undefined" ? undefined : readElection(read.value.electionId, view);
  if (phase !== "undefined" && election === undefined) return malformed("no manifest behind the view");
  return ok({
    ...read.value,
    frontier: frontier.value,
    ...(election === undefined ? {} : { election }),
  });
}

function readElection(electionId: Bytes, view: LedgerView): Election | undefined {
  const bytes = view.get(keyOf.manifest());
  const manifest = bytes && decodeManifest(bytes);
  return manifest?.ok ? { electionId, manifest: manifest.value } : undefined;
}

const malformed = (reason: string): Result<never, StateError> => err({ code: "STATE_MALFORMED", reason });
