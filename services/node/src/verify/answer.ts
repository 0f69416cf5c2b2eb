import { type Bytes, expectOk, type RandomBytes } from "@veche/base";
import { issueStatement, type Statement, verifyBatch } from "@veche/crypto";
import {
  type BallotContext,
  type BallotStyle,
  ballotContext,
  decodeBallot,
  decodeCiphertexts,
  decodeManifest,
  type Election,
  splitBallot,
  tokenMessage,
  verifyBallotBytes,
} from "@veche/election";
import { decodePoint, type Point } from "@veche/group";
import { type Checks, directChecks } from "@veche/ledger";
import type { Answer, ContextData, Question, Verdict } from "./question.ts";

/** Answers questions as `directChecks` would, ballots and issue signatures in batches. Runs in a worker. */
export class Answerer {
  readonly #elections = new Map<string, KnownElection>();
  readonly #moduli = new Map<string, readonly Bytes[]>();
  readonly #randomBytes: RandomBytes;
  readonly #checks: Checks;

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
    this.#checks = directChecks(randomBytes);
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
    for (const [context, ballots] of grouped(questions, "ballot", (one) => one.context)) {
      this.#ballots(context, ballots, answers);
    }
    for (const [, issues] of grouped(questions, "issueSignature", (one) =>
      Buffer.from(one.key).toString("latin1"),
    )) {
      this.#issues(issues, answers);
    }
    return questions.map((question) => answers.get(question) ?? { verdict: this.#single(question) });
  }

  /** Tokens first: a ballot without a valid one must not cost the time of its proofs. */
  #ballots(id: string, questions: readonly BallotQuestion[], answers: Map<Question, Answer>): void {
    const context = this.#election(id).ballots;
    if (context === undefined) throw new RangeError("ballots are verified under a key");
    const entitled = questions.filter((question) => {
      const isRight = this.#tokenHolds(context, question);
      if (!isRight) answers.set(question, { verdict: "TOKEN_WRONG" });
      return isRight;
    });
    const ballots = entitled.map(({ ballot }) => ballot);
    verifyBallotBytes(context, ballots, this.#randomBytes).forEach((verdict, i) => {
      answers.set(entitled[i] as Question, { verdict: verdict === "PROOF_INVALID" ? "WRONG" : verdict });
    });
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

  /** Of one key. §01.6.3 in one sum. */
  #issues(questions: readonly SignatureQuestion[], answers: Map<Question, Answer>): void {
    const key = decodePoint((questions[0] as SignatureQuestion).key);
    const known: { readonly question: Question; readonly statement: Statement }[] = [];
    for (const question of questions) {
      const statement = key && issueStatement("registrar-issue", key, question.message, question.signature);
      if (statement === undefined) answers.set(question, { verdict: "WRONG" });
      else known.push({ question, statement });
    }
    const rights = verifyBatch(
      known.map(({ statement }) => statement),
      this.#randomBytes,
    );
    for (const [i, { question }] of known.entries())
      answers.set(question, { verdict: verdict(rights[i] === true) });
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
    const { electionId, head, points, proof, trustee } = question;
    const aggregates = decodeCiphertexts(question.aggregates) ?? [];
    const task = { electionId, head, aggregates };
    const checked = this.#checks.decryption(task, { points, proof, trustee }, point(question.shareKey));
    if (checked.ok) return "RIGHT";
    return checked.error.code === "DECRYPTION_PROOF" ? "WRONG" : "MALFORMED";
  }
}

/** `ballots`: once there is a key. */
type KnownElection = { readonly election: Election; readonly ballots: BallotContext | undefined };

type BallotQuestion = Extract<Question, { kind: "ballot" }>;
type SignatureQuestion = Extract<Question, { kind: "issueSignature" }>;

const verdict = (right: boolean): Verdict => (right ? "RIGHT" : "WRONG");

function point(bytes: Bytes): Point {
  const decoded = decodePoint(bytes);
  if (decoded === undefined) throw new RangeError("the ledger's own points are points");
  return decoded;
}

function grouped<K extends Question["kind"]>(
  questions: readonly Question[],
  kind: K,
  groupOf: (question: Extract<Question, { kind: K }>) => string,
): ReadonlyMap<string, readonly Extract<Question, { kind: K }>[]> {
  const groups = new Map<string, Extract<Question, { kind: K }>[]>();
  for (const question of questions) {
    if (question.kind !== kind) continue;
    const member = question as Extract<Question, { kind: K }>;
    const group = groups.get(groupOf(member));
    if (group === undefined) groups.set(groupOf(member), [member]);
    else group.push(member);
  }
  return groups;
}
