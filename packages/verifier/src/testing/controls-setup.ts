import { type CborMap, type CborValue, sha256, utf8 } from "@veche/base";
import { multiplyBase } from "@veche/group";
import { ROLE } from "../replay/authority.ts";
import { type Control, changedFiles, flip, forgedLog, NOTHING, then, UNTIL_OPEN } from "./control.ts";
import { COMMISSION, type RecordMaker, trustee } from "./maker.ts";
import { modulusOf, rsaKeyOf } from "./parties.ts";
import { rsaRoots } from "./proving.ts";
import type { Scenario } from "./scenario.ts";
import {
  canaries,
  ceremony,
  issuerKeys,
  open,
  openBody,
  roll,
  sendCanary,
  sendIssuerKeys,
  sendRoll,
  testRollEntries,
} from "./steps-setup.ts";
import { ballotOf, castTransaction, VOTES_A } from "./steps-vote.ts";

const date = (day: string): CborMap => ({ accepted: 1, applied: 1, date: day, recalled: 0, refused: {} });
const REGISTRAR = [[ROLE.registrar, 1]] as const;

const SIGNATURES: readonly Control[] = [
  forgedLog("one member of the commission alone", ["V08", "QUORUM_MISSING"], {
    ...UNTIL_OPEN,
    roll: (maker) => {
      roll(maker);
      const body = { entries: sha256(utf8("more")), first: 5, style: 1 };
      maker.add("roll", body, [[ROLE.commission, 1], ...REGISTRAR]);
    },
  }),
  forgedLog("one member of the commission twice", ["V08", "SIGNATURE_ORDER"], {
    ...UNTIL_OPEN,
    roll: (maker) => {
      roll(maker);
      const body = { entries: sha256(utf8("more")), first: 5, style: 1 };
      maker.add("roll", body, [[ROLE.commission, 1], [ROLE.commission, 1], ...REGISTRAR]);
    },
  }),
  forgedLog("a member that does not exist", ["V08", "SIGNERS_WRONG"], {
    ...UNTIL_OPEN,
    roll: (maker) => {
      roll(maker);
      const body = { entries: sha256(utf8("more")), first: 5, style: 1 };
      maker.add("roll", body, [...COMMISSION, [ROLE.commission, 9], ...REGISTRAR]);
    },
  }),
  forgedLog("one trustee in the name of another", ["V08", "SIGNERS_WRONG"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      maker.add("trustee-hash", { attempt: 0, hash: new Uint8Array(32), trustee: 2 }, trustee(1));
      ceremony(maker);
    },
  }),
  forgedLog("a signature on another body", ["V08", "SIGNATURE_INVALID"], {
    ...UNTIL_OPEN,
    roll: (maker) => {
      roll(maker);
      const [type, , signatures] = maker.transaction(
        "registration-totals",
        date("2023-11-01"),
        REGISTRAR,
      ) as readonly CborValue[];
      maker.put([type ?? "", date("2023-11-02"), signatures ?? []]);
    },
  }),
  forgedLog("a control transaction replayed", ["V08", "SIGNATURE_INVALID"], {
    ...UNTIL_OPEN,
    open: (maker) => {
      open(maker);
      const reason = { reason: { en: "a pause", ru: "пауза" } };
      const suspend = maker.transaction("suspend", reason, COMMISSION);
      maker.put(suspend);
      maker.controlSeq += 1;
      maker.control("resume", reason);
      maker.put(suspend);
    },
  }),
  forgedLog("a signed deadline", ["V08", "SIGNERS_WRONG"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      maker.add("deadline", { attempt: 0, step: "hash" }, trustee(1));
      ceremony(maker);
    },
  }),
];

const ISSUERS: readonly Control[] = [
  forgedLog("issuer keys whose roots are not theirs", ["V12", "ISSUER_KEY_INVALID", "V14"], {
    ...UNTIL_OPEN,
    issuerKeys: (maker) => {
      const roots = new Uint8Array(9 * 256).fill(1);
      const modulus = modulusOf(rsaKeyOf(1, 0));
      maker.add("issuer-keys", { issuer: 1, modulus, roots, style: 0 }, [[ROLE.issuer, 1]]);
      for (const [issuer, style] of [
        [2, 0],
        [3, 0],
        [1, 1],
        [2, 1],
        [3, 1],
      ] as const) {
        sendIssuerKeys(maker, issuer, style);
      }
    },
  }),
  forgedLog("an even modulus", ["V12", "ISSUER_KEY_INVALID"], {
    ...UNTIL_OPEN,
    issuerKeys: (maker) => {
      const modulus = flip(modulusOf(rsaKeyOf(1, 0)), 255);
      maker.add("issuer-keys", { issuer: 1, modulus, roots: new Uint8Array(9 * 256), style: 0 }, [
        [ROLE.issuer, 1],
      ]);
      issuerKeys(maker);
    },
  }),
  forgedLog("issuer keys twice", ["V12", "ALREADY"], {
    ...UNTIL_OPEN,
    issuerKeys: then(issuerKeys, (maker) => sendIssuerKeys(maker, 1, 0)),
  }),
  forgedLog("no keys of an issuer in reserve", ["V12", "ISSUER_KEYS_MISSING", "V14"], {
    ...UNTIL_OPEN,
    issuerKeys: (maker) => {
      for (const style of [0, 1]) for (const issuer of [1, 2]) sendIssuerKeys(maker, issuer, style);
      sendIssuerKeys(maker, 3, 0);
    },
  }),
  forgedLog("one modulus for two issuers", ["V12", "MODULUS_TWICE"], {
    ...UNTIL_OPEN,
    issuerKeys: (maker) => {
      const key = rsaKeyOf(1, 0);
      sendIssuerKeys(maker, 1, 0);
      const roots = rsaRoots(maker.electionId, 2, "a", key);
      maker.add("issuer-keys", { issuer: 2, modulus: modulusOf(key), roots, style: 0 }, [[ROLE.issuer, 2]]);
      for (const issuer of [2, 3]) sendIssuerKeys(maker, issuer, 0);
      for (const issuer of [1, 2, 3]) sendIssuerKeys(maker, issuer, 1);
    },
  }),
  forgedLog("a replacement by nobody", ["V12", "ISSUER_UNKNOWN"], {
    ...UNTIL_OPEN,
    issuerKeys: then(issuerKeys, (maker) => {
      maker.put(maker.transaction("issuer-set", { in: 9, out: 1 }, COMMISSION));
    }),
  }),
  forgedLog("an issuer that is in the set already", ["V12", "ISSUER_SET_INVALID"], {
    ...UNTIL_OPEN,
    issuerKeys: then(issuerKeys, (maker) => {
      maker.put(maker.transaction("issuer-set", { in: 2, out: 1 }, COMMISSION));
    }),
  }),
  forgedLog("as many replacements as issuers", ["V12", "ISSUER_SET_INVALID", "V14"], {
    ...UNTIL_OPEN,
    issuerKeys: then(issuerKeys, (maker) => {
      maker.control("issuer-set", { in: 3, out: 1 });
      maker.put(maker.transaction("issuer-set", { in: 1, out: 2 }, COMMISSION));
    }),
  }),
];

const ROLL: readonly Control[] = [
  forgedLog("a roll out of order", ["V13", "ROLL_ORDER"], {
    ...UNTIL_OPEN,
    roll: then(roll, (maker) => sendRoll(maker, 1, [new Uint8Array(32)], 5)),
  }),
  forgedLog("one entry twice in a chunk", ["V13", "ROLL_ORDER"], {
    ...UNTIL_OPEN,
    roll: then(roll, (maker) => {
      const last = new Uint8Array(32).fill(0xff);
      sendRoll(maker, 1, [last, last], 5);
    }),
  }),
  forgedLog("one entry in two styles", ["V13", "ROLL_DUPLICATE"], {
    ...UNTIL_OPEN,
    roll: (maker) => {
      roll(maker);
      // Greater than the last of style 1, so that only the duplicate is wrong.
      const last = new Uint8Array(32).fill(0xff);
      sendRoll(maker, 0, [last], 6);
      maker.roll[0]?.push(last);
      sendRoll(maker, 1, [last], 5);
    },
  }),
  forgedLog("a chunk that leaves a gap", ["V13", "ROLL_FIRST"], {
    ...UNTIL_OPEN,
    roll: then(roll, (maker) => sendRoll(maker, 1, [new Uint8Array(32).fill(0xff)], 6)),
  }),
  forgedLog("a roll of no style", ["V13", "STYLE_UNKNOWN"], {
    ...UNTIL_OPEN,
    roll: then(roll, (maker) => sendRoll(maker, 2, testRollEntries(2, 1), 0)),
  }),
];

const wrongOpen = (edit: (body: ReturnType<typeof openBody>) => CborMap): Scenario => ({
  ...UNTIL_OPEN,
  open: (maker: RecordMaker) => maker.control("open", edit(openBody(maker))),
});

const OPEN: readonly Control[] = [
  forgedLog(
    "an opening with another election key",
    ["V14", "OPEN_MISMATCH"],
    wrongOpen((body) => ({ ...body, key: flip(body.key, 0) })),
  ),
  forgedLog(
    "an opening with another roll",
    ["V14", "OPEN_MISMATCH"],
    wrongOpen((body) => ({ ...body, styles: [...body.styles].reverse() })),
  ),
  forgedLog(
    "an opening that leaves a style out",
    ["V14", "OPEN_MISMATCH"],
    wrongOpen((body) => ({ ...body, styles: body.styles.slice(1) })),
  ),
  forgedLog("too few canaries", ["V11", "CANARIES_MISSING"], {
    ...UNTIL_OPEN,
    canaries: (maker) => {
      for (const stage of ["ceremony", "open"]) for (const j of [1, 2, 3]) sendCanary(maker, j, stage);
    },
  }),
  forgedLog("a canary twice", ["V11", "ALREADY"], {
    ...UNTIL_OPEN,
    canaries: then(canaries, (maker) => sendCanary(maker, 1, "open")),
  }),
  forgedLog("a canary of the second stage first", ["V11", "STAGE_WRONG"], {
    ...UNTIL_OPEN,
    canaries: then(canaries, (maker) => sendCanary(maker, 5, "open")),
  }),
  forgedLog("a canary whose point is none", ["V06", "POINT_INVALID"], {
    ...UNTIL_OPEN,
    canaries: then(canaries, (maker) => {
      const body = {
        attempt: 0,
        point: new Uint8Array(32).fill(0xff),
        proof: new Uint8Array(64),
        stage: "ceremony",
      };
      maker.add("canary", { ...body, trustee: 5 }, trustee(5));
    }),
  }),
  forgedLog("a fourth wrong canary", ["V15", "BLAME_LIMIT"], {
    ...UNTIL_OPEN,
    canaries: then(canaries, (maker) => {
      for (const secret of [6n, 7n, 8n, 9n]) sendCanary(maker, 5, "ceremony", secret);
    }),
  }),
];

/** A ballot for an election that is not open: nobody judges its proofs. */
function early(maker: RecordMaker): void {
  const token = (): Uint8Array => new Uint8Array(512);
  const plan = { voter: "early", style: 0, votes: VOTES_A[0] ?? [], electionKey: multiplyBase(5n), token };
  maker.put(castTransaction(ballotOf(maker, plan)));
}

const EARLY: readonly Control[] = [
  forgedLog("a cast before the ceremony, all issuers' keys there", ["V18", "PHASE"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      issuerKeys(maker);
      early(maker);
      ceremony(maker);
    },
    issuerKeys: NOTHING,
  }),
  forgedLog("a cast after the ceremony, no issuer's keys there", ["V18", "PHASE"], {
    ...UNTIL_OPEN,
    ceremony: then((maker) => ceremony(maker), early),
  }),
  forgedLog("a roll in the block of the opening", ["V09", "PHASE"], {
    ...UNTIL_OPEN,
    open: then(open, (maker) => {
      const body = { entries: new Uint8Array(32).fill(0xff), first: 5, style: 1 };
      const signers = [...COMMISSION, [ROLE.registrar, 1] as const];
      maker.put(maker.transaction("roll", body, signers), maker.time);
    }),
  }),
  forgedLog("a canary before the ceremony", ["V11", "CEREMONY_STEP"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      sendCanary(maker, 1, "ceremony", 5n);
      ceremony(maker);
    },
  }),
  forgedLog("a canary of another attempt", ["V11", "CEREMONY_STEP"], {
    ...UNTIL_OPEN,
    canaries: then(canaries, (maker) => {
      maker.attempt += 1;
      sendCanary(maker, 5, "ceremony");
      maker.attempt -= 1;
    }),
  }),
];

export const SETUP_CONTROLS: readonly Control[] = [
  ...EARLY,
  ...SIGNATURES,
  ...ISSUERS,
  ...ROLL,
  ...OPEN,
  changedFiles("nothing but a checkpoint", ["V02", "ELECTION_ID_UNKNOWN", "V01", "V03"], (files) => {
    for (const path of [...files.keys()]) if (path.startsWith("tile/")) files.delete(path);
  }),
];
