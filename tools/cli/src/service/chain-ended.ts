import type { ChainFailure } from "@veche/node";
import { isSystemError, unusable } from "../framework/stop.ts";
import { chainFaults } from "../texts/chain.ts";

/** What the operator is told when a validator's CometBFT or its application cannot go on; what a disk refuses is told as everywhere. */
export function whyChainEnded(failure: ChainFailure): unknown {
  if (failure.code === "COMETBFT_ENDED") return unusable(chainFaults.ended(failure.how, failure.words));
  const { error } = failure;
  if (isSystemError(error)) return error;
  return unusable(chainFaults.applicationFailed(error instanceof Error ? error.message : String(error)));
}
