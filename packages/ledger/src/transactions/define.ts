import { equalBytes } from "@veche/base";
import { decodeManifest, electionIdOf, type Manifest } from "@veche/election";
import { beginAttempt } from "../ceremony.ts";
import { refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import { equalGenesis } from "../state/state.ts";
import type { Work } from "../work.ts";

export const define: Rule<"define"> = (work, body) => {
  const { electionId, genesis, phase } = work.state;
  if (phase !== "undefined") return refuse("ALREADY", "the election is defined");
  // §02.1.1
  if (!equalBytes(electionIdOf(body.manifest), electionId)) {
    return refuse("MANIFEST_INVALID", "02.1.1: the manifest of another election");
  }
  const read = decodeManifest(body.manifest);
  if (!read.ok) return refuse("MANIFEST_INVALID", `${read.error.rule}: ${read.error.reason}`);
  const manifest = read.value;
  if (!equalGenesis(manifest.genesis, genesis)) {
    return refuse("GENESIS_MISMATCH", "not the organisations of this node's genesis");
  }
  return {
    authorities: manifest,
    log: { electionId, origin: manifest.origin },
    apply: () => {
      work.overlay.set(keyOf.manifest(), body.manifest);
      begin(work, manifest);
      return undefined;
    },
  };
};

/** §03.1.1, §03.1.3, §04.3.1: ceremony and issuer set 0 begin here. */
function begin(work: Work, manifest: Manifest): void {
  const everyone = manifest.trustees.members.map((_, at) => at + 1);
  work.change({
    phase: "set-up",
    election: { electionId: work.state.electionId, manifest },
    ceremony: beginAttempt(0, everyone, work.time, []),
    issuerSets: [manifest.issuers.active],
    lastIssueEnds: manifest.styles.reduce((last, style) => Math.max(last, style.issueEnds), 0),
    lastCastEnds: manifest.styles.reduce((last, style) => Math.max(last, style.castEnds), 0),
  });
}
