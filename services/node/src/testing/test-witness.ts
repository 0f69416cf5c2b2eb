import { assert, type Bytes, utf8 } from "@veche/base";
import { policyOf } from "@veche/client";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import type { TestElection } from "@veche/ledger/testing";
import {
  answerAddCheckpoint,
  type CheckpointPolicy,
  emptyRoot,
  formatAddCheckpoint,
  type TreeHead,
} from "@veche/tlog";
import type { Cosign } from "../publish/publisher.ts";

/** A witness after C2SP tlog-witness, in this process: it signs only what extends what it signed last. */
export class TestWitness {
  readonly #policy: CheckpointPolicy;
  readonly #secret: Bytes;
  readonly #at: number;
  latest: TreeHead = { size: 0, root: emptyRoot() };
  /** Answers nothing while it is down. */
  down = false;
  /** Codes of what it refused. */
  readonly refused: string[] = [];

  constructor({ manifest, secrets }: TestElection, at: number) {
    const secret = secrets.witnesses[at];
    assert(secret !== undefined, "the witness stands in the manifest");
    this.#policy = policyOf(manifest);
    this.#secret = secret;
    this.#at = at;
  }

  readonly cosign: Cosign = async ({ note, proofFrom }) => {
    const key = this.#policy.witnesses[this.#at];
    assert(key !== undefined, "the witness has a key");
    if (this.down) return [];
    const oldSize = this.latest.size;
    const request = formatAddCheckpoint({ oldSize, proof: proofFrom(oldSize), checkpoint: note });
    const sign = (message: Bytes): Bytes => signEd25519(this.#secret, message);
    const witness = { key, sign, verify: verifyEd25519Strict, time: 1_800_000_000 };
    const answer = answerAddCheckpoint(request, witness, () => ({
      logKeys: this.#policy.logKeys,
      latest: this.latest,
    }));
    if (answer.status !== 200) {
      this.refused.push(answer.code);
      return [];
    }
    this.latest = answer.latest;
    return [utf8(answer.body)];
  };
}
