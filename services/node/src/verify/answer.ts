import { type Bytes, expectOk, type RandomBytes } from "@veche/base";
import { issueStatement, type Statement, verifyBatch } from "@veche/crypto";
import {
  type BallotContext,
  ballotContext,
  decodeCiphertexts,
  decodeManifest,
  verifyBallotBytes,
} from "@veche/election";
import { decodePoint, type Point } from "@veche/group";
import { type Checks, directChecks } from "@veche/ledger";
import type { ContextData, Question, Verdict } from "./question.ts";

/** Answers questions as `directChecks` would, ballots and issue signatures in batches. Runs in a worker. */
export class Answerer {
  readonly #contexts = new Map<string, BallotContext>();
  readonly #randomBytes: RandomBytes;
  readonly #checks: Checks;

  constructor(randomBytes: RandomBytes) {
    this.#randomBytes = randomBytes;
    this.#checks = directChecks(randomBytes);
  }

  /** Must be known before the first ballot that names it. */
  addContext({ id, electionId, manifest, key }: ContextData): void {
    const election = {
      electionId,
      manifest: expectOk(decodeManifest(manifest), "the ledger's own manifest"),
    };
    this.#contexts.set(id, ballotContext(election, point(key)));
  }

  answer(questions: readonly Question[]): readonly Verdict[] {
    const verdicts = new Map<Question, Verdict>();
    for (const [context, ballots] of grouped(questions, "ballot", (one) => one.context)) {
      this.#ballots(context, ballots, verdicts);
    }
    for (const [, issues] of grouped(questions, "issueSignature", (one) =>
      Buffer.from(one.key).toString("hex"),
    )) {
      this.#issues(issues, verdicts);
    }
    return questions.map((question) => verdicts.get(question) ?? this.#single(question));
  }

  #ballots(id: string, questions: readonly BallotQuestion[], verdicts: Map<Question, Verdict>): void {
    const context = this.#contexts.get(id);
    if (context === undefined) throw new RangeError("a ballot of an unknown context");
    const ballots = questions.map(({ ballot }) => ballot);
    verifyBallotBytes(context, ballots, this.#randomBytes).forEach((verdict, i) => {
      verdicts.set(questions[i] as Question, verdict === "PROOF_INVALID" ? "WRONG" : verdict);
    });
  }

  /** Of one key. §01.6.3 in one sum. */
  #issues(questions: readonly SignatureQuestion[], verdicts: Map<Question, Verdict>): void {
    const key = decodePoint((questions[0] as SignatureQuestion).key);
    const known: { readonly question: Question; readonly statement: Statement }[] = [];
    for (const question of questions) {
      const statement = key && issueStatement("registrar-issue", key, question.message, question.signature);
      if (statement === undefined) verdicts.set(question, "WRONG");
      else known.push({ question, statement });
    }
    const rights = verifyBatch(
      known.map(({ statement }) => statement),
      this.#randomBytes,
    );
    for (const [i, { question }] of known.entries()) verdicts.set(question, rights[i] ? "RIGHT" : "WRONG");
  }

  #single(question: Question): Verdict {
    const checks = this.#checks;
    switch (question.kind) {
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

  #decryption(question: Extract<Question, { kind: "decryption" }>): Verdict {
    const { electionId, head, points, proof, trustee } = question;
    const aggregates = decodeCiphertexts(question.aggregates) ?? [];
    const task = { electionId, head, aggregates };
    const checked = this.#checks.decryption(task, { points, proof, trustee }, point(question.shareKey));
    if (checked.ok) return "RIGHT";
    return checked.error.code === "DECRYPTION_PROOF" ? "WRONG" : "MALFORMED";
  }
}

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
    const group = groups.get(groupOf(member)) ?? [];
    groups.set(groupOf(member), [...group, member]);
  }
  return groups;
}
