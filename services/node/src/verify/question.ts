import { createHash } from "node:crypto";
import { type Bytes, u32, utf8 } from "@veche/base";

/** One expensive question of the state machine, in bytes alone, so that a worker can answer it. */
export type Question =
  | { readonly kind: "ballot"; readonly context: string; readonly ballot: Bytes }
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

type SignedClaim = { readonly key: Bytes; readonly message: Bytes; readonly signature: Bytes };

/** `MALFORMED`: what should be points or scalars is none. Only ballots and decryptions know the difference. */
export type Verdict = "RIGHT" | "WRONG" | "MALFORMED";

/** What ballots of one election are verified under; `id` names it in questions. */
export type ContextData = {
  readonly id: string;
  readonly electionId: Bytes;
  readonly manifest: Bytes;
  readonly key: Bytes;
};

/** Who answers questions: worker threads (`VerifierPool`). */
export type Verifiers = {
  /** Makes a context known; questions may name it from now on. */
  readonly addContext: (context: ContextData) => void;
  /** One verdict for each question, in order. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Verdict[]>;
};

/**
 * Whether the question costs about a millisecond or more. The cheap ones are asked first: a ballot without a token must not
 * cost the time of its proofs.
 */
export const isDear = ({ kind }: Question): boolean =>
  kind === "ballot" || kind === "decryption" || kind === "issuerKey";

/** Names a question by all of its content, so that no answer can be taken for another's. */
export function questionKey(question: Question): string {
  const hash = createHash("sha256");
  for (const item of itemsOf(question)) {
    const bytes = typeof item === "string" ? utf8(item) : typeof item === "number" ? u32(item) : item;
    hash.update(u32(bytes.length));
    hash.update(bytes);
  }
  return hash.digest("base64");
}

type Item = string | number | Bytes;

function itemsOf(question: Question): readonly Item[] {
  switch (question.kind) {
    case "ballot":
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
