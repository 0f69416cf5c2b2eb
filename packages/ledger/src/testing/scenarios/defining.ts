import { type Bytes, concat, encodeCbor, sha256 } from "@veche/base";
import { encodeManifest } from "@veche/election";
import { encodeTransaction } from "../../format/entry.ts";
import { buildTransaction } from "../../format/signed-message.ts";
import { signersFor } from "../test-election.ts";
import { withSignatures } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

const defineOf = ({ ledger }: Stage): Bytes => ledger.tx("define", { manifest: ledger.test.manifestBytes });

/** Form, `define`, and signatures in general. */
export const DEFINING: readonly Scenario[] = [
  it("define is accepted once", "plain/empty", (stage) => {
    stage.expect("ACCEPTED", defineOf(stage));
    stage.expect("ALREADY", defineOf(stage));
  }),
  it("nothing but define and parts before define", "plain/empty", (stage) => {
    stage.expectBody("ELECTION_UNDEFINED", "close", {});
    stage.expectBody("ELECTION_UNDEFINED", "roll", { entries: new Uint8Array(32), first: 0, style: 0 });
    stage.expectBody("ELECTION_UNDEFINED", "cast", { ballot: new Uint8Array(38) });
  }),
  it("L8: what is not an object of the specification is malformed", "plain/defined", (stage) => {
    const close = stage.ledger.tx("close", {});
    stage.expect("MALFORMED", new Uint8Array(0));
    stage.expect("MALFORMED", concat(close, new Uint8Array([0])));
    stage.expect("MALFORMED", close.slice(0, -1));
    stage.expect("MALFORMED", encodeCbor({ type: "close" }));
    stage.expect("MALFORMED", encodeCbor(["close", {}]));
    stage.expect("MALFORMED", encodeCbor(["close", {}, [], 0]));
    stage.expect("MALFORMED", encodeCbor(["close", [], []]));
    stage.expect("MALFORMED", encodeCbor(["unheard-of", {}, []]));
    stage.expect("MALFORMED", encodeCbor(["close", { more: 1 }, []]));
    stage.expect("MALFORMED", encodeCbor(["cast", {}, []]));
    stage.expect("MALFORMED", encodeCbor(["cast", { ballot: "text" }, []]));
    stage.expect("MALFORMED", encodeCbor(["close", {}, [[1, 1, new Uint8Array(63)]]]));
    stage.expect("MALFORMED", encodeCbor(["close", {}, [[1, 1]]]));
    // The same transaction with an array length that is not the shortest.
    stage.expect("MALFORMED", concat(new Uint8Array([0x98, 0x03]), close.slice(1)));
  }),
  it("an entry of more than 60,000 bytes is too large", "plain/defined", (stage) => {
    // Time and frames take 19 bytes of the entry: 60,000 exactly, and one more.
    stage.expect("MALFORMED", castOfEntryLength(60_000));
    stage.expect("TOO_LARGE", castOfEntryLength(60_001));
  }),
  it("the manifest of another election, and one that breaks a rule", "plain/empty", (stage) => {
    const { ledger } = stage;
    const { test } = ledger;
    const other = encodeManifest({ ...test.manifest, revoteMax: 1 });
    stage.expectBody("MANIFEST_INVALID", "define", { manifest: other });
    stage.expectBody("MANIFEST_INVALID", "define", { manifest: new Uint8Array(0) });
  }),
  it("a manifest that breaks a rule", "broken/empty", (stage) =>
    stage.expect("MANIFEST_INVALID", defineOf(stage)),
  ),
  it("a manifest of other genesis organisations than the node's", "foreign/empty", (stage) =>
    stage.expect("GENESIS_MISMATCH", defineOf(stage)),
  ),
  it("A2: a quorum counts distinct signers, in order, each with its own key", "plain/empty", (stage) => {
    const { ledger } = stage;
    const body = { manifest: ledger.test.manifestBytes };
    const [g1, g2] = [stage.signer("genesis", 1), stage.signer("genesis", 2)];
    const [c1, c2] = [stage.signer("commission", 1), stage.signer("commission", 2)];
    const full = [g1, c1, g2, c2];
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, []));
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, [g1, c1, c2]));
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, [g1, g2, c1]));
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, [g1, g1, c1, c2]));
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, [...full, c2]));
    stage.expect("SIGNERS_WRONG", ledger.tx("define", body, [...full, stage.signer("registrar", 1)]));
  }),
  it("A2: signatures out of order, of an unknown index or role", "plain/defined", (stage) => {
    const { ledger } = stage;
    const tx = ledger.tx("ceremony-restart", { excluded: [] });
    stage.expect(
      "SIGNERS_WRONG",
      withSignatures(tx, (signatures) => [...signatures].reverse()),
    );
    stage.expect(
      "SIGNERS_WRONG",
      withSignatures(tx, ([first, second]) => [first, { ...second, index: 4 }]),
    );
    stage.expect(
      "SIGNERS_WRONG",
      withSignatures(tx, ([first, second]) => [first, { ...second, role: 7 }]),
    );
    stage.expect(
      "SIGNERS_WRONG",
      withSignatures(tx, ([first, second]) => [{ ...first, index: 0 }, second]),
    );
  }),
  it("A2: a signature of another key, election, origin, type or body", "plain/defined", (stage) => {
    const { ledger } = stage;
    const { test } = ledger;
    const body = { excluded: [] };
    const good = ledger.tx("ceremony-restart", body);
    const signers = signersFor(test, "ceremony-restart", 1);
    const elsewhere = { ...test.log, electionId: sha256(test.electionId) };
    const renamed = { ...test.log, origin: "veche.example/other" };
    stage.expect(
      "SIGNATURE_INVALID",
      withSignatures(good, ([first, second]) => [first, { ...second, bytes: first.bytes }]),
    );
    stage.expect("SIGNATURE_INVALID", buildTransaction(elsewhere, "ceremony-restart", 0, body, signers));
    stage.expect("SIGNATURE_INVALID", buildTransaction(renamed, "ceremony-restart", 0, body, signers));
    stage.expect("SIGNATURE_INVALID", buildTransaction(test.log, "ceremony-restart", 1, body, signers));
    const signed = withSignatures(ledger.tx("suspend", { reason: { en: "a", ru: "б" } }), (all) => all);
    stage.expect("PHASE", signed);
  }),
];

/** A transaction of the type `cast` whose entry has the given length; its ballot is none. */
function castOfEntryLength(length: number): Bytes {
  const empty = encodeTransaction({ type: "cast", body: { ballot: new Uint8Array(0) }, signatures: [] });
  // One byte of array, nine of time, two more for the length of the ballot.
  const ballot = new Uint8Array(length - 10 - empty.length - 2);
  return encodeTransaction({ type: "cast", body: { ballot }, signatures: [] });
}
