import { type Bytes, compareBytes, concat, equalBytes, sha256, u32 } from "@veche/base";
import { decodePoint, encodePoint } from "@veche/group";
import { hash32, hashPoint } from "../transcript.ts";
import { ceremonyIsDone } from "./ceremony.ts";
import { blame, type Election, type Handler, lastEnd, mapKey } from "./election.ts";
import type { Judge } from "./judge.ts";

/** V09: the phases in which a transaction may come. */
export function inPhase(election: Election, phases: readonly Election["phase"][], judge: Judge): boolean {
  judge.examined("V09");
  return judge.expect(phases.includes(election.phase), "V09", "PHASE");
}

/** V11, §03.5. */
export const takeCanary: Handler<"canary"> = async (election, tx, _place, judge) => {
  judge.examined("V11");
  const { ceremony, electionId, canaries } = election;
  const { attempt, point, proof, stage, trustee } = tx.body;
  const key = ceremony.keys?.shares.get(trustee);
  const done = ceremonyIsDone(election) && attempt === ceremony.attempt;
  if (!done || key === undefined) return judge.fail("V11", "CEREMONY_STEP");
  const given = canaries.get(trustee) ?? new Set<string>();
  if (!judge.expect(isStageNow(election, stage, given), "V11", "STAGE_WRONG")) return;
  if (!judge.expect(!given.has(stage), "V11", "ALREADY")) return;
  if (!judge.expect(decodePoint(point) !== undefined, "V06", "POINT_INVALID")) return;
  const claim = {
    label: "canary-proof",
    context: [electionId, attempt, stage, trustee],
    key,
    bases: encodePoint(hashPoint("canary", electionId, attempt, stage)),
    powers: point,
    proof,
  };
  const verdict = await election.pool.run({ kind: "equality", claim });
  if (verdict !== "right") return blame(election, tx, trustee, "proof", judge);
  canaries.set(trustee, given.add(stage));
};

/** §03.5.3. */
function isStageNow(election: Election, stage: string, given: ReadonlySet<string>): boolean {
  if (stage === "ceremony") return election.phase === "set-up";
  if (stage === "open") return election.phase === "set-up" && given.has("ceremony");
  return stage === "close" && election.phase === "open";
}

/** V12, §04.2. */
export const takeIssuerKeys: Handler<"issuer-keys"> = async (election, { body }, _place, judge) => {
  judge.examined("V12");
  if (!inPhase(election, ["set-up"], judge)) return;
  const { issuer, modulus, roots } = body;
  const style = election.manifest.styles[body.style];
  const state = election.styles[body.style];
  if (style === undefined || state === undefined) return judge.fail("V12", "STYLE_UNKNOWN");
  const claim = { electionId: election.electionId, issuer, styleId: style.id, modulus, roots };
  const right = await election.pool.run({ kind: "rsa-key", claim });
  if (!judge.expect(!state.moduli.has(issuer), "V12", "ALREADY")) return;
  if (!judge.expect(right, "V12", "ISSUER_KEY_INVALID")) return;
  const name = mapKey(sha256(modulus));
  if (!judge.expect(!election.moduli.has(name), "V12", "MODULUS_TWICE")) return;
  election.moduli.add(name);
  state.moduli.set(issuer, modulus.slice());
};

export const currentSet = (election: Election): readonly number[] => election.issuerSets.at(-1) ?? [];

/** V12, §04.3.1. */
export const takeIssuerSet: Handler<"issuer-set"> = (election, { body }, place, judge) => {
  judge.examined("V12");
  if (!inPhase(election, ["set-up", "open"], judge)) return;
  const current = currentSet(election);
  if (
    !judge.expect(
      body.in >= 1 && body.in <= election.manifest.issuers.members.length,
      "V12",
      "ISSUER_UNKNOWN",
    )
  ) {
    return;
  }
  const right =
    current.includes(body.out) &&
    !election.issuerSets.some((set) => set.includes(body.in)) &&
    election.issuerSets.length - 1 < current.length - 1;
  if (!judge.expect(right, "V12", "ISSUER_SET_INVALID")) return;
  place.block.control = () => {
    const next = [...current.filter((one) => one !== body.out), body.in];
    election.issuerSets.push(next.sort((a, b) => a - b));
  };
};

/** V13, §04.1.4. */
export const takeRoll: Handler<"roll"> = (election, { body }, { block }, judge) => {
  const count = body.entries.length / 32;
  judge.examined("V13", count);
  if (!inPhase(election, ["set-up"], judge)) return;
  // §06.4.3: nothing is added to a roll whose length `open` has stated.
  if (!judge.expect(!block.opening, "V09", "PHASE")) return;
  const style = election.styles[body.style];
  if (style === undefined) return judge.fail("V13", "STYLE_UNKNOWN");
  if (!judge.expect(body.first === style.roll, "V13", "ROLL_FIRST")) return;
  let last = style.lastRollEntry;
  for (let i = 0; i < count; i++) {
    const entry = body.entries.subarray(32 * i, 32 * i + 32);
    if (last !== undefined && compareBytes(entry, last) <= 0) return judge.fail("V13", "ROLL_ORDER");
    if (!judge.expect(!election.roll.has(entry, 0), "V13", "ROLL_DUPLICATE")) return;
    last = entry;
  }
  for (let i = 0; i < count; i++) election.roll.add(body.entries, 32 * i, body.style);
  style.roll += count;
  style.lastRollEntry = last?.slice();
};

/** V14, V11, V09: §06.5.1. */
export const takeOpen: Handler<"open"> = (election, { body }, place, judge) => {
  judge.examined("V14", 1 + body.styles.length);
  judge.examined("V11");
  if (!inPhase(election, ["set-up"], judge)) return;
  judge.expect(place.time < lastEnd(election, "issueEnds"), "V09", "TOO_LATE_TO_OPEN");
  if (!judge.expect(ceremonyIsDone(election), "V14", "CEREMONY_NOT_DONE")) return;
  const { alive } = election.ceremony;
  const tried = alive.filter((j) => election.canaries.get(j)?.has("open")).length;
  judge.expect(tried > election.manifest.trustees.quorum, "V11", "CANARIES_MISSING");
  const keysAreIn = election.styles.every(
    (style) => style.moduli.size === election.manifest.issuers.members.length,
  );
  judge.expect(keysAreIn, "V12", "ISSUER_KEYS_MISSING");
  checkOpenHashes(election, body.key, body.styles, judge);
  // Everything after depends on it: even if it should not have entered, what follows is checked.
  place.block.opening = true;
  place.block.control = () => {
    election.phase = "open";
  };
};

function checkOpenHashes(election: Election, key: Bytes, styles: readonly Bytes[], judge: Judge): void {
  judge.expect(equalBytes(key, electionKeyHash(election)), "V14", "OPEN_MISMATCH", "key");
  const expected = election.styles.map((_, style) => issuerStyleHash(election, style));
  if (!judge.expect(styles.length === expected.length, "V14", "OPEN_MISMATCH", "styles")) return;
  const wrong = expected.findIndex((hash, i) => !equalBytes(hash, styles[i] as Bytes));
  judge.expect(wrong < 0, "V14", "OPEN_MISMATCH", `style ${wrong}`);
}

function electionKeyHash(election: Election): Bytes {
  const { attempt, alive, keys } = election.ceremony;
  const shares = alive.map((j) => concat(u32(j), keys?.shares.get(j) ?? new Uint8Array(0)));
  const set = currentSet(election).map((i) => u32(i));
  const key = keys?.key ?? new Uint8Array(0);
  return hash32("election-key", election.electionId, attempt, key, concat(...shares), concat(...set));
}

function issuerStyleHash(election: Election, index: number): Bytes {
  const state = election.styles[index];
  const moduli = election.manifest.issuers.members.flatMap((_, i) => state?.moduli.get(i + 1) ?? []);
  const styleId = election.manifest.styles[index]?.id ?? "";
  return hash32("issuer-style", election.electionId, styleId, concat(...moduli), state?.roll ?? 0);
}
