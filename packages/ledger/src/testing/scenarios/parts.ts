import { assert, type Bytes, sha256 } from "@veche/base";
import { splitIntoParts } from "../../format/parts.ts";
import type { Signer } from "../../format/signed-message.ts";
import { flipped } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

/** A large `define` and its parts by a genesis organisation. */
function definition(
  stage: Stage,
  organisation = 1,
): { readonly whole: Bytes; readonly parts: readonly Bytes[] } {
  const { ledger } = stage;
  const whole = ledger.tx("define", { manifest: ledger.test.manifestBytes });
  return { whole, parts: partsOf(stage, whole, stage.signer("genesis", organisation)) };
}

const partsOf = (stage: Stage, whole: Bytes, signer: Signer): readonly Bytes[] =>
  splitIntoParts(stage.ledger.test.log, whole, signer);

/** A part of one byte, of a whole that will not hash to what it says. */
function smallPart(
  stage: Stage,
  byte: number,
  index: number,
  of: number,
  signer: Signer = stage.signer("genesis", 1),
): Bytes {
  const { origin } = stage.ledger.test.log;
  const body = { bytes: new Uint8Array([byte]), index, of, origin, whole: new Uint8Array(32).fill(byte) };
  return stage.ledger.tx("part", body, [signer]);
}

function pick(parts: readonly Bytes[], at: number): Bytes {
  const part = parts[at];
  assert(part !== undefined, `no part ${at}`);
  return part;
}

/** Sends parts in order and insists on what becomes of the whole. */
function sendWhole(stage: Stage, parts: readonly Bytes[], code: string): void {
  const placed = parts.map((part) => stage.ledger.send(part));
  assert(
    placed.every((one) => one.code === "ACCEPTED"),
    "every part enters",
  );
  const whole = placed.at(-1)?.whole?.code;
  assert(whole === code, `the whole: ${whole}, not ${code}`);
}

/** §06.7. */
export const PARTS: readonly Scenario[] = [
  it("a manifest over 60,000 bytes is defined by parts", "large/empty", (stage) => {
    const { whole, parts } = definition(stage);
    stage.expect("TOO_LARGE", whole);
    sendWhole(stage, parts, "ACCEPTED");
    assert(stage.ledger.state.phase === "set-up", "the election is defined");
  }),
  it(
    "parts come in order, and none enters twice, also after its whole was dropped (A2)",
    "plain/empty",
    (stage) => {
      const whole = (byte: number) => [0, 1, 2].map((index) => smallPart(stage, byte, index, 3));
      const [parts, other] = [whole(1), whole(2)];
      stage.expect("PART_ORDER", pick(parts, 1));
      stage.expect("ACCEPTED", pick(parts, 0));
      stage.expect("ALREADY", pick(parts, 0));
      stage.expect("PART_ORDER", pick(parts, 2));
      stage.expect("PART_ORDER", pick(other, 1));
      stage.expect("PART_ORDER", smallPart(stage, 1, 1, 4));
      stage.expect("ACCEPTED", pick(parts, 1));
      stage.expect("ALREADY", pick(parts, 1));
      stage.expect("ACCEPTED", pick(other, 0));
      // The first whole is dropped; nobody can begin it again by playing its part once more.
      stage.expect("ALREADY", pick(parts, 0));
      stage.expect("PART_ORDER", pick(parts, 2));
    },
  ),
  it("two signers send wholes at once", "large/empty", (stage) => {
    const first = definition(stage, 1).parts;
    const second = definition(stage, 2).parts;
    stage.expect("ACCEPTED", pick(first, 0));
    stage.expect("ACCEPTED", pick(second, 0));
    stage.expect("ACCEPTED", pick(first, 1));
    assert(stage.ledger.state.phase === "set-up", "the first whole is complete");
    const last = stage.ledger.send(pick(second, 1));
    assert(last.code === "ACCEPTED" && last.whole?.code === "ALREADY", "a refused whole leaves its parts");
  }),
  it(
    "a completed whole that is refused: wrong hash, too small, of another type, a wrong signature",
    "large/empty",
    (stage) => {
      const { ledger } = stage;
      const { whole } = definition(stage);
      const signer = stage.signer("genesis", 1);
      sendWhole(stage, [smallPart(stage, 1, 0, 2), smallPart(stage, 1, 1, 2)], "MALFORMED");
      const small = ledger.tx("close", {});
      const hash = sha256(small);
      const cut = [small.slice(0, 4), small.slice(4)].map((bytes, index) =>
        ledger.tx("part", { bytes, index, of: 2, origin: ledger.test.log.origin, whole: hash }),
      );
      sendWhole(stage, cut, "MALFORMED");
      const cast = ledger.tx("cast", { ballot: new Uint8Array(60_000) });
      sendWhole(stage, partsOf(stage, cast, signer), "MALFORMED");
      sendWhole(stage, partsOf(stage, flipped(whole, -1), signer), "SIGNATURE_INVALID");
      assert(
        ledger.state.phase === "undefined" && ledger.state.parts.length === 0,
        "nothing is left of them",
      );
    },
  ),
  it(
    "who may send parts: a genesis organisation before define, then one of any role 1 to 5",
    "large/empty",
    (stage) => {
      const { whole, parts } = definition(stage);
      stage.expect("SIGNERS_WRONG", pick(partsOf(stage, whole, stage.signer("commission", 1)), 0));
      sendWhole(stage, parts, "ACCEPTED");
      for (const role of ["genesis", "commission", "trustee", "registrar", "issuer"] as const) {
        stage.expect("ACCEPTED", smallPart(stage, 3, 0, 2, stage.signer(role, 1)));
      }
      const body = (index: number, of: number) => ({
        bytes: new Uint8Array(1),
        index,
        of,
        origin: stage.ledger.test.log.origin,
        whole: new Uint8Array(32),
      });
      const both = [stage.signer("genesis", 1), stage.signer("genesis", 2)];
      stage.expect("SIGNERS_WRONG", stage.ledger.tx("part", body(0, 2), both));
      stage.expect("SIGNERS_WRONG", stage.ledger.tx("part", body(0, 2), []));
      stage.expect("SIGNERS_WRONG", stage.ledger.tx("part", body(0, 2), [stage.signer("issueKey", 1)]));
      stage.expect("MALFORMED", stage.ledger.tx("part", body(2, 2)));
      stage.expect("MALFORMED", stage.ledger.tx("part", body(0, 1)));
      stage.expect("MALFORMED", stage.ledger.tx("part", body(0, 2_001)));
      stage.expect("MALFORMED", stage.ledger.tx("part", { ...body(0, 2), bytes: new Uint8Array(0) }));
      stage.expect("MALFORMED", stage.ledger.tx("part", { ...body(0, 2), bytes: new Uint8Array(59_001) }));
      stage.expect("UNKNOWN_REFERENCE", stage.ledger.tx("part", { ...body(0, 2), origin: "elsewhere" }));
    },
  ),
];
