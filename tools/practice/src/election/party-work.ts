import { type Bytes, type CborMap, expectOk, type RandomBytes } from "@veche/base";
import {
  finishProposal,
  type LedgerFollower,
  memoryStorage,
  type NodeLink,
  offer,
  type Proposal,
  signProposal,
} from "@veche/client";
import { type Election, encodeManifest } from "@veche/election";
import {
  buildTransaction,
  type LedgerState,
  logNameOf,
  openBody,
  type TransactionType,
  tallyStatus,
} from "@veche/ledger";
import { ledgerOf, openOwnView, TrusteeMachine } from "@veche/trustee";
import { commissionSigners, organisationSigner, type Parties } from "./parties.ts";
import { postPatiently } from "./patient-post.ts";

/** While something is being set up or counted, and while people vote. */
const PAUSE_MS = { busy: 150, quiet: 1_000 } as const;

export type WorkOptions = {
  readonly election: Election;
  readonly parties: Parties;
  readonly nodes: readonly NodeLink[];
  readonly randomBytes: RandomBytes;
};

/**
 * Commission and trustees of one practice election, who do by themselves whatever is due: the ceremony, canaries, opening, closing by
 * schedule, tally and certificate. They share one view of the log, verified with every voter's proofs.
 */
export class PartyWork {
  readonly #election: Election;
  readonly #parties: Parties;
  readonly #view: LedgerFollower;
  readonly #machines: readonly TrusteeMachine[];
  #opening = false;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: WorkOptions, view: LedgerFollower, machines: readonly TrusteeMachine[]) {
    this.#election = options.election;
    this.#parties = options.parties;
    this.#view = view;
    this.#machines = machines;
  }

  /** Defines the election, and opens the trustees' machines. */
  static async begin(options: WorkOptions): Promise<PartyWork> {
    const { election, parties, nodes, randomBytes } = options;
    const signers = [organisationSigner(parties), ...commissionSigners(parties)];
    const body = { manifest: encodeManifest(election.manifest) };
    const define = buildTransaction(logNameOf(election), "define", 0, body, signers);
    const offered = expectOk(await offer(nodes, define), "the definition");
    if (offered.answer.kind === "REFUSED") throw new Error(`define: ${offered.answer.outcome}`);
    const { electionId } = election;
    const view = expectOk(
      await openOwnView({ electionId, nodes, storage: memoryStorage(), randomBytes }),
      "the parties' view",
    );
    expectOk(await view.refresh(), "the parties' first look");
    const world = { now: Date.now, randomBytes };
    const machines = await Promise.all(
      parties.vaults.map(async (vault) =>
        expectOk(await TrusteeMachine.open(vault, election, world), "a trustee's machine"),
      ),
    );
    return new PartyWork(options, view, machines);
  }

  /** Works until the certificate stands, or `stop`. `failed` is told of what must not happen. */
  run(failed: (error: unknown) => void): void {
    this.#running = this.#loop().catch(failed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.#view.close();
    for (const vault of this.#parties.vaults) await vault.close();
  }

  get state(): LedgerState | undefined {
    return this.#view.known?.state;
  }

  /** Signs what the registrar has signed, and posts it. */
  async enterRoll(chunks: readonly Proposal[]): Promise<void> {
    for (const chunk of chunks) {
      const signed = commissionSigners(this.#parties).reduce(
        (proposal, signer) => expectOk(signProposal(proposal, signer, this.#election), "the roll"),
        chunk,
      );
      await this.#post(expectOk(finishProposal(signed, this.#election), "the roll's signatures"));
    }
  }

  /** Opens the election as soon as everything is ready. Resolves when it is open. */
  async open(): Promise<void> {
    this.#opening = true;
    while (!this.#stopped && (this.state === undefined || this.state.phase === "set-up")) {
      await sleep(PAUSE_MS.busy);
    }
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const looked = await this.#view.refresh();
      if (!looked.ok && looked.error.kind === "server") {
        // The node is away: everybody waits for it.
        await sleep(PAUSE_MS.quiet);
        continue;
      }
      expectOk(looked, "the parties' look at the log");
      const state = this.state;
      if (state?.certified === true) return;
      const worked = await this.#trustees();
      const controlled = await this.#commission();
      if (worked || controlled) continue;
      const isVoting = this.state?.phase === "open" && Date.now() < this.state.lastCastEnds - 2_000;
      await sleep(isVoting ? PAUSE_MS.quiet : PAUSE_MS.busy);
    }
  }

  async #trustees(): Promise<boolean> {
    // In the ceremony nobody waits for another one's transaction of the same round, and each may need a block of a chain.
    if (this.state?.phase === "set-up") return this.#trusteesTogether();
    let worked = false;
    for (const machine of this.#machines)
      worked = (await this.#postAll(await this.#stepOf(machine))) || worked;
    return worked;
  }

  async #trusteesTogether(): Promise<boolean> {
    const steps: (readonly Bytes[])[] = [];
    // One after the other: nothing is posted, so that the view stays as it is meanwhile.
    for (const machine of this.#machines) steps.push(await this.#stepOf(machine));
    const worked = await Promise.all(steps.map((transactions) => this.#postAll(transactions)));
    return worked.includes(true);
  }

  /** What a trustee has to say to the view as it is. */
  async #stepOf(machine: TrusteeMachine): Promise<readonly Bytes[]> {
    const ledger = ledgerOf(this.#view);
    if (ledger === undefined) return [];
    // In practice nobody announces the characters in a session: they are those of the parties' own view.
    const code = tallyStatus(ledger.state)?.code;
    const confirmed = code === undefined ? {} : { confirmed: code };
    return expectOk(await machine.step(ledger, confirmed), "a trustee's step").transactions;
  }

  async #postAll(transactions: readonly Bytes[]): Promise<boolean> {
    for (const transaction of transactions) await this.#post(transaction);
    return transactions.length > 0;
  }

  async #commission(): Promise<boolean> {
    const { known } = this.#view;
    if (known === undefined) return false;
    const { state, view } = known;
    if (state.phase === "set-up" && this.#opening) {
      const body = openBody(state, view);
      return body !== undefined && this.#isReady(state) && this.#control("open", body);
    }
    if (state.phase === "open" && Date.now() >= state.lastCastEnds) {
      return this.#sign("close", 0, {}, []);
    }
    const { resultHash } = state;
    return (
      state.phase === "closed" && resultHash !== undefined && this.#control("certify", { result: resultHash })
    );
  }

  /** §06.5.1: the canaries of all trustees, and every issuer's keys. */
  #isReady({ ceremony, issuerKeys }: LedgerState): boolean {
    const { issuers, styles } = this.#election.manifest;
    const alive = ceremony?.canaries.open.length ?? 0;
    return alive === this.#machines.length && issuerKeys === issuers.members.length * styles.length;
  }

  #control(type: "open" | "certify", body: CborMap): Promise<boolean> {
    const sequence = this.state?.controlSeq ?? 0;
    return this.#sign(type, sequence, body, commissionSigners(this.#parties));
  }

  async #sign(
    type: TransactionType,
    sequence: number,
    body: CborMap,
    signers: ReturnType<typeof commissionSigners>,
  ): Promise<boolean> {
    await this.#post(buildTransaction(logNameOf(this.#election), type, sequence, body, signers));
    return true;
  }

  #post(transaction: Bytes): Promise<void> {
    return postPatiently(this.#view, transaction, () => this.#stopped);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
