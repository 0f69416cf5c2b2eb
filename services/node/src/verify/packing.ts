import type { Bytes } from "@veche/base";
import type { Answer, Question, Verdict } from "./question.ts";

/**
 * Questions on their way to a worker. Ballots and `issue` signatures, of which there are millions, lie in one buffer that
 * changes hands; cloning them one by one costs the main thread more than all else it does for them. Others go as they are.
 */
export type PackedQuestions = {
  /** Five numbers for each question. Ballot: 0, places in `names` of context and moduli, length. `issueSignature`: 1, lengths
   * of key, message and signature. Another: 2, place in `others`. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly names: readonly string[];
  readonly others: readonly Question[];
};

/** Answers on their way back: for each the number of its verdict and the length of its hints, and all hints. */
export type PackedAnswers = {
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly hints: Uint8Array<ArrayBuffer>;
};

const ROW = 5;
const BALLOT = 0;
const ISSUE = 1;
const OTHER = 2;

const VERDICTS: readonly Verdict[] = ["RIGHT", "WRONG", "MALFORMED", "TOKEN_WRONG"];
/** Of an answer without hints, which is not one with no bytes of them. */
const UNKNOWN_HINTS = 0xffff_ffff;

export function packQuestions(questions: readonly Question[]): PackedQuestions {
  const rows = new Uint32Array(ROW * questions.length);
  const names = new Map<string, number>();
  const others: Question[] = [];
  const nameOf = (text: string): number => {
    const known = names.get(text) ?? names.size;
    names.set(text, known);
    return known;
  };
  const pieces: Bytes[] = [];
  questions.forEach((question, i) => {
    if (question.kind === "ballot") {
      const { context, moduli, ballot } = question;
      rows.set([BALLOT, nameOf(context), nameOf(moduli), ballot.length], ROW * i);
      pieces.push(ballot);
    } else if (question.kind === "issueSignature") {
      const { key, message, signature } = question;
      rows.set([ISSUE, key.length, message.length, signature.length], ROW * i);
      pieces.push(key, message, signature);
    } else {
      rows.set([OTHER, others.length], ROW * i);
      others.push(question);
    }
  });
  return { rows, bytes: joined(pieces), names: [...names.keys()], others };
}

export function unpackQuestions({ rows, bytes, names, others }: PackedQuestions): readonly Question[] {
  let at = 0;
  const take = (length: number): Bytes => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  return Array.from({ length: rows.length / ROW }, (_, i): Question => {
    const [kind, a, b, c] = rows.subarray(ROW * i, ROW * i + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    if (kind === BALLOT) {
      const [context, moduli] = [names[a] as string, names[b] as string];
      return { kind: "ballot", context, moduli, ballot: take(c) };
    }
    if (kind === ISSUE) {
      return { kind: "issueSignature", key: take(a), message: take(b), signature: take(c) };
    }
    return others[a] as Question;
  });
}

export function packAnswers(answers: readonly Answer[]): PackedAnswers {
  const rows = new Uint32Array(2 * answers.length);
  answers.forEach(({ verdict, hints }, i) => {
    rows[2 * i] = VERDICTS.indexOf(verdict);
    rows[2 * i + 1] = hints?.length ?? UNKNOWN_HINTS;
  });
  return { rows, hints: joined(answers.flatMap(({ hints }) => (hints === undefined ? [] : [hints]))) };
}

export function unpackAnswers({ rows, hints }: PackedAnswers): readonly Answer[] {
  let at = 0;
  return Array.from({ length: rows.length / 2 }, (_, i): Answer => {
    const verdict = VERDICTS[rows[2 * i] as number] as Verdict;
    const length = rows[2 * i + 1] as number;
    if (length === UNKNOWN_HINTS) return { verdict };
    at += length;
    return { verdict, hints: hints.subarray(at - length, at) };
  });
}

/** A buffer of its own, so that it can change hands. */
function joined(pieces: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
