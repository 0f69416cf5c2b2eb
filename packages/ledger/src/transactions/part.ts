import { type Bytes, concat, equalBytes } from "@veche/base";
import type { Body } from "../format/bodies.ts";
import type { Signature } from "../format/entry.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Completed, Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import { decodeWhole, encodeWhole } from "../state/records.ts";
import type { UnfinishedWhole } from "../state/state.ts";
import type { Work } from "../work.ts";

type Part = Body<"part">;

export const part: Rule<"part"> = (work, body, { signatures }) => {
  // §06.7.1
  if (body.index >= body.of) return refuse("MALFORMED", `part ${body.index} of ${body.of}`);
  const { electionId, genesis, election } = work.state;
  const signer = signatures[0];
  // §06.3.5: ⚔ a part is public; played again it would drop what its signer is sending now, or fill the log.
  if (signer !== undefined && body.index < partsIn(work, signer, body.whole)) {
    return refuse("ALREADY", `part ${body.index} of this whole is in`);
  }
  return {
    // §06.7.2
    authorities: election?.manifest ?? { genesis },
    log: { electionId, origin: body.origin },
    reference: () =>
      election === undefined || election.manifest.origin === body.origin
        ? undefined
        : refuse("UNKNOWN_REFERENCE", `no log ${body.origin} here`),
    conditions: () => (signer === undefined ? undefined : checkOrder(work, signer, body)),
    apply: () => (signer === undefined ? undefined : takePart(work, signer, body)),
  };
};

/** How many parts of a whole this signer has sent; roles and indices beyond a byte are nobody's. */
function partsIn(work: Work, { role, index }: Signature, whole: Bytes): number {
  if (role > 255 || index > 255) return 0;
  const bytes = work.overlay.get(keyOf.whole(role, index, whole));
  return bytes === undefined ? 0 : decodeWhole(bytes);
}

function unfinishedOf(work: Work, { role, index }: Signature): UnfinishedWhole | undefined {
  return work.state.parts.find((whole) => whole.role === role && whole.index === index);
}

/** §06.7.3 */
function checkOrder(work: Work, signer: Signature, body: Part): Refusal | undefined {
  if (body.index === 0) return undefined;
  const whole = unfinishedOf(work, signer);
  const follows =
    whole !== undefined &&
    equalBytes(whole.whole, body.whole) &&
    whole.of === body.of &&
    whole.count === body.index;
  return follows ? undefined : refuse("PART_ORDER", `part ${body.index} does not follow`);
}

function takePart(work: Work, signer: Signature, body: Part): Completed | undefined {
  const { role, index } = signer;
  if (body.index === 0) dropUnfinished(work, signer);
  const count = body.index + 1;
  work.overlay.set(keyOf.whole(role, index, body.whole), encodeWhole(count));
  const others = work.state.parts.filter((whole) => whole.role !== role || whole.index !== index);
  if (count < body.of) {
    work.overlay.set(keyOf.part(role, index, body.index), body.bytes);
    work.change({ parts: [...others, { role, index, whole: body.whole, of: body.of, count }] });
    return undefined;
  }
  const before = takeStored(work, signer, count - 1);
  work.change({ parts: others });
  return { hash: body.whole, bytes: concat(...before, body.bytes) };
}

function dropUnfinished(work: Work, signer: Signature): void {
  takeStored(work, signer, unfinishedOf(work, signer)?.count ?? 0);
}

/** Takes the first parts of the unfinished whole off the desk. */
function takeStored(work: Work, { role, index }: Signature, count: number): readonly Bytes[] {
  return Array.from({ length: count }, (_, at) => {
    const key = keyOf.part(role, index, at);
    const bytes = work.overlay.get(key);
    work.overlay.set(key, undefined);
    return bytes ?? new Uint8Array(0);
  });
}
