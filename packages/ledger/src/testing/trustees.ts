import { assert, type Bytes, type CborMap, expectOk } from "@veche/base";
import {
  type CanaryStage,
  type ClosedElection,
  type Dealing,
  deal,
  judgeAnswer,
  judgeShares,
  TrusteeShare,
  tallyHeadBody,
} from "@veche/election";
import type { Scalar } from "@veche/group";
import { answerOf, commitmentsOf, shareFileOf, styleTallies, tallyStatus } from "../read.ts";
import type { TestLedger } from "./test-ledger.ts";

/**
 * All trustees of a test election. They deal anew for each attempt. Their "age files" are plaintexts: the ledger does not
 * open them.
 */
export class TestTrustees {
  readonly #ledger: TestLedger;

  constructor(ledger: TestLedger) {
    this.#ledger = ledger;
  }

  get attempt(): number {
    return this.#ledger.state.ceremony?.attempt ?? 0;
  }

  get alive(): readonly number[] {
    return this.#ledger.state.ceremony?.alive ?? [];
  }

  dealing(trustee: number): Dealing {
    const { dealings, electionId, manifest, randomBytes } = this.#ledger.test;
    const name = `${this.attempt}/${trustee}`;
    const known = dealings.get(name);
    if (known !== undefined) return known;
    const attempt = { electionId, attempt: this.attempt };
    const dealing = deal(attempt, trustee, manifest.trustees.quorum, randomBytes);
    dealings.set(name, dealing);
    return dealing;
  }

  hashBody(trustee: number): CborMap {
    return { attempt: this.attempt, hash: this.dealing(trustee).hash(), trustee };
  }

  commitBody(trustee: number): CborMap {
    return { attempt: this.attempt, ...this.dealing(trustee).commitBody(this.#ledger.test.randomBytes) };
  }

  sharesBody(trustee: number): CborMap & { readonly shares: readonly Bytes[] } {
    const receivers = this.alive.filter((other) => other !== trustee);
    const shares = receivers.map((receiver) => this.dealing(trustee).sharePlaintext(receiver));
    return { attempt: this.attempt, shares, trustee };
  }

  confirmBody(trustee: number): CborMap {
    return { attempt: this.attempt, trustee };
  }

  complaintBody(trustee: number, against: readonly number[]): CborMap {
    return { against, attempt: this.attempt, trustee };
  }

  answerBody(trustee: number, complainer: number): CborMap & { readonly share: Bytes } {
    const complaints = this.#ledger.state.ceremony?.complaints ?? [];
    const byComplainer = new Map(complaints.map((one) => [one.trustee, one.against] as const));
    const share = this.dealing(trustee).answer(complainer, byComplainer);
    return { attempt: this.attempt, complainer, share, trustee };
  }

  /** x_j from what stands on the ledger, the answers to this trustee's complaints included. */
  share(trustee: number): TrusteeShare {
    const { state, view, test } = this.#ledger;
    const commitments = new Map(
      this.alive.map((dealer) => [dealer, commitmentsOf(state, view, dealer) ?? []] as const),
    );
    const plaintexts = new Map<number, Bytes>();
    for (const dealer of this.alive) {
      const file = shareFileOf(state, view, dealer, trustee);
      if (file !== undefined) plaintexts.set(dealer, file);
    }
    const attempt = { electionId: test.electionId, attempt: this.attempt };
    const { shares } = judgeShares(attempt, trustee, commitments, plaintexts);
    const received = new Map<number, Scalar>(shares);
    for (const [dealer, points] of commitments) {
      const answer = answerOf(state, view, dealer, trustee);
      if (answer === undefined) continue;
      received.set(dealer, expectOk(judgeAnswer(points, trustee, answer), "accepted answer"));
    }
    return expectOk(TrusteeShare.assemble(this.dealing(trustee), commitments, received), "share");
  }

  canaryBody(trustee: number, stage: CanaryStage): CborMap {
    return this.share(trustee).proveCanary(stage, this.#ledger.test.randomBytes);
  }

  /** The closed election as a trustee's tool derives it from the ledger. */
  closed(): ClosedElection {
    const { state, view, test } = this.#ledger;
    const tally = tallyStatus(state);
    assert(tally !== undefined, "the election is closed");
    const { size, root } = tally.head;
    return {
      election: test.election,
      attempt: this.attempt,
      alive: new Set(this.alive),
      size,
      root,
      styles: styleTallies(state, view),
    };
  }

  headBody(trustee: number): CborMap {
    const tally = tallyStatus(this.#ledger.state);
    assert(tally !== undefined, "the election is closed");
    return tallyHeadBody(trustee, tally.head);
  }

  decryptionBody(trustee: number): CborMap & { readonly points: Bytes; readonly proof: Bytes } {
    const tally = tallyStatus(this.#ledger.state);
    assert(tally !== undefined, "the election is closed");
    const kept = { electionId: this.#ledger.test.electionId, trustee, head: tally.head };
    const ground = { kind: "heard", characters: tally.code } as const;
    const body = this.share(trustee).proveDecryption(
      this.closed(),
      kept,
      ground,
      this.#ledger.test.randomBytes,
    );
    return expectOk(body, `decryption of trustee ${trustee}`);
  }
}
