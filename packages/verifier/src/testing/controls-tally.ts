import { concat, encodeCbor } from "@veche/base";
import { type Control, forgedLog, NOTHING, then } from "./control.ts";
import { type RecordMaker, trustee } from "./maker.ts";
import type { Scenario } from "./scenario.ts";
import { ceremony } from "./steps-setup.ts";
import {
  aggregateList,
  certify,
  decryptions,
  type Head,
  headOf,
  heads,
  resultValue,
  sendDecryption,
  sendHead,
} from "./steps-tally.ts";
import { waitUntil } from "./steps-vote.ts";

const UNTIL_HEADS = { decryptions: NOTHING, certify: NOTHING } as const satisfies Scenario;

const head = (maker: RecordMaker): Head => maker.head as Head;

/** All trustees sign the same head. */
function sameHeads(maker: RecordMaker, trustees: readonly number[] = [1, 2, 3, 4, 5]): void {
  maker.head = headOf(maker, maker.root());
  waitUntil(maker, maker.manifest.tallyNotBefore);
  for (const j of trustees) sendHead(maker, j, head(maker));
}

/** An election whose trustee 5 was excluded. */
const WITHOUT_FIVE: Scenario = {
  ceremony: (maker) => {
    maker.control("ceremony-restart", { excluded: [5] });
    maker.attempt = 1;
    ceremony(maker, [1, 2, 3, 4]);
  },
};

const HEADS: readonly Control[] = [
  forgedLog("two heads of one trustee", ["V22", "ALREADY"], {
    ...UNTIL_HEADS,
    heads: then(heads, (maker) => sendHead(maker, 1, head(maker))),
  }),
  forgedLog("the head of a trustee who was excluded", ["V22", "NOT_ALIVE"], {
    ...UNTIL_HEADS,
    ...WITHOUT_FIVE,
  }),
];

/** All steps but the vote, whose last ballot somebody takes out after the trustees signed the head. */
const DROPPED: Scenario = {
  decryptions: (maker) => {
    const at = maker.closedSize - 3;
    maker.entries.splice(at, 1);
    for (const j of [1, 2, 3]) sendDecryption(maker, j);
  },
  certify: NOTHING,
};

const TALLY: readonly Control[] = [
  forgedLog("a decryption before its trustee's head", ["V23", "HEAD_DIFFERS"], {
    ...UNTIL_HEADS,
    heads: (maker) => {
      heads(maker);
      maker.entries.splice(maker.closedSize, 1);
      sendDecryption(maker, 1);
    },
  }),
  forgedLog("a decryption of a trustee with another head", ["V23", "HEAD_DIFFERS"], {
    ...UNTIL_HEADS,
    heads: then(heads, (maker) => sendDecryption(maker, 5)),
  }),
  forgedLog("a ballot dropped after the heads were signed", ["V23", "HEAD_DIFFERS"], DROPPED),
  forgedLog("a decryption where nobody has voted", ["V23", "NOTHING_TO_DECRYPT"], {
    voting: NOTHING,
    decryptions: (maker) => {
      maker.resultBytes = encodeCbor(resultValue(maker));
      maker.add(
        "decryption",
        { points: new Uint8Array(0), proof: new Uint8Array(64), trustee: 1 },
        trustee(1),
      );
    },
  }),
  forgedLog("two decryptions of one trustee", ["V23", "ALREADY"], {
    decryptions: then(decryptions, (maker) => sendDecryption(maker, 1)),
  }),
  forgedLog("the share of one who is no trustee", ["V08", "SIGNERS_WRONG"], {
    decryptions: then(decryptions, (maker) => sendDecryption(maker, 6, 4n, trustee(6))),
  }),
  forgedLog("the share of a trustee who was excluded", ["V23", "NOT_ALIVE"], {
    ...WITHOUT_FIVE,
    heads: (maker) => sameHeads(maker, [1, 2, 3, 4]),
    decryptions: then(decryptions, (maker) => sendDecryption(maker, 5, 4n)),
  }),
  forgedLog("a decryption with one point too few", ["V06", "BODY_FORM"], {
    decryptions: then(decryptions, (maker) => {
      const body = { points: new Uint8Array(32), proof: new Uint8Array(64), trustee: 5 };
      maker.add("decryption", body, trustee(5));
    }),
  }),
  forgedLog("a decryption of something that is no point", ["V06", "POINT_INVALID"], {
    heads: sameHeads,
    decryptions: then(decryptions, (maker) => {
      const points = new Uint8Array(32 * aggregateList(maker).bases.length).fill(0xff);
      maker.add("decryption", { points, proof: new Uint8Array(64), trustee: 5 }, trustee(5));
    }),
  }),
  forgedLog("a fourth wrong decryption", ["V15", "BLAME_LIMIT"], {
    heads: sameHeads,
    decryptions: (maker) => {
      for (const secret of [5n, 6n, 7n, 8n]) sendDecryption(maker, 5, secret);
      decryptions(maker);
    },
  }),
  forgedLog("a wrong sum", ["V24", "RESULT_FILE_DIFFERS", "V25"], {
    certify: (maker) => {
      const [voter, ballot] = [...maker.counted][0] ?? [];
      if (voter !== undefined && ballot !== undefined) {
        maker.counted.set(voter, { ...ballot, votes: [[0], ...ballot.votes.slice(1)] });
      }
      maker.resultBytes = encodeCbor(resultValue(maker));
      certify(maker);
    },
  }),
  forgedLog("a certificate of another result", ["V25", "RESULT_DIFFERS"], {
    certify: (maker) => certify(maker, concat(maker.resultBytes ?? new Uint8Array(0), new Uint8Array(1))),
  }),
  forgedLog("a certificate before the result", ["V25", "RESULT_NOT_COMPUTED"], {
    ...UNTIL_HEADS,
    heads: then(heads, (maker) => certify(maker, new Uint8Array(0))),
  }),
];

export const TALLY_CONTROLS: readonly Control[] = [...HEADS, ...TALLY];
