import type { Kept } from "./record-store.ts";
import type { BallotRecord } from "./records.ts";
import type { Session } from "./session.ts";

const NOTHING = new Uint8Array(0);

/**
 * §12.4: ⚔ once the result is certified nothing that a device keeps can become a ballot: x, token and blinding factors go. What was sent stays,
 * as evidence, until the voter removes it. Only a receipt of `certify` says that it is over: a node that lies, or a clock that is wrong, costs
 * nobody a ballot. Returns the keys of the records that are gone.
 */
export async function eraseLeftovers(session: Session): Promise<readonly string[]> {
  const { facts, records, world } = session;
  const isLate = ({ style }: BallotRecord): boolean =>
    world.now() >= (facts?.styles[style]?.castEnds ?? Infinity);
  const left = (await records.all()).flatMap((kept) =>
    kept.record !== undefined && holdsSecret(kept.record) && isLate(kept.record)
      ? [{ kept, record: kept.record }]
      : [],
  );
  if (left.length === 0 || !(await isCertified(session))) return [];
  const gone: Kept[] = [];
  for (const { kept, record } of left) {
    if (record.stage === "cast" || record.stage === "done")
      await records.move(kept, { ...record, credential: NOTHING });
    else if (await records.erase(kept)) gone.push(kept);
  }
  return gone.map(({ key }) => key);
}

function holdsSecret(record: BallotRecord): boolean {
  if (record.stage === "alarm") return false;
  return record.stage === "cast" || record.stage === "done" ? record.credential.length > 0 : true;
}

/** §12.7.3 */
async function isCertified(session: Session): Promise<boolean> {
  const hosts = await session.connect();
  for (const link of hosts?.links ?? []) {
    const asked = await hosts?.certified(link);
    if (asked?.kind === "answer" && (await session.engine.checkCertificate(asked.value)).ok) return true;
  }
  return false;
}
