import { type Bytes, compareBytes, encodeCbor, sha256 } from "@veche/base";
import type { Body } from "../format/bodies.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import { encodeRollEntry } from "../state/records.ts";
import type { Work } from "../work.ts";
import { unknownStyle } from "./references.ts";

const ENTRY_BYTES = 32;

/** §04.1.4. ⚔ Entries ascend, so that their order says nothing of the alphabet, and none stands twice over all styles. */
export const roll: Rule<"roll"> = (work, body) => {
  const chunk = keyOf.rollChunk(sha256(encodeCbor(body)));
  if (work.overlay.get(chunk) !== undefined) return refuse("ALREADY", "this chunk is in the roll");
  const entries = splitEntries(body.entries);
  return {
    // §06.4.3: `open` has stated how many entries there are.
    phase: () =>
      work.control?.type === "open" ? refuse("PHASE", "`open` stands before it in this block") : undefined,
    reference: () => unknownStyle(work, body.style),
    conditions: () => checkOrder(work, body, entries) ?? checkUnique(work, entries),
    apply: () => {
      for (const entry of entries) {
        work.overlay.set(keyOf.rollEntry(entry), encodeRollEntry({ style: body.style }));
      }
      work.overlay.set(chunk, new Uint8Array(0));
      const lastRollEntry = entries[entries.length - 1] ?? new Uint8Array(0);
      work.changeStyle(body.style, { roll: body.first + entries.length, lastRollEntry });
      const { counters } = work.state;
      work.change({ counters: { ...counters, roll: counters.roll + entries.length } });
      return undefined;
    },
  };
};

function splitEntries(bytes: Bytes): readonly Bytes[] {
  return Array.from({ length: bytes.length / ENTRY_BYTES }, (_, at) =>
    bytes.slice(at * ENTRY_BYTES, (at + 1) * ENTRY_BYTES),
  );
}

function checkOrder(work: Work, body: Body<"roll">, entries: readonly Bytes[]): Refusal | undefined {
  const style = work.style(body.style);
  if (body.first !== style.roll) return refuse("ROLL_ORDER", `the roll has ${style.roll} entries`);
  let last = style.lastRollEntry;
  for (const [at, entry] of entries.entries()) {
    if (compareBytes(last, entry) >= 0)
      return refuse("ROLL_ORDER", `entry ${at} of the chunk does not ascend`);
    last = entry;
  }
  return undefined;
}

function checkUnique(work: Work, entries: readonly Bytes[]): Refusal | undefined {
  const at = entries.findIndex((entry) => work.overlay.get(keyOf.rollEntry(entry)) !== undefined);
  return at < 0 ? undefined : refuse("ROLL_DUPLICATE", `entry ${at} of the chunk`);
}

export const registrationTotals: Rule<"registration-totals"> = (work, body) => ({
  conditions: () =>
    body.date > work.state.lastDate
      ? undefined
      : refuse("DATE_ORDER", `the last is of ${work.state.lastDate}`),
  apply: () => {
    work.change({ lastDate: body.date });
    return undefined;
  },
});

/** §06.5: once issuing has ended. The hash is salted, so that nobody can guess a short list. */
export const participants: Rule<"participants"> = (work, body) => {
  if (work.state.participants !== undefined) return refuse("ALREADY", "the list is in");
  return {
    phase: () =>
      work.time >= work.state.lastIssueEnds ? undefined : refuse("PHASE", "issuing has not ended everywhere"),
    apply: () => {
      work.change({ participants: body.hash });
      return undefined;
    },
  };
};
