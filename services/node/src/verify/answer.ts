import { type Bytes, expectOk, type RandomBytes } from "@veche/base";
import {
  type BallotContext,
  type BallotStyle,
  ballotContext,
  decodeBallot,
  decodeManifest,
  type Election,
  type JudgedClaim,
  splitBallot,
  tokenMessage,
  type VotingClaim,
  type VotingVerdict,
  verifyVoting,
} from "@veche/election";
import { decodePoint, type Point } from "@veche/group";
import { createKernel, type Kernel } from "@veche/group/kernel";
import { type Checks, directChecks } from "@veche/ledger";
import type { Answer, ContextData, Question, Verdict } from "./question.ts";

/** Answers questions as `directChecks` would, ballots and issue signatures in batches. Runs in a worker. */
export class Answerer {
  readonly #elections = new Map<string, KnownElection>();
  readonly #moduli = new Map<string, readonly Bytes[]>();
  readonly #randomBytes: RandomBytes;
  readonly #checks: Checks;
  readonly #kernel: Kernel = createKernel();

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
    this.#checks = directChecks(this.#kernel, randomBytes);
  }

  /** Must be known before the first ballot that names it. */
  addContext(context: ContextData): void {
    if (context.kind === "moduli") {
      this.#moduli.set(context.id, context.moduli);
      return;
    }
    const { id, electionId, manifest, key } = context;
    const election = {
      electionId,
      manifest: expectOk(decodeManifest(manifest), "the ledger's own manifest"),
    };
    const ballots = key === undefined ? undefined : ballotContext(election, point(key));
    this.#elections.set(id, { election, ballots });
  }

  answer(questions: readonly Question[]): readonly Answer[] {
    const answers = new Map<Question, Answer>();
    const claims = new Map<Question, VotingClaim>();
    for (const question of questions) {
      if (question.kind === "ballot") this.#entitle(question, claims, answers);
      if (question.kind === "issueSignature") claims.set(question, { ...question, kind: "issue" });
    }
    const judged = verifyVoting(this.#kernel, [...claims.values()], this.#randomBytes);
    for (const [i, question] of [...claims.keys()].entries()) {
      const { verdict, hints } = judged[i] as JudgedClaim;
      answers.set(
        question,
        verdict === "RIGHT" ? { verdict, hints } : { verdict: wrongOf(question, verdict) },
      );
    }
    return questions.map((question) => answers.get(question) ?? { verdict: this.#single(question) });
  }

  /** Tokens first: a ballot without a valid one must not cost the time of its proofs. */
  #entitle(
    question: BallotQuestion,
    claims: Map<Question, VotingClaim>,
    answers: Map<Question, Answer>,
  ): void {
    const context = this.#election(question.context).ballots;
    if (context === undefined) throw new RangeError("ballots are verified under a key");
    if (this.#tokenHolds(context, question)) {
      claims.set(question, { kind: "ballot", context, ballot: question.ballot });
    } else {
      answers.set(question, { verdict: "TOKEN_WRONG" });
    }
  }

  /** §04.4.3, as the state machine asks it. */
  #tokenHolds({ electionId, manifest }: BallotContext, { ballot, moduli }: BallotQuestion): boolean {
    const known = this.#moduli.get(moduli);
    if (known === undefined) throw new RangeError("a ballot of unknown moduli");
    const parts = expectOk(splitBallot(ballot, manifest), "a ballot that the state machine has divided");
    const { id } = manifest.styles[parts.style] as BallotStyle;
    return this.#checks.token(known, tokenMessage(electionId, id, parts.credential), parts.token);
  }

  #election(id: string): KnownElection {
    const known = this.#elections.get(id);
    if (known === undefined) throw new RangeError("a ballot of an unknown context");
    return known;
  }

  #single(question: Question): Verdict {
    const checks = this.#checks;
    switch (question.kind) {
      case "ballotForm":
        return this.#form(question.context, question.ballot);
      case "token":
        return verdict(checks.token(question.moduli, question.message, question.signatures));
      case "signature":
        return verdict(checks.signature(question.key, question.message, question.signature));
      case "issuerKey":
        return verdict(checks.issuerKey(question));
      case "decryption":
        return this.#decryption(question);
      default:
        throw new RangeError(`a ${question.kind} is answered in a batch`);
    }
  }

  #form(context: string, ballot: Bytes): Verdict {
    return decodeBallot(ballot, this.#election(context).election.manifest).ok ? "RIGHT" : "MALFORMED";
  }

  #decryption(question: Extract<Question, { kind: "decryption" }>): Verdict {
    const { shareKey, points, proof, trustee, ...task } = question;
    const checked = this.#checks.decryption(task, { points, proof, trustee }, shareKey);
    if (checked.ok) return "RIGHT";
    return checked.error.code === "DECRYPTION_PROOF" ? "WRONG" : "MALFORMED";
  }
}

/** `ballots`: once there is a key. */
type KnownElection = { readonly election: Election; readonly ballots: BallotContext | undefined };

type BallotQuestion = Extract<Question, { kind: "ballot" }>;

/** Of a signature nobody asks whether it was malformed. */
const wrongOf = ({ kind }: Question, verdict: Exclude<VotingVerdict, "RIGHT">): Verdict =>
  kind === "ballot" && verdict === "MALFORMED" ? "MALFORMED" : "WRONG";

const verdict = (right: boolean): Verdict => (right ? "RIGHT" : "WRONG");

function point(bytes: Bytes): Point {
  const decoded = decodePoint(bytes);
  if (decoded === undefined) throw new RangeError("the ledger's own points are points");
  return decoded;
}
