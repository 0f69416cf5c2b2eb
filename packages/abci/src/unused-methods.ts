import {
  ResponseApplySnapshotChunk_Result,
  ResponseOfferSnapshot_Result,
  ResponseVerifyVoteExtension_VerifyStatus,
} from "cosmjs-types/tendermint/abci/types";
import type { Application } from "./application.ts";

/** For an application that has no snapshots: whoever joins replays all blocks. */
export const WITHOUT_SNAPSHOTS: Pick<
  Application,
  "listSnapshots" | "offerSnapshot" | "loadSnapshotChunk" | "applySnapshotChunk"
> = {
  listSnapshots: async () => ({ snapshots: [] }),
  offerSnapshot: async () => ({ result: ResponseOfferSnapshot_Result.REJECT }),
  loadSnapshotChunk: async () => ({}),
  applySnapshotChunk: async () => ({ result: ResponseApplySnapshotChunk_Result.ABORT }),
};

/** For an application that adds nothing to votes: an extension that is not empty is refused. */
export const WITHOUT_VOTE_EXTENSIONS: Pick<Application, "extendVote" | "verifyVoteExtension"> = {
  extendVote: async () => ({}),
  verifyVoteExtension: async ({ voteExtension }) => ({
    status:
      voteExtension.length === 0
        ? ResponseVerifyVoteExtension_VerifyStatus.ACCEPT
        : ResponseVerifyVoteExtension_VerifyStatus.REJECT,
  }),
};
