import { isBetween, isStrictlyAscending, type Rule } from "./rule.ts";

export const genesisAndCommission: Rule = {
  clause: "02.2.3",
  objection: ({ genesis, commission }) => {
    const organisations = genesis.organisations.length;
    if (!isBetween(organisations, 1, 50)) return `${organisations} genesis organisations, not 1…50`;
    if (!isMajority(genesis.quorum, organisations))
      return `genesis quorum ${genesis.quorum} of ${organisations}`;
    const members = commission.members.length;
    if (!isBetween(members, 1, 99)) return `${members} commission members, not 1…99`;
    if (!isMajority(commission.quorum, members))
      return `commission quorum ${commission.quorum} of ${members}`;
    return undefined;
  },
};

const isMajority = (quorum: number, members: number): boolean => quorum <= members && 2 * quorum > members;

/** L15, L16: no single trustee can decrypt, and one lost trustee does not void the election. */
export const trustees: Rule = {
  clause: "02.2.4",
  objection: ({ kind, trustees: { members, quorum, stepSeconds } }) => {
    const n = members.length;
    if (!isBetween(n, 3, 99)) return `${n} trustees, not 3…99`;
    if (quorum < 2 || 2 * quorum <= n || quorum > n - 1) return `trustees' quorum ${quorum} of ${n}`;
    if (kind === "election" && quorum > n - 2)
      return `an election needs two spare trustees: ${quorum} of ${n}`;
    if (!isBetween(stepSeconds, 1, 2_592_000)) return `stepSeconds ${stepSeconds}, not 1…2,592,000`;
    return undefined;
  },
};

export const issuers: Rule = {
  clause: "02.2.5",
  objection: ({ kind, issuers: { active, members } }) => {
    const m = members.length;
    if (!isBetween(m, 1, 30)) return `${m} issuers, not 1…30`;
    if (!isStrictlyAscending(active)) return "active issuers do not strictly ascend";
    if (active.some((issuer) => !isBetween(issuer, 1, m))) return `an active issuer is not among 1…${m}`;
    if (active.length < 1) return "no active issuer";
    if (kind === "election" && active.length < 2) return "an election needs two active issuers";
    return undefined;
  },
};

export const validatorsAndWitnesses: Rule = {
  clause: "02.2.6",
  objection: ({ kind, engine, validators, witnesses }) => {
    if (!isBetween(validators.length, 1, 50)) return `${validators.length} validators, not 1…50`;
    if (engine === "embedded" && validators.length !== 1) return "the embedded engine has one validator";
    const named = witnesses.members.length;
    if (named > 50) return `${named} witnesses, at most 50`;
    if (witnesses.quorum > named) return `witness quorum ${witnesses.quorum} of ${named}`;
    if (kind === "election" && engine === "embedded" && witnesses.quorum < 1) {
      return "an election on the embedded engine needs a witness";
    }
    return undefined;
  },
};
