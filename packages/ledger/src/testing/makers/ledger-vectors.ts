import { type Bytes, type CborMap, encodeCbor, toHex } from "@veche/base";
import type { TransactionType } from "../../format/bodies.ts";
import { signedMessage } from "../../format/signed-message.ts";
import { TRANSACTIONS } from "../../format/table.ts";
import { logHeadOf, phaseOf } from "../../read.ts";
import { type BaseName, Bases, previousBase, SCENARIOS, type Stage } from "../scenarios/index.ts";
import type { PlayedBlock, TestLedger } from "../test-ledger.ts";

/**
 * The scenarios as data: what was offered to the state machine, block by block, and what had to come of it. Transactions stand in
 * one table, because many are offered more than once.
 */
export type LedgerVectors = ReturnType<typeof ledgerVectors>;

const ABOUT =
  "Vectors for 06, with 03, 04 and 08 as far as the ledger judges them. Byte strings are hexadecimal. A second " +
  "implementation plays the blocks of a base, and of the bases before it, then those of a scenario, and must get the same outcomes.";

const FIELDS = {
  elections: "by name: electionId; genesis of the node, as the CBOR of the manifest's field",
  bases:
    "from: the base that comes before, or absent for a log without entries; election; blocks; then as scenarios",
  scenarios: "base; blocks; afterwards: size and root of the log, phase, controlSeq",
  blocks:
    "time in ms; offered: transactions in the order of 06.3.2, as indices of `transactions`; outcomes: one for each (06.6); wholes: outcome of the whole that the part at this place completed (06.7.4), by place",
  signedMessages: "type; sequence (controlSeq, or absent); body as CBOR; message: the 64 bytes of 06.2.3",
};

export function ledgerVectors() {
  const bases = new Bases();
  const table = new TransactionTable();
  const used = new Set<BaseName>();
  const scenarios = SCENARIOS.map(({ name, base, play }) => {
    markUsed(used, base);
    const stage = bases.stage(base);
    play(stage);
    return { name, base, blocks: blocksOf(table, stage.ledger.history), ...endOf(stage) };
  });
  const played = [...used].sort().map((name) => {
    const from = previousBase(name);
    const blocks = blocksOf(table, bases.historyOf(name));
    return { name, ...(from === undefined ? {} : { from }), blocks, ...endOf(bases.stage(name)) };
  });
  return {
    about: ABOUT,
    fields: FIELDS,
    elections: electionsOf(bases, used),
    bases: played,
    scenarios,
    signedMessages: signedMessagesOf(bases.stage("plain/open").ledger),
    transactions: table.all(),
  };
}

function markUsed(used: Set<BaseName>, base: BaseName): void {
  for (let at: BaseName | undefined = base; at !== undefined; at = previousBase(at)) used.add(at);
}

class TransactionTable {
  readonly #indices = new Map<string, number>();

  indexOf(transaction: Bytes): number {
    const hex = toHex(transaction);
    const index = this.#indices.get(hex) ?? this.#indices.size;
    this.#indices.set(hex, index);
    return index;
  }

  all(): readonly string[] {
    return [...this.#indices.keys()];
  }
}

function blocksOf(table: TransactionTable, history: readonly PlayedBlock[]) {
  return history.map(({ time, transactions, outcomes }) => {
    const wholes = outcomes.flatMap(({ whole }, at) =>
      whole === undefined ? [] : [[String(at), whole.code]],
    );
    return {
      time,
      offered: transactions.map((transaction) => table.indexOf(transaction)),
      outcomes: outcomes.map(({ code }) => code),
      ...(wholes.length === 0 ? {} : { wholes: Object.fromEntries(wholes) as Record<string, string> }),
    };
  });
}

function endOf({ ledger }: Stage) {
  const { size, root } = logHeadOf(ledger.state);
  return { size, root: toHex(root), phase: phaseOf(ledger.state), controlSeq: ledger.state.controlSeq };
}

function electionsOf(bases: Bases, used: ReadonlySet<BaseName>) {
  const names = new Set([...used].map((base) => base.split("/")[0] ?? ""));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const { state } = bases.stage(`${name}/empty` as BaseName).ledger;
      return [name, { electionId: toHex(state.electionId), genesis: toHex(encodeCbor(state.genesis)) }];
    }),
  );
}

/** One of each kind of body, with and without a sequence. */
function signedMessagesOf(ledger: TestLedger) {
  const reason = { en: "An attack on the network", ru: "Атака на сеть" };
  const samples: readonly (readonly [TransactionType, number, CborMap])[] = [
    ["suspend", 0, { reason }],
    ["suspend", 1, { reason }],
    ["suspend", 2 ** 40, { reason }],
    ["resume", 1, { reason }],
    ["issuer-set", 1, { in: 3, out: 1 }],
    ["ceremony-restart", 7, { excluded: [1, 2] }],
    ["trustee-confirm", 1, { attempt: 0, trustee: 1 }],
    ["issue", 1, { entry: new Uint8Array(32), hash: new Uint8Array(32).fill(1), set: 0, style: 0 }],
    ["certify", 3, { result: new Uint8Array(32) }],
    [
      "registration-totals",
      0,
      { accepted: 1, applied: 2, date: "2027-01-31", recalled: 0, refused: { AGE: 1, A: 2 } },
    ],
  ];
  const { electionId, origin } = ledger.test.log;
  const messages = samples.map(([type, sequence, body]) => ({
    type,
    ...(TRANSACTIONS[type].control ? { sequence } : {}),
    body: toHex(encodeCbor(body)),
    message: toHex(signedMessage(ledger.test.log, type, sequence, body)),
  }));
  return { electionId: toHex(electionId), origin, messages };
}
