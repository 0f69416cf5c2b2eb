import { type Bytes, type CborMap, concat, encodeCbor, equalBytes, toHex, u16, u64 } from "@veche/base";
import { decodeManifest, encodeManifest, type Manifest } from "@veche/election";
import {
  BODIES,
  CEREMONY_STEPS,
  decodeEntry,
  decodeState,
  decodeTransaction,
  ENTRY_BYTES_MAX,
  encodeEntry,
  encodeState,
  encodeTransaction,
  isTransactionType,
  type LedgerView,
  PARTS_MAX,
  signedMessage,
} from "@veche/ledger";
import { Fault, type Target } from "../engine/target.ts";
import { allExamples, example } from "../examples.ts";
import { eventfulElection } from "../golden/elections.ts";
import { internal } from "../internal.ts";
import { acceptedOf, insistAgree, insistCanonical, outcomeOf, strict, strictResult } from "../properties.ts";

const LEDGER = "packages/ledger/src";
const WORK = "packages/ledger/src/work.ts";
const FORM = "packages/verifier/src/form";

type Read = {
  readonly type: string;
  readonly body: unknown;
  readonly signatures: readonly (readonly [number, number, Bytes])[];
};
type TheirTransaction = {
  readonly type: string;
  readonly body: unknown;
  readonly signatures: readonly {
    readonly role: number;
    readonly index: number;
    readonly signature: Bytes;
  }[];
};
type TheirEntry = {
  readonly time?: number;
  readonly value?: { readonly transactionBytes: Bytes; readonly transaction: TheirTransaction };
};

/** What the maker's state machine reads before any rule: envelope, type, form of the body. */
function readByMaker(bytes: Bytes): Read | undefined {
  const decoded = acceptedOf(decodeTransaction(bytes));
  if (decoded === undefined || !isTransactionType(decoded.type)) return undefined;
  const body = BODIES[decoded.type](decoded.body, "");
  if (!body.ok) return undefined;
  const signatures = decoded.signatures.map(
    ({ role, index, bytes: signature }) => [role, index, signature] as const,
  );
  return { type: decoded.type, body: plain(body.value), signatures };
}

function readByVerifier(one: TheirTransaction | undefined): Read | undefined {
  if (one === undefined || isJudgedByReplay(one)) return undefined;
  return {
    type: one.type,
    body: plain(one.body),
    signatures: one.signatures.map(({ role, index, signature }) => [role, index, signature] as const),
  };
}

/** What is a matter of form to the maker and of the replay to the verifier: both refuse it. */
const JUDGED_BY_REPLAY: { readonly [type: string]: (body: { readonly [key: string]: unknown }) => boolean } =
  {
    // §03.2.4, §03.1.8: trustees ascend, and a complaint names one at least.
    "trustee-complaint": ({ against }) =>
      !isAscending(against) || (against as readonly number[]).length === 0,
    "ceremony-restart": ({ excluded }) => !isAscending(excluded),
    // §03.5.2, §03.1.2: other words than these are of no stage and no step.
    canary: ({ stage }) => !["ceremony", "open", "close"].includes(stage as string),
    deadline: ({ step }) => !(CEREMONY_STEPS as readonly string[]).includes(step as string),
    // §06.7.1: no part has this place.
    part: ({ index }) => (index as number) >= PARTS_MAX,
  };

function isJudgedByReplay({ type, body }: TheirTransaction): boolean {
  return JUDGED_BY_REPLAY[type]?.(body as { readonly [key: string]: unknown }) ?? false;
}

const isAscending = (list: unknown): boolean =>
  (list as readonly number[]).every((one, at, all) => at === 0 || (all[at - 1] as number) < one);

/** The order of keys in memory is nobody's business, nor whether codes with their counts stand in a map or an object. */
function plain(body: unknown): unknown {
  const entries = Object.entries(body as object).map(([key, value]) => [
    key,
    value instanceof Map ? Object.fromEntries(value) : value,
  ]);
  return toHex(encodeCbor(Object.fromEntries(entries) as CborMap));
}

export const LEDGER_TARGETS: readonly Target[] = [
  {
    name: "transaction",
    covers: [
      `${LEDGER}/format/entry.ts#decodeTransaction`,
      `${FORM}/entry.ts#decodeTransaction`,
      `${FORM}/bodies.ts#readBody`,
    ],
    shape: "cbor",
    quick: 1_500,
    open: async () => {
      const theirs = await internal<{ decodeTransaction: (bytes: Bytes) => TheirTransaction | undefined }>(
        `${FORM}/entry.ts`,
      );
      return {
        examples: oneOfEachType(),
        run: (input) => {
          const read = decodeTransaction(input);
          if (read.ok) {
            insistCanonical(encodeTransaction(read.value), input);
            if (isTransactionType(read.value.type)) signedMessage(LOG, read.value.type, 0, read.value.body);
          }
          const mine = readByMaker(input);
          insistAgree(mine, readByVerifier(theirs.decodeTransaction(input)), "transaction");
          return `${outcomeOf(read)} ${mine?.type ?? ""}`;
        },
      };
    },
  },
  {
    name: "entry",
    covers: [`${LEDGER}/format/entry.ts#decodeEntry`, `${FORM}/entry.ts#decodeEntry`],
    shape: "cbor",
    quick: 1_500,
    open: async () => {
      const theirs = await internal<{ decodeEntry: (bytes: Bytes) => TheirEntry }>(`${FORM}/entry.ts`);
      return {
        examples: oneOfEachType().map((transaction, at) => encodeEntry({ time: at ** 9, transaction })),
        run: (input) => {
          const read = decodeEntry(input);
          // As a replay reads it: what is not written again as it was is malformed.
          const isWhole =
            read.ok && input.length <= ENTRY_BYTES_MAX && equalBytes(encodeEntry(read.value), input);
          const transaction = isWhole ? readByMaker(read.value.transaction) : undefined;
          const { time, value } = theirs.decodeEntry(input);
          const verifier = readByVerifier(value?.transaction);
          insistAgree(
            transaction && { time: acceptedOf(read)?.time, transaction },
            verifier && { time, transaction: verifier },
            "entry",
          );
          return `${outcomeOf(read)} ${transaction?.type ?? ""}`;
        },
      };
    },
  },
  {
    name: "manifest",
    covers: [
      "packages/election/src/manifest/decode.ts#decodeManifest",
      "packages/election/src/manifest/fields.ts#readManifest",
      `${FORM}/manifest.ts#decodeManifest`,
    ],
    shape: "cbor",
    quick: 200,
    open: async () => {
      const theirs = await internal<{ decodeManifest: (bytes: Bytes) => Manifest | undefined }>(
        `${FORM}/manifest.ts`,
      );
      const rules = await internal<{ brokenRules: (manifest: Manifest) => readonly string[] }>(
        `${FORM}/manifest-rules.ts`,
      );
      return {
        examples: [example("smallest").manifestBytes, example("open").manifestBytes],
        run: (input) => {
          const read = decodeManifest(input);
          if (read.ok) insistCanonical(encodeManifest(read.value), input);
          const verifier = theirs.decodeManifest(input);
          const isRight = verifier !== undefined && rules.brokenRules(verifier).length === 0;
          insistAgree(
            acceptedOf(read) && plain(acceptedOf(read)),
            isRight ? plain(verifier) : undefined,
            "manifest",
          );
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "ledger-state",
    covers: [`${LEDGER}/state/encode-state.ts#decodeState`],
    shape: "cbor",
    quick: 600,
    open: async () => {
      const { state, view } = eventfulElection();
      return {
        examples: [encodeState(state)],
        run: strictResult((input) => decodeState(input, view), encodeState),
      };
    },
  },
  {
    name: "ledger-records",
    covers: ["decodeStyle", "decodeRollEntry", "decodeCredentialRecord", "decodeWhole"].map(
      (name) => `${LEDGER}/state/records.ts#${name}`,
    ),
    shape: "bytes",
    quick: 10_000,
    open: async () => {
      const records = await internal<Records>(`${LEDGER}/state/records.ts`);
      const kinds = [
        strict(records.decodeStyle, records.encodeStyle),
        strict(records.decodeRollEntry, records.encodeRollEntry),
        strict(records.decodeCredentialRecord, records.encodeCredentialRecord),
        strict(records.decodeWhole, records.encodeWhole),
      ];
      const bytes = (kind: number, record: Bytes): Bytes => concat(new Uint8Array([kind]), record);
      return {
        examples: [
          bytes(0, new Uint8Array(40)),
          bytes(0, new Uint8Array(72).fill(0, 0, 40).fill(1, 40)),
          bytes(1, u16(3)),
          bytes(1, concat(u16(3), u64(9), new Uint8Array(32))),
          bytes(2, concat(u16(1), u64(1), u64(1), new Uint8Array([1]), new Uint8Array(32))),
          bytes(3, u16(7)),
        ],
        // ⚔ A node's own index: bytes that it did not write are refused, not taken for something else.
        run: (input) => {
          const kind = (input[0] ?? 0) % kinds.length;
          return refusedAsBug(() => insideItsBounds(() => kinds[kind]?.(input.slice(1))));
        },
      };
    },
  },
  {
    name: "ledger-work",
    covers: ["readStyle", "readAggregates", "readKeys"].map((name) => `${WORK}#${name}`),
    shape: "bytes",
    quick: 1_500,
    open: async () => {
      const work = await internal<Work>(WORK);
      const ledger = eventfulElection();
      const { manifest } = ledger.test;
      const kept = (key: number): readonly Bytes[] =>
        ledger.view
          .contents()
          .flatMap(([name, value]) => (name.startsWith(key.toString(16).padStart(2, "0")) ? [value] : []));
      return {
        examples: [...kept(0x0d), ...kept(3), ...kept(2)],
        run: (input) => {
          const view: LedgerView = { get: () => input };
          const tries = [
            () => work.readStyle(view, 0),
            () => work.readAggregates(manifest, view, 0),
            () => work.readKeys(view),
          ];
          // What a node has written itself must be right: anything else ends in a bug that is said, and in nothing worse.
          return tries.map((attempt) => refusedAsBug(attempt)).join(" ");
        },
      };
    },
  },
];

type Work = {
  readonly readStyle: (view: LedgerView, style: number) => unknown;
  readonly readAggregates: (manifest: Manifest, view: LedgerView, style: number) => unknown;
  readonly readKeys: (view: LedgerView) => unknown;
};

type Records = {
  readonly [name in "decodeStyle" | "decodeRollEntry" | "decodeCredentialRecord" | "decodeWhole"]: (
    bytes: Bytes,
  ) => unknown;
} & {
  readonly [name in "encodeStyle" | "encodeRollEntry" | "encodeCredentialRecord" | "encodeWhole"]: (
    value: unknown,
  ) => Bytes;
};

/** A number that no writer could have written was taken: the same fault as bytes that are written otherwise. */
function insideItsBounds(attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    if (error instanceof RangeError)
      throw new Fault("not canonical", "what was read is written otherwise: it does not fit");
    throw error;
  }
}

export function refusedAsBug(attempt: () => unknown): string {
  try {
    attempt();
    return "ok";
  } catch (error) {
    if (error instanceof Error && error.name === "BugError") return "said to be damaged";
    throw error;
  }
}

const LOG = { origin: "veche.example/test", electionId: new Uint8Array(32) };

/** The first transaction of each type, if it is short enough to be changed often. */
function oneOfEachType(): readonly Bytes[] {
  const found = new Map<string, Bytes>();
  for (const { decoded, transactions } of allExamples()) {
    decoded.forEach(({ type }, at) => {
      const bytes = transactions[at] as Bytes;
      if (!found.has(type) && bytes.length < 8_000) found.set(type, bytes);
    });
  }
  return [...found.values()];
}
