import assert from "node:assert/strict";
import type { CheckId } from "../checks.ts";
import { type FailurePlace, Findings } from "../findings.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { memoryReader } from "../reader.ts";
import type { ReasonCode } from "../reasons.ts";
import { verifyWith } from "../verify.ts";
import { entered, type LedgerScenario, type Offer } from "./ledger-vectors.ts";
import { publish, rootOf } from "./publish.ts";
import { seededBytes } from "./random.ts";

/** Keeps every failure of an entry, not only the first of each check. */
class AllFindings extends Findings {
  readonly byEntry = new Map<number, string[]>();

  override fail(check: CheckId, code: ReasonCode, place?: FailurePlace, detail?: string): void {
    super.fail(check, code, place, detail);
    if (place === undefined || !("entry" in place)) return;
    this.byEntry.set(place.entry, [...(this.byEntry.get(place.entry) ?? []), `${check} ${code}`]);
  }
}

async function failuresOf(
  offers: readonly Offer[],
  electionId: Uint8Array,
): Promise<ReadonlyMap<number, string[]>> {
  const findings = new AllFindings();
  const files = publish(
    offers.map((offer) => offer.entry),
    "vectors",
    [],
  );
  const input = { read: memoryReader(files), electionId, randomBytes: seededBytes("vectors") };
  await verifyWith(inlinePool(), input, findings);
  return findings.byEntry;
}

/** Refused transactions that would change the course of an election if they entered. */
const CLOSING = ["define", "open", "close"];
/** Refused though the log cannot show why: what genesis a node has. */
const NODE_ONLY = ["GENESIS_MISMATCH"];
/** No entry bundle can hold a longer entry (§07.2.1). */
const BUNDLED_MAX = 65_535;

function typeOf({ transaction }: Offer): string | undefined {
  const type = Buffer.from(transaction.subarray(2, 12)).toString("latin1");
  return CLOSING.find((name) => transaction[1] === 0x60 + name.length && type.startsWith(name));
}

/**
 * What entered makes a log of the size and root stated, in which nothing is wrong. What was refused, put into
 * the log all the same, is found; and nothing else is.
 */
export async function assertFollows(scenario: LedgerScenario): Promise<void> {
  const log = [...scenario.before, ...scenario.own].filter(entered);
  assert.equal(log.length, scenario.size);
  assert.deepEqual(rootOf(log.map((offer) => offer.entry)), scenario.root);
  const defined = scenario.phase !== "undefined";
  // Without a definition the log does not say whose keys signed; such a record is bad by V02.
  const hidden = defined ? NODE_ONLY : [...NODE_ONLY, "SIGNATURE_INVALID"];
  const own = scenario.own.filter(
    ({ outcome, entry }) => !hidden.includes(outcome) && entry.length <= BUNDLED_MAX,
  );
  const together = own.filter((offer) => entered(offer) || !needsItsOwnLog(scenario, offer));
  await assertFound(scenario, [...scenario.before.filter(entered), ...together]);
  for (const [i, offer] of own.entries()) {
    if (together.includes(offer)) continue;
    await assertFound(scenario, [...[...scenario.before, ...own.slice(0, i)].filter(entered), offer]);
  }
}

/** Deadlines act in the first block that leaves a trace (§06.3.4), and every entry here makes one. */
function needsItsOwnLog(scenario: LedgerScenario, offer: Offer): boolean {
  const deadline = Buffer.from("\x68deadline", "latin1");
  return (
    typeOf(offer) !== undefined ||
    scenario.own.some((one) => Buffer.from(one.transaction.subarray(1, 10)).equals(deadline))
  );
}

async function assertFound(scenario: LedgerScenario, log: readonly Offer[]): Promise<void> {
  const failures = await failuresOf(log, scenario.electionId);
  for (const [entry, offer] of log.entries()) {
    const found = failures.get(entry);
    const message = `${offer.outcome} at ${entry}: ${found?.join(", ") ?? "nothing found"}`;
    assert.equal(found !== undefined, !entered(offer), message);
  }
}
