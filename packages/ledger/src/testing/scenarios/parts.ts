import { assert, type Bytes, type CborMap, sha256 } from "@veche/base";
import { splitIntoParts } from "../../format/parts.ts";
import { buildTransaction, type Signer } from "../../format/signed-message.ts";
import type { Role } from "../../format/table.ts";
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

const partBody = (stage: Stage, index: number, of: number): CborMap => ({
  bytes: new Uint8Array(1),
  index,
  of,
  origin: stage.ledger.test.log.origin,
  whole: new Uint8Array(32),
});

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
  it("two organisations send wholes at once: the first that is complete defines", "large/empty", (stage) => {
    const { ledger } = stage;
    const first = definition(stage, 1).parts;
    const second = definition(stage, 2).parts;
    stage.expect("ACCEPTED", pick(first, 0));
    stage.expect("ACCEPTED", pick(second, 0));
    stage.expect("ACCEPTED", pick(first, 1));
    assert(ledger.state.phase === "set-up", "the first whole is complete");
    stage.expect("SIGNERS_WRONG", pick(second, 1));
    assert(ledger.state.parts.length === 1, "the second stays unfinished");
  }),
  it("a refused whole leaves its parts in the log", "large/empty", (stage) => {
    const { whole, parts } = definition(stage);
    sendWhole(stage, parts, "ACCEPTED");
    sendWhole(stage, partsOf(stage, whole, stage.signer("trustee", 2)), "ALREADY");
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
  it("who may send parts: a genesis organisation before define, a trustee after", "large/empty", (stage) => {
    const { whole, parts } = definition(stage);
    const roles = ["genesis", "commission", "trustee", "issuer"] as const;
    const insistOn = (byte: number, right: Role): void => {
      for (const role of roles) {
        const part = smallPart(stage, byte, 0, 2, stage.signer(role, 2));
        stage.expect(role === right ? "ACCEPTED" : "SIGNERS_WRONG", part);
      }
    };
    insistOn(3, "genesis");
    stage.expect("SIGNERS_WRONG", pick(partsOf(stage, whole, stage.signer("registrar", 1)), 0));
    sendWhole(stage, parts, "ACCEPTED");
    insistOn(4, "trustee");
    for (const role of ["registrar", "issueKey"] as const) {
      stage.expect("SIGNERS_WRONG", smallPart(stage, 4, 0, 2, stage.signer(role, 1)));
    }
    const both = [stage.signer("trustee", 1), stage.signer("trustee", 2)];
    stage.expect("SIGNERS_WRONG", stage.ledger.tx("part", partBody(stage, 0, 2), both));
    stage.expect("SIGNERS_WRONG", stage.ledger.tx("part", partBody(stage, 0, 2), []));
  }),
  it("parts of the wrong form, or of another log", "plain/defined", (stage) => {
    const by = [stage.signer("trustee", 1)];
    const partOf = (changes: CborMap): Bytes =>
      stage.ledger.tx("part", { ...partBody(stage, 0, 2), ...changes }, by);
    stage.expect("MALFORMED", partOf({ index: 2 }));
    stage.expect("MALFORMED", partOf({ of: 1 }));
    stage.expect("MALFORMED", partOf({ of: 2_001 }));
    stage.expect("MALFORMED", partOf({ bytes: new Uint8Array(0) }));
    stage.expect("MALFORMED", partOf({ bytes: new Uint8Array(59_001) }));
    stage.expect("MALFORMED", partOf({ origin: "Elsewhere" }));
    stage.expect("MALFORMED", partOf({ origin: "" }));
    stage.expect("UNKNOWN_REFERENCE", partOf({ origin: "elsewhere" }));
    stage.expect("ACCEPTED", partOf({ index: 0 }));
  }),
  it("before define a part may name any log: its signature binds the name", "plain/empty", (stage) => {
    const { test } = stage.ledger;
    const by = [stage.signer("genesis", 1)];
    const body = { ...partBody(stage, 0, 2), origin: "elsewhere" };
    stage.expect("SIGNATURE_INVALID", stage.ledger.tx("part", body, by));
    stage.expect("ACCEPTED", buildTransaction({ ...test.log, origin: "elsewhere" }, "part", 0, body, by));
  }),
  it("no parts while the election is open", "plain/open", (stage) => {
    for (const role of ["trustee", "genesis"] as const) {
      stage.expect("PHASE", smallPart(stage, 1, 0, 2, stage.signer(role, 1)));
    }
  }),
  it("a large decryption comes in parts; of a wrong length it is refused whole", "plain/headed", (stage) => {
    const { ledger, trustees } = stage;
    const large = { ...trustees.decryptionBody(1), points: new Uint8Array(32 * 1_900) };
    const whole = ledger.tx("decryption", large);
    sendWhole(stage, partsOf(stage, whole, stage.signer("trustee", 1)), "MALFORMED");
    stage.expectBody("ACCEPTED", "decryption", trustees.decryptionBody(1));
  }),
];
