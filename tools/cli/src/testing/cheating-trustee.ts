import { join } from "node:path";
import { type Bytes, type CborMap, concat, expectOk, utf8 } from "@veche/base";
import { httpOver, type LedgerFollower, NodeLink, post } from "@veche/client";
import { folderStorage } from "@veche/client/folder";
import type { Election } from "@veche/election";
import { encodePoint, encodeScalar, multiplyBase, randomScalar } from "@veche/group";
import {
  buildTransaction,
  decodeTransaction,
  logNameOf,
  type TransactionType,
  tallyStatus,
} from "@veche/ledger";
import { ledgerOf, openOwnView, TrusteeMachine, TrusteeVault, type VerifiedLedger } from "@veche/trustee";
import { Encrypter } from "age-encryption";
import { secureRandomBytes } from "../framework/world.ts";

export type CheaterOptions = {
  readonly home: string;
  readonly media: readonly [string, string];
  readonly passphrase: string;
  readonly electionId: Bytes;
  readonly node: string;
  readonly now: () => number;
};

/** A trustee with right keys and a program of its own: signs whatever it likes, and the ledger has to notice. */
export class CheatingTrustee {
  readonly #vault: TrusteeVault;
  readonly #view: LedgerFollower;
  readonly #machine: TrusteeMachine;

  private constructor(vault: TrusteeVault, view: LedgerFollower, machine: TrusteeMachine) {
    this.#vault = vault;
    this.#view = view;
    this.#machine = machine;
  }

  static async open(options: CheaterOptions): Promise<CheatingTrustee> {
    const { home, media, passphrase, electionId, node, now } = options;
    const randomBytes = secureRandomBytes;
    const vault = expectOk(
      await TrusteeVault.open({ media, passphrase, workFactor: 10 }),
      "the cheater's vault",
    );
    const storage = expectOk(await folderStorage(join(home, "cheating-view")), "the cheater's view");
    const nodes = [
      new NodeLink(
        node,
        electionId,
        httpOver((url, init) => fetch(url, init)),
      ),
    ];
    const view = expectOk(
      await openOwnView({ electionId, nodes, storage, randomBytes }),
      "the cheater's view",
    );
    expectOk(await view.refresh(), "the log");
    const election = electionIn(view);
    const machine = expectOk(await TrusteeMachine.open(vault, election, { now, randomBytes }), "machine");
    return new CheatingTrustee(vault, view, machine);
  }

  async close(): Promise<void> {
    await this.#view.close();
    await this.#vault.close();
  }

  /** Takes part in the ceremony, but the share that it deals to `receiver` is not what it committed to. */
  async ceremonyWithWrongShare(receiver: number): Promise<void> {
    for (;;) {
      expectOk(await this.#view.refresh(), "the log");
      const ledger = this.#ledger();
      const next = this.#machine.next(ledger);
      if (next.kind === "canary" && next.stage === "open") return;
      if (next.kind === "wait" && next.until.code !== "TRUSTEES") return;
      const { transactions } = expectOk(await this.#machine.step(ledger), "a step");
      for (const transaction of transactions) {
        const isDealing = next.kind === "shares";
        await this.#post(isDealing ? await this.#withWrongShare(transaction, receiver) : transaction);
      }
      if (transactions.length === 0) await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  /** Posts partial decryptions that it made up, rightly signed; what became of them. */
  async decryptWrongly(): Promise<string> {
    const random = () => randomScalar(secureRandomBytes);
    expectOk(await this.#view.refresh(), "the log");
    const length = tallyStatus(this.#ledger().state)?.length ?? 0;
    const points = concat(...Array.from({ length }, () => encodePoint(multiplyBase(random()))));
    const proof = concat(encodeScalar(random()), encodeScalar(random()));
    const { trustee } = this.#machine;
    return this.#post(this.#signed("decryption", { points, proof, trustee }));
  }

  async #withWrongShare(transaction: Bytes, receiver: number): Promise<Bytes> {
    const { body } = expectOk(decodeTransaction(transaction), "own transaction");
    const { members } = electionIn(this.#view).manifest.trustees;
    const receivers = members.map((_, at) => at + 1).filter((index) => index !== this.#machine.trustee);
    const encrypter = new Encrypter();
    encrypter.addRecipient(members[receiver - 1]?.age ?? "");
    const wrong = await encrypter.encrypt(utf8("not the share"));
    const shares = (body as { shares: readonly Bytes[] }).shares.map((file, at) =>
      receivers[at] === receiver ? wrong : file,
    );
    return this.#signed("trustee-shares", { ...body, shares });
  }

  #signed(type: TransactionType, body: CborMap): Bytes {
    const index = this.#machine.trustee;
    const signer = { role: "trustee", index, sign: (message: Bytes) => this.#vault.sign(message) } as const;
    return buildTransaction(logNameOf(electionIn(this.#view)), type, 0, body, [signer]);
  }

  async #post(transaction: Bytes): Promise<string> {
    const posted = expectOk(await post(this.#view, transaction), "the ledger takes it");
    return posted.kind === "entered" ? posted.outcome : posted.kind;
  }

  #ledger(): VerifiedLedger {
    return ledgerOf(this.#view) as VerifiedLedger;
  }
}

const electionIn = (view: LedgerFollower): Election => view.known?.election as Election;
