import { encodeCbor } from "@veche/base";
import { RecordMaker } from "./maker.ts";
import {
  dealAll,
  define,
  open,
  sendCanary,
  sendConfirm,
  sendIssuerKeys,
  sendRoll,
  takeKeys,
  testRollEntries,
} from "./steps-setup.ts";
import { certify, close, headOf, resultValue, sendDecryption, sendHead } from "./steps-tally.ts";
import { cast, issue, waitUntil } from "./steps-vote.ts";
import { testManifest } from "./test-manifest.ts";

/**
 * The smallest whole election: three trustees of whom two decrypt, one issuer, one question, two ballots. It
 * is verified in a tenth of the time of the usual one, for tests that need hundreds of verifications.
 */
export function smallRecord(): RecordMaker {
  const usual = testManifest();
  const maker = new RecordMaker({
    ...usual,
    trustees: { ...usual.trustees, members: usual.trustees.members.slice(0, 3), quorum: 2 },
    issuers: { active: [1], members: usual.issuers.members.slice(0, 1) },
    contests: usual.contests.slice(0, 1),
    styles: usual.styles.slice(0, 1).map((style) => ({ ...style, contests: [0] })),
  });
  const alive = [1, 2, 3];
  define(maker);
  takeKeys(maker, dealAllAndConfirm(maker, alive));
  sendIssuerKeys(maker, 1, 0);
  maker.roll[0] = testRollEntries(0, 2);
  sendRoll(maker, 0, maker.roll[0], 0);
  for (const stage of ["ceremony", "open"]) for (const j of alive) sendCanary(maker, j, stage);
  open(maker);
  waitUntil(maker);
  for (const n of [0, 1]) issue(maker, 0, n);
  for (const n of [0, 1]) cast(maker, { voter: `a${n}`, style: 0, votes: [[n]] });
  close(maker);
  maker.head = headOf(maker, maker.root());
  waitUntil(maker, maker.manifest.tallyNotBefore);
  for (const j of [1, 2]) sendHead(maker, j, maker.head);
  for (const j of [1, 2]) sendDecryption(maker, j);
  maker.resultBytes = new Uint8Array(encodeCbor(resultValue(maker)));
  certify(maker);
  return maker;
}

function dealAllAndConfirm(maker: RecordMaker, alive: readonly number[]): ReturnType<typeof dealAll> {
  const deals = dealAll(maker, alive);
  for (const j of alive) sendConfirm(maker, j);
  return deals;
}
