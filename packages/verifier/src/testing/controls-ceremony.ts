import { type CborValue, decodeCbor } from "@veche/base";
import { encodeScalar } from "@veche/group";
import { ROLE } from "../replay/authority.ts";
import { type Control, forgedLog, then, UNTIL_OPEN } from "./control.ts";
import { COMMISSION, type RecordMaker, trustee } from "./maker.ts";
import {
  ceremony,
  type Deal,
  deal,
  dealAll,
  open,
  sendCommit,
  sendConfirm,
  sendHash,
  sendShares,
  shareOf,
  takeKeys,
} from "./steps-setup.ts";

const ALL = [1, 2, 3, 4, 5];

/** Time and transaction of an entry. */
function decodeAgain(entry: Uint8Array | undefined): readonly [number, CborValue] {
  const decoded = decodeCbor(entry ?? new Uint8Array(0));
  if (!decoded.ok) throw new RangeError("the maker's entries are CBOR");
  const [time, transaction] = decoded.value as readonly CborValue[];
  return [time as number, transaction ?? ""];
}

/** A ceremony in which something stands that must not, before it goes on as it should. */
function spoiled(name: string, code: Control["code"], spoil: (maker: RecordMaker) => void): Control {
  return forgedLog(name, ["V10", code], { ...UNTIL_OPEN, ceremony: spoil });
}

/** The honest ceremony up to its step `confirm`. */
function dealt(maker: RecordMaker): ReadonlyMap<number, Deal> {
  const deals = dealAll(maker, ALL);
  takeKeys(maker, deals);
  return deals;
}

const complain = (maker: RecordMaker, j: number, against: readonly number[]): void =>
  maker.add("trustee-complaint", { against, attempt: 0, trustee: j }, trustee(j));

function answer(
  maker: RecordMaker,
  deals: ReadonlyMap<number, Deal>,
  dealer: number,
  complainer: number,
): void {
  const share = encodeScalar(shareOf(deals.get(dealer) as Deal, complainer));
  maker.add("trustee-answer", { attempt: 0, complainer, share, trustee: dealer }, trustee(dealer));
}

export const CEREMONY_CONTROLS: readonly Control[] = [
  spoiled("a hash for another attempt", "CEREMONY_STEP", (maker) => {
    maker.add("trustee-hash", { attempt: 1, hash: new Uint8Array(32), trustee: 1 }, trustee(1));
    ceremony(maker);
  }),
  spoiled("a second hash of one trustee", "CEREMONY_STEP", (maker) => {
    const deals = ALL.map((j) => [j, deal(maker)] as const);
    for (const [j, one] of deals) {
      sendHash(maker, j, one);
      if (j === 1) sendHash(maker, j, deal(maker));
    }
    for (const [j, one] of deals) sendCommit(maker, j, one);
    for (const j of ALL) sendShares(maker, j, ALL);
    for (const j of ALL) sendConfirm(maker, j);
    takeKeys(maker, new Map(deals));
  }),
  spoiled("shares before all have committed", "CEREMONY_STEP", (maker) => {
    sendShares(maker, 1, ALL);
    ceremony(maker);
  }),
  forgedLog("one age file too few", ["V06", "BODY_FORM"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      const deals = new Map(ALL.map((j) => [j, deal(maker)] as const));
      for (const [j, one] of deals) sendHash(maker, j, one);
      for (const [j, one] of deals) sendCommit(maker, j, one);
      sendShares(maker, 1, [1, 2, 3, 4]);
      for (const j of ALL) sendShares(maker, j, ALL);
      for (const j of ALL) sendConfirm(maker, j);
      takeKeys(maker, deals);
    },
  }),
  forgedLog("a wrong commitment twice", ["V15", "ALREADY"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      const deals = new Map(ALL.map((j) => [j, deal(maker)] as const));
      for (const [j, one] of deals) sendHash(maker, j, one);
      sendCommit(maker, 1, deal(maker));
      const [time, blamed] = decodeAgain(maker.entries.at(-1));
      maker.put(blamed, time + 1000);
      for (const [j, one] of deals) sendCommit(maker, j, one);
      for (const j of ALL) sendShares(maker, j, ALL);
      for (const j of ALL) sendConfirm(maker, j);
      takeKeys(maker, deals);
    },
  }),
  spoiled("a complaint against oneself", "CEREMONY_FORM", (maker) => {
    dealt(maker);
    complain(maker, 1, [1]);
    for (const j of ALL) sendConfirm(maker, j);
  }),
  spoiled("a complaint against nobody", "CEREMONY_FORM", (maker) => {
    dealt(maker);
    complain(maker, 1, []);
    for (const j of ALL) sendConfirm(maker, j);
  }),
  spoiled("a complaint after a confirmation", "CEREMONY_STEP", (maker) => {
    dealt(maker);
    sendConfirm(maker, 1);
    complain(maker, 1, [2]);
    for (const j of [2, 3, 4, 5]) sendConfirm(maker, j);
  }),
  spoiled("an answer nobody asked for", "NOBODY_ASKED", (maker) => {
    const deals = dealt(maker);
    for (const j of [1, 2, 3, 4]) sendConfirm(maker, j);
    complain(maker, 5, [1]);
    answer(maker, deals, 2, 5);
    answer(maker, deals, 1, 5);
    sendConfirm(maker, 5);
  }),
  spoiled("a confirmation again of one who has not complained", "CEREMONY_STEP", (maker) => {
    const deals = dealt(maker);
    for (const j of [1, 2, 3, 4]) sendConfirm(maker, j);
    complain(maker, 5, [1]);
    answer(maker, deals, 1, 5);
    sendConfirm(maker, 4);
    sendConfirm(maker, 5);
  }),
  spoiled("a deadline that has not come", "DEADLINE_NOT_DUE", (maker) => {
    maker.put(["deadline", { attempt: 0, step: "hash" }, []]);
    ceremony(maker);
  }),
  forgedLog("a message after its deadline", ["V10", "CEREMONY_STEP"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      // Nobody came in time: the ceremony has failed for ever.
      maker.time += 600_000;
      sendHash(maker, 1, deal(maker));
    },
    canaries: () => {},
    open: () => {},
  }),
  spoiled("a restart that leaves too few", "CEREMONY_TOO_FEW", (maker) => {
    maker.put(maker.transaction("ceremony-restart", { excluded: [1, 2] }, COMMISSION));
    ceremony(maker);
  }),
  spoiled("a restart that excludes a stranger", "CEREMONY_FORM", (maker) => {
    maker.put(maker.transaction("ceremony-restart", { excluded: [6] }, COMMISSION));
    ceremony(maker);
  }),
  forgedLog("a fourth wrong commitment", ["V15", "BLAME_LIMIT"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      const deals = new Map(ALL.map((j) => [j, deal(maker)] as const));
      for (const [j, one] of deals) sendHash(maker, j, one);
      for (let i = 0; i < 4; i++) sendCommit(maker, 1, deal(maker));
      for (const [j, one] of deals) sendCommit(maker, j, one);
      for (const j of ALL) sendShares(maker, j, ALL);
      for (const j of ALL) sendConfirm(maker, j);
      takeKeys(maker, deals);
    },
  }),
  forgedLog("a commitment of the wrong length", ["V06", "BODY_FORM"], {
    ...UNTIL_OPEN,
    ceremony: (maker) => {
      const body = { attempt: 0, commitments: new Uint8Array(64), proof: new Uint8Array(64), trustee: 1 };
      maker.add("trustee-commit", body, trustee(1));
      ceremony(maker);
    },
  }),
  forgedLog("a message of the ceremony after the opening", ["V09", "PHASE"], {
    ...UNTIL_OPEN,
    open: then(open, (maker) => sendHash(maker, 1, deal(maker))),
  }),
  forgedLog("an opening before the ceremony is done", ["V14", "CEREMONY_NOT_DONE"], {
    ...UNTIL_OPEN,
    ceremony: dealt,
    canaries: () => {},
  }),
  forgedLog("a canary of an attempt that was given up", ["V11", "CEREMONY_STEP"], {
    ...UNTIL_OPEN,
    canaries: (maker) => {
      maker.control("ceremony-restart", { excluded: [] });
      const body = { attempt: 0, point: new Uint8Array(32), proof: new Uint8Array(64), stage: "ceremony" };
      maker.add("canary", { ...body, trustee: 1 }, trustee(1));
    },
    open: () => {},
  }),
  forgedLog("an issuer's keys signed by another issuer", ["V08", "SIGNERS_WRONG"], {
    ...UNTIL_OPEN,
    ceremony: then(ceremony, (maker) => {
      const body = { issuer: 1, modulus: new Uint8Array(256), roots: new Uint8Array(9 * 256), style: 0 };
      maker.add("issuer-keys", body, [[ROLE.issuer, 2]]);
    }),
  }),
];
