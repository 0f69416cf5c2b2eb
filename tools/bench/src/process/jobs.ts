import type { ChainInput } from "../chain/measure-chain.ts";
import type { Figure } from "../figure.ts";
import type { GroupInput } from "../jobs/group.ts";
import type { ProofsInput } from "../jobs/proofs.ts";
import type { TallyInput } from "../jobs/tally.ts";
import type { Verified, VerifyInput } from "../jobs/verify.ts";
import type { Sampling } from "../measure.ts";
import type { RegisterInput } from "../register.ts";
import type { VotersInput } from "../voters/measure-voters.ts";

/** Work that gets a process of its own. Inputs and results are JSON. */
export type Jobs = {
  readonly group: { readonly input: GroupInput; readonly result: readonly Figure[] };
  readonly hashes: { readonly input: Sampling; readonly result: readonly Figure[] };
  readonly tokens: { readonly input: Sampling; readonly result: readonly Figure[] };
  readonly proofs: { readonly input: ProofsInput; readonly result: readonly Figure[] };
  readonly tally: { readonly input: TallyInput; readonly result: readonly Figure[] };
  readonly verify: { readonly input: VerifyInput; readonly result: Verified };
  readonly register: { readonly input: RegisterInput; readonly result: readonly Figure[] };
  readonly chain: { readonly input: ChainInput; readonly result: readonly Figure[] };
  readonly voters: { readonly input: VotersInput; readonly result: readonly Figure[] };
};

export type JobName = keyof Jobs;
export type OnProgress = (done: number, total: number) => void;

type Workers = {
  readonly [K in JobName]: () => Promise<
    (input: Jobs[K]["input"], onProgress: OnProgress) => Jobs[K]["result"] | Promise<Jobs[K]["result"]>
  >;
};

/** Each process loads what its own job needs, so that nothing else is in its memory. */
export const WORKERS: Workers = {
  group: async () => (await import("../jobs/group.ts")).measureGroup,
  hashes: async () => (await import("../jobs/hashes.ts")).measureHashes,
  tokens: async () => (await import("../jobs/tokens.ts")).measureTokens,
  proofs: async () => (await import("../jobs/proofs.ts")).measureProofs,
  tally: async () => (await import("../jobs/tally.ts")).measureTally,
  verify: async () => (await import("../jobs/verify.ts")).verifyOnce,
  register: async () => (await import("../register.ts")).measureRegister,
  chain: async () => (await import("../chain/measure-chain.ts")).measureChain,
  voters: async () => (await import("../voters/measure-voters.ts")).measureVoters,
};
