import { assert, type Bytes, sha256 } from "@veche/base";
import { PART_BYTES_MAX } from "../../format/bodies.ts";
import { splitIntoParts } from "../../format/parts.ts";
import type { Signer } from "../../format/signed-message.ts";
import { flipped } from "./forge.ts";
import type { Scenario, Stage } from "./stage.ts";

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
  {
    name: "a manifest over 60,000 bytes is defined by parts",
    base: "large/empty",
    play: (stage) => {
      const { whole, parts } = definition(stage);
      stage.expect("TOO_LARGE", whole);
      sendWhole(stage, parts, "ACCEPTED");
      assert(stage.ledger.state.phase === "set-up", "the election is defined");
    },
  },
  {
    name: "parts come in order, and none enters twice, also after its whole was dropped (A2)",
    base: "large/empty",
    play: (stage) => {
      const { whole, parts } = definition(stage);
      const other = partsOf(stage, flipped(whole, 100), stage.signer("genesis", 1));
      stage.expect("PART_ORDER", pick(parts, 1));
      stage.expect("ACCEPTED", pick(parts, 0));
      stage.expect("ALREADY", pick(parts, 0));
      stage.expect("PART_ORDER", pick(other, 1));
      stage.expect("ACCEPTED", pick(other, 0));
      // The first whole is dropped; nobody can begin it again by playing its part once more.
      stage.expect("ALREADY", pick(parts, 0));
      stage.expect("PART_ORDER", pick(parts, 1));
    },
  },
  {
    name: "two signers send wholes at once",
    base: "large/empty",
    play: (stage) => {
      const first = definition(stage, 1).parts;
      const second = definition(stage, 2).parts;
      stage.expect("ACCEPTED", pick(first, 0));
      stage.expect("ACCEPTED", pick(second, 0));
      stage.expect("ACCEPTED", pick(first, 1));
      assert(stage.ledger.state.phase === "set-up", "the first whole is complete");
      const last = stage.ledger.send(pick(second, 1));
      assert(last.code === "ACCEPTED" && last.whole?.code === "ALREADY", "a refused whole leaves its parts");
    },
  },
  {
    name: "a completed whole that is refused: wrong hash, too small, of another type, garbage",
    base: "large/empty",
    play: (stage) => {
      const { ledger } = stage;
      const { whole } = definition(stage);
      const signer = stage.signer("genesis", 1);
      const body = (index: number, hash: Bytes, bytes: Bytes) =>
        ledger.tx("part", { bytes, index, of: 2, origin: ledger.test.log.origin, whole: hash }, [signer]);
      const cut = [whole.slice(0, PART_BYTES_MAX), whole.slice(PART_BYTES_MAX)] as const;
      const wrong = sha256(new Uint8Array([1]));
      sendWhole(stage, [body(0, wrong, cut[0]), body(1, wrong, cut[1])], "MALFORMED");
      const small = ledger.tx("close", {});
      const hash = sha256(small);
      sendWhole(stage, [body(0, hash, small.slice(0, 4)), body(1, hash, small.slice(4))], "MALFORMED");
      const cast = ledger.tx("cast", { ballot: new Uint8Array(60_000) });
      sendWhole(stage, partsOf(stage, cast, signer), "MALFORMED");
      sendWhole(stage, partsOf(stage, new Uint8Array(60_000), signer), "MALFORMED");
      sendWhole(stage, partsOf(stage, flipped(whole, -1), signer), "SIGNATURE_INVALID");
      assert(
        ledger.state.phase === "undefined" && ledger.state.parts.length === 0,
        "nothing is left of them",
      );
    },
  },
  {
    name: "who may send parts: a genesis organisation before define, then one of any role 1 to 5",
    base: "large/empty",
    play: (stage) => {
      const { whole, parts } = definition(stage);
      stage.expect("SIGNERS_WRONG", pick(partsOf(stage, whole, stage.signer("commission", 1)), 0));
      sendWhole(stage, parts, "ACCEPTED");
      for (const role of ["genesis", "commission", "trustee", "registrar", "issuer"] as const) {
        const bytes = new Uint8Array(60_000).fill(role.length);
        stage.expect("ACCEPTED", pick(partsOf(stage, bytes, stage.signer(role, 1)), 0));
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
  },
];
