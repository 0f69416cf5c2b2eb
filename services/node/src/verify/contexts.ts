import { type Bytes, concat, sha256, toHex } from "@veche/base";
import { encodeManifest } from "@veche/election";
import { encodePoint } from "@veche/group";
import { electionKeysOf, modulusOf } from "@veche/ledger";
import type { BallotContexts } from "./asking-checks.ts";
import type { Ledger } from "./ledger.ts";
import type { ElectionContext, ModuliContext, Verifiers } from "./question.ts";

/**
 * What ballots of an election are verified under, made known to the workers when it is first needed. From `open` on neither
 * the key nor the moduli of a set and style change, and are looked up once; before, every time.
 */
export class LedgerContexts {
  readonly #verifiers: Verifiers;
  readonly #moduli = new Map<string, ModuliContext>();
  #election: ElectionContext | undefined;

  constructor(verifiers: Verifiers) {
    this.#verifiers = verifiers;
  }

  of(ledger: Ledger): BallotContexts {
    return {
      election: () => this.#electionContext(ledger),
      moduli: (set, style) => this.#moduliContext(ledger, set, style),
    };
  }

  #electionContext({ state, view }: Ledger): ElectionContext {
    if (this.#election !== undefined) return this.#election;
    const { electionId, election } = state;
    if (election === undefined) throw new RangeError("ballots are judged in a defined election");
    const point = electionKeysOf(state, view)?.key;
    const key = point && encodePoint(point);
    const context: ElectionContext = {
      kind: "election",
      id: `${toHex(electionId)} ${key === undefined ? "" : toHex(key)}`,
      electionId,
      manifest: encodeManifest(election.manifest),
      ...(key === undefined ? {} : { key }),
    };
    this.#verifiers.addContext(context);
    // Before `open` takes effect the ceremony may still begin anew, with another key.
    if (state.phase === "open") this.#election = context;
    return context;
  }

  #moduliContext({ state, view }: Ledger, set: number, style: number): ModuliContext {
    const name = `${set} ${style}`;
    const known = this.#moduli.get(name);
    if (known !== undefined) return known;
    const members = state.issuerSets[set] ?? [];
    const moduli: readonly Bytes[] = members.map(
      (issuer) => modulusOf(view, issuer, style) ?? new Uint8Array(0),
    );
    const context: ModuliContext = {
      kind: "moduli",
      id: `${name} ${toHex(sha256(concat(...moduli)))}`,
      moduli,
    };
    this.#verifiers.addContext(context);
    if (state.phase === "open") this.#moduli.set(name, context);
    return context;
  }
}
