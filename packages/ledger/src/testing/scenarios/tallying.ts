import { assert, type Bytes } from "@veche/base";
import { resultBytes, tallyStatus } from "../../read.ts";
import { TIMES } from "../sketch.ts";
import { flipped } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

function resultHash({ ledger }: Stage): Bytes {
  const { resultHash: hash } = ledger.state;
  assert(hash !== undefined, "the result is computed");
  return hash;
}

/** From `close` to `certify`. */
export const TALLYING: readonly Scenario[] = [
  it("close by anyone, once casting has ended everywhere", "plain/open", (stage) => {
    const { ledger } = stage;
    stage.expectBody("CLOSE_NOT_DUE", "close", {});
    ledger.at(TIMES.castEnds - 1);
    stage.expectBody("CLOSE_NOT_DUE", "close", {});
    ledger.at(TIMES.castEnds);
    stage.expect("SIGNERS_WRONG", ledger.tx("close", {}, [stage.signer("registrar", 1)]));
    stage.expectBody("ACCEPTED", "close", {});
    stage.expectBody("ALREADY", "close", {});
  }),
  it("an election without a ballot has its result right after close", "plain/open", (stage) => {
    const { ledger, trustees } = stage;
    ledger.at(TIMES.castEnds);
    stage.expectBody("ACCEPTED", "close", {});
    assert(resultBytes(ledger.view) !== undefined, "nothing has to be decrypted");
    ledger.at(TIMES.latestEnd);
    stage.expectBody("ACCEPTED", "tally-head", trustees.headBody(1));
    const nothing = { points: new Uint8Array(0), proof: new Uint8Array(64), trustee: 1 };
    stage.expectBody("PHASE", "decryption", nothing);
    stage.expectBody("ACCEPTED", "certify", { result: resultHash(stage) });
  }),
  it("A16: contests with fewer ballots than a group are not decrypted", "withhold/closed", (stage) => {
    const { ledger } = stage;
    assert(ledger.state.head?.length === 0, "no aggregate is to be decrypted");
    stage.expectBody("ACCEPTED", "certify", { result: resultHash(stage) });
  }),
  it(
    "A17: tally heads, once by each living trustee, not before their time; their content is not judged",
    "plain/closed",
    (stage) => {
      const { ledger, trustees } = stage;
      const body = trustees.headBody(1) as { readonly root: Bytes };
      ledger.at(TIMES.latestEnd - 1);
      stage.expectBody("TALLY_NOT_DUE", "tally-head", { ...body });
      stage.expectBody("ACCEPTED", "tally-head", { ...trustees.headBody(1) });
      stage.expectBody("ALREADY", "tally-head", { ...trustees.headBody(1) });
      stage.expectBody("ACCEPTED", "tally-head", { ...trustees.headBody(2), root: flipped(body.root, 0) });
      stage.expect("UNKNOWN_REFERENCE", ledger.tx("tally-head", { ...trustees.headBody(3), trustee: 6 }, []));
      stage.expect(
        "SIGNERS_WRONG",
        ledger.tx("tally-head", trustees.headBody(3), [stage.signer("trustee", 4)]),
      );
      const tally = tallyStatus(ledger.state);
      assert(tally?.agreeing.join() === "1" && tally.differing.join() === "2", "the second head is another");
    },
  ),
  it("nobody tallies before close", "plain/open", (stage) => {
    const head = { aggregates: new Uint8Array(32), root: new Uint8Array(32), size: 1, trustee: 1 };
    stage.expectBody("PHASE", "tally-head", head);
    stage.expectBody("PHASE", "decryption", {
      points: new Uint8Array(32),
      proof: new Uint8Array(64),
      trustee: 1,
    });
    stage.expectBody("PHASE", "certify", { result: new Uint8Array(32) });
  }),
  it("A17: a decryption needs the trustee's own head, and it must be this log's", "plain/closed", (stage) => {
    const { ledger, trustees } = stage;
    const body = trustees.decryptionBody(1);
    ledger.at(TIMES.latestEnd - 1);
    stage.expectBody("TALLY_NOT_DUE", "decryption", body);
    stage.expectBody("HEAD_DIFFERS", "decryption", body);
    const head = trustees.headBody(1) as { readonly root: Bytes };
    stage.expectBody("ACCEPTED", "tally-head", { ...trustees.headBody(1), root: flipped(head.root, 0) });
    stage.expectBody("HEAD_DIFFERS", "decryption", body);
    stage.expectBody("ACCEPTED", "tally-head", trustees.headBody(2));
    stage.expectBody("ACCEPTED", "decryption", trustees.decryptionBody(2));
  }),
  it(
    "L4, A3, A18: a wrong decryption is blamed and the tally goes on with the others",
    "plain/headed",
    (stage) => {
      const { ledger, trustees } = stage;
      const body = trustees.decryptionBody(1);
      const swapped = new Uint8Array([
        ...body.points.slice(32, 64),
        ...body.points.slice(0, 32),
        ...body.points.slice(64),
      ]);
      stage.expectBody("MALFORMED", "decryption", { ...body, points: body.points.slice(32) });
      stage.expectBody("MALFORMED", "decryption", { ...body, points: body.points.slice(1) });
      // The points are judged after the signature.
      const short = { ...body, points: body.points.slice(1) };
      stage.expect("SIGNERS_WRONG", ledger.tx("decryption", short, [stage.signer("trustee", 2)]));
      stage.expectBody("MALFORMED", "decryption", { ...body, points: flipTop(body.points) });
      stage.expect("UNKNOWN_REFERENCE", ledger.tx("decryption", { ...body, trustee: 6 }, []));
      const wrong = ledger.tx("decryption", { ...body, points: swapped });
      stage.expect("BLAMED", wrong);
      stage.expect("ALREADY", wrong);
      stage.expectBody("BLAMED", "decryption", { ...body, proof: flipped(body.proof, 0) });
      stage.expectBody("BLAMED", "decryption", { ...trustees.decryptionBody(2), trustee: 1 });
      stage.expectBody("BLAME_LIMIT", "decryption", { ...body, proof: flipped(body.proof, 1) });
      stage.expect("ALREADY", wrong);
      for (const trustee of [2, 3])
        stage.expectBody("ACCEPTED", "decryption", trustees.decryptionBody(trustee));
      stage.expectBody("RESULT_DIFFERS", "certify", { result: new Uint8Array(32) });
      stage.expectBody("ACCEPTED", "decryption", trustees.decryptionBody(4));
      stage.expectBody("ALREADY", "decryption", trustees.decryptionBody(4));
      const hash = resultHash(stage);
      // Decryptions after the k-th are checked too, and change nothing.
      stage.expectBody("ACCEPTED", "decryption", { ...body });
      assert(resultHash(stage) === hash, "the result stays");
    },
  ),
  it("L14: certify signs the computed result and no other, once", "plain/counted", (stage) => {
    const hash = resultHash(stage);
    stage.expectBody("RESULT_DIFFERS", "certify", { result: flipped(hash, 0) });
    stage.expectBody("ACCEPTED", "certify", { result: hash });
    stage.expectBody("ALREADY", "certify", { result: hash });
  }),
];

/** The first point is no canonical encoding any more. */
function flipTop(points: Bytes): Bytes {
  const out = new Uint8Array(points);
  out.fill(255, 0, 32);
  return out;
}
