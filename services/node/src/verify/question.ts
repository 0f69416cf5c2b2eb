import { type Bytes, concat, sha256, u32, utf8 } from "@veche/base";
import { latin1 } from "../names.ts";

/** One expensive question of the state machine, in bytes alone, so that a worker can answer it. */
export type Question =
  /** Token and proofs in one: `context` and `moduli` name contexts. */
  | { readonly kind: "ballot"; readonly context: string; readonly moduli: string; readonly ballot: Bytes }
  /** Points and scalars alone, of a ballot whose token is wrong. */
  | { readonly kind: "ballotForm"; readonly context: string; readonly ballot: Bytes }
  | {
      readonly kind: "token";
      readonly moduli: readonly Bytes[];
      readonly message: Bytes;
      readonly signatures: readonly Bytes[];
    }
  | ({ readonly kind: "signature" } & SignedClaim)
  | ({ readonly kind: "issueSignature" } & SignedClaim)
  | {
      readonly kind: "issuerKey";
      readonly electionId: Bytes;
      readonly issuer: number;
      readonly styleId: string;
      readonly modulus: Bytes;
      readonly roots: Bytes;
    }
  | {
      readonly kind: "decryption";
      readonly electionId: Bytes;
      readonly head: Bytes;
      /** α ‖ β of each aggregate. */
      readonly aggregates: Bytes;
      readonly points: Bytes;
      readonly proof: Bytes;
      readonly trustee: number;
      readonly shareKey: Bytes;
    };

export type SignedClaim = { readonly key: Bytes; readonly message: Bytes; readonly signature: Bytes };

/**
 * `MALFORMED`: what should be points or scalars is none; only ballots and decryptions know the difference. `TOKEN_WRONG`: of
 * a ballot, nothing else of which was looked at.
 */
export type Verdict = "RIGHT" | "WRONG" | "MALFORMED" | "TOKEN_WRONG";

/** A verdict and, of ballots and `issue` signatures, the hints of their points (§09.6.2), 32 bytes each. */
export type Answer = { readonly verdict: Verdict; readonly hints?: Bytes };

/** What ballots of one election are verified under; `id` names it in questions. */
export type ElectionContext = {
  readonly kind: "election";
  readonly id: string;
  readonly electionId: Bytes;
  readonly manifest: Bytes;
  /** Absent while there is none: then only the form of a ballot can be asked for. */
  readonly key?: Bytes;
};

/** The moduli of an issuer set for a style, ascending by issuer, as `checks.token` gets them. */
export type ModuliContext = {
  readonly kind: "moduli";
  readonly id: string;
  readonly moduli: readonly Bytes[];
};

export type ContextData = ElectionContext | ModuliContext;

/** Who answers questions: worker threads (`VerifierPool`). */
export type Verifiers = {
  /** Makes a context known; questions may name it from now on. The same id stands for the same content for ever. */
  readonly addContext: (context: ContextData) => void;
  /** One answer for each question, in order. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
};

/**
 * Whether the question costs about a millisecond or more, alone. The cheap ones are asked first. A ballot costs its proofs
 * only if its token is right, and where nothing cheaper is asked of a cast, it is asked at once.
 */
export const isDear = ({ kind }: Question): boolean =>
  kind === "ballot" || kind === "ballotForm" || kind === "decryption" || kind === "issuerKey";

/** Names a question about a ballot by SHA-256 of its bytes and the names of its contexts, of which each has one content. */
export const ballotKey = (what: string, context: string, moduli: string, hash: Bytes): string =>
  `${what} ${context} ${moduli} ${latin1(hash)}`;

/** Names a question by all of its content, so that no answer can be taken for another's. */
export function questionKey(question: Question): string {
  const pieces = itemsOf(question).flatMap((item) => {
    const bytes = typeof item === "string" ? utf8(item) : typeof item === "number" ? u32(item) : item;
    return [u32(bytes.length), bytes];
  });
  return latin1(sha256(concat(...pieces)));
}

type Item = string | number | Bytes;

function itemsOf(question: Question): readonly Item[] {
  switch (question.kind) {
    case "ballot":
      return [question.kind, question.context, question.moduli, question.ballot];
    case "ballotForm":
      return [question.kind, question.context, question.ballot];
    case "token": {
      const { kind, moduli, message, signatures } = question;
      return [kind, message, moduli.length, ...moduli, ...signatures];
    }
    case "issuerKey": {
      const { kind, electionId, issuer, styleId, modulus, roots } = question;
      return [kind, electionId, issuer, styleId, modulus, roots];
    }
    case "decryption": {
      const { kind, electionId, head, aggregates, points, proof, trustee, shareKey } = question;
      return [kind, electionId, head, aggregates, points, proof, trustee, shareKey];
    }
    default:
      return [question.kind, question.key, question.message, question.signature];
  }
}
