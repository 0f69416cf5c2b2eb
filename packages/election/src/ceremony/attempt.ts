import type { Bytes } from "@veche/base";

/**
 * One run of the key ceremony (§03.1.1). Everything a trustee hashes, proves or encrypts in it names it, so that
 * nothing of one run or election can be shown in another.
 */
export type Attempt = { readonly electionId: Bytes; readonly attempt: number };
