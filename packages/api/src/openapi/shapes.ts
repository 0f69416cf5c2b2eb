import { type Static, type TLiteral, type TSchema, type TUnion, Type } from "typebox";
import type {
  CredentialAnswer,
  NotFound,
  PageSettings,
  StatusAnswer,
  TrackerAnswer,
  VotingAnswer,
} from "../ballot-host.ts";
import type {
  ElectionsAnswer,
  IndexAnswer,
  Refusal,
  SignAnswer,
  SignRequest,
  TransactionAnswer,
} from "../messages.ts";
import type { Sentence } from "../outcomes.ts";

/**
 * JSON Schemas of what node and issuer take and answer. They stand apart from the types, because pages that need the types must not load
 * the schemas; `schemaOf` lets none of them differ from its type.
 */

type Plain<T> = T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? unknown : never;

/** A schema whose values are exactly those of T; any other does not compile. */
const schemaOf =
  <T>() =>
  <S extends TSchema>(schema: S & Same<Plain<T>, Plain<Static<S>>>): S =>
    schema;

const Closed = { additionalProperties: false } as const;
type Literals<T extends readonly string[]> = { -readonly [at in keyof T]: TLiteral<T[at]> };
export const oneOf = <const T extends readonly string[]>(...words: T): TUnion<Literals<T>> =>
  Type.Union(words.map((word) => Type.Literal(word))) as TUnion<Literals<T>>;

const Uint = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Ms = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "ms since 1970" });
const Hex32 = Type.String({ pattern: "^[0-9a-f]{64}$" });
const Base64 = Type.String({ pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$" });
/** 256 bytes: the last digit before the padding has two bits of them. */
const Rsa = Type.String({ pattern: "^[A-Za-z0-9+/]{341}[AQgw]==$", description: "256 bytes, base64" });
const Origin = Type.String({ pattern: "^https?://[^/]+$" });

const SentenceShape = schemaOf<Sentence>()(
  Type.Object({ en: Type.String({ minLength: 1 }), ru: Type.String({ minLength: 1 }) }, Closed),
);

const Entered = Type.Object(
  {
    outcome: oneOf("ACCEPTED", "BLAMED"),
    index: Uint,
    whole: Type.Optional(
      Type.String({ description: "Outcome of what its parts make up, with the last part" }),
    ),
  },
  Closed,
);
const already = <T extends TSchema>(index: T) =>
  Type.Object({ outcome: Type.Literal("ALREADY"), index, message: SentenceShape }, Closed);
const Promised = Type.Object(
  { outcome: Type.Literal("PROMISED"), promise: Type.String(), untilMs: Ms, message: SentenceShape },
  Closed,
);
const Busy = Type.Object(
  {
    outcome: Type.Literal("BUSY"),
    retryAfterSeconds: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    message: SentenceShape,
  },
  Closed,
);
const refusedAs = <T extends TSchema>(outcome: T) =>
  Type.Object({ outcome, number: Uint, transient: Type.Boolean(), message: SentenceShape }, Closed);

/** Every answer to a transaction; the documents say which of them come with which status. */
export const TransactionAnswerShape = schemaOf<TransactionAnswer>()(
  Type.Union([Entered, already(Type.Optional(Uint)), Promised, Busy, refusedAs(Type.String())]),
);

/** By the name under which a document refers to them. */
export const NODE_SHAPES = {
  TransactionEntered: Type.Union([Entered, already(Uint)]),
  TransactionPromised: Promised,
  Busy,
  Elections: schemaOf<ElectionsAnswer>()(
    Type.Object(
      { elections: Type.Array(Type.Object({ id: Hex32, origin: Type.String(), size: Uint }, Closed)) },
      Closed,
    ),
  ),
  Index: schemaOf<IndexAnswer>()(Type.Object({ index: Uint }, Closed)),
  Voting: schemaOf<VotingAnswer>()(
    Type.Object(
      {
        manifest: Base64,
        open: Type.String({ description: "`tlog-proof` of the `open` entry" }),
        key: Type.Object(
          {
            attempt: Uint,
            electionKey: Hex32,
            trustees: Type.Array(Type.Object({ index: Uint, key: Hex32 }, Closed)),
            active: Type.Array(Uint),
          },
          Closed,
        ),
        style: Type.Object(
          {
            moduli: Type.Array(Base64, { description: "Of issuers 1…m, 256 bytes each" }),
            roots: Type.Array(Base64, { description: "Of issuers 1…m, 9·256 bytes each" }),
            rollEntries: Uint,
          },
          Closed,
        ),
      },
      Closed,
    ),
  ),
  Status: schemaOf<StatusAnswer>()(
    Type.Object(
      {
        now: Ms,
        size: Uint,
        phase: oneOf("undefined", "set-up", "open", "closed"),
        suspended: Type.Boolean(),
        certified: Type.Boolean(),
        tallyNotBefore: Ms,
        styles: Type.Array(
          Type.Object({ id: Type.String(), opens: Ms, portalEnds: Ms, issueEnds: Ms, castEnds: Ms }, Closed),
        ),
      },
      Closed,
    ),
  ),
  Tracker: schemaOf<TrackerAnswer>()(
    Type.Object(
      { entries: Type.Array(Type.Object({ index: Uint, superseded: Type.Boolean() }, Closed)) },
      Closed,
    ),
  ),
  Credential: schemaOf<CredentialAnswer>()(
    Type.Object({ entries: Type.Array(Type.Object({ index: Uint }, Closed)) }, Closed),
  ),
  PageSettings: schemaOf<PageSettings>()(
    Type.Object({ nodes: Type.Array(Origin), portal: Origin, hotline: Type.String() }, Closed),
  ),
  NotFound: schemaOf<NotFound>()(
    Type.Object({ outcome: oneOf("NOT_FOUND", "UNKNOWN_ELECTION"), message: SentenceShape }, Closed),
  ),
} as const;

/** Of one status: the ledger's refusals that come with it. */
export const refusedWith = (codes: readonly string[]): TSchema => refusedAs(oneOf(...codes));

export const ISSUER_SHAPES = {
  SignRequest: schemaOf<SignRequest>()(
    Type.Object(
      {
        election: Hex32,
        style: Type.String({ maxLength: 32 }),
        entry: Hex32,
        hashes: Type.Array(Hex32, { maxItems: 30 }),
        blinded: Rsa,
      },
      Closed,
    ),
  ),
  SignAnswer: schemaOf<SignAnswer>()(Type.Object({ issuer: Uint, set: Uint, signature: Rsa }, Closed)),
  Refusal: schemaOf<Refusal>()(Type.Object({ code: Type.String(), message: SentenceShape }, Closed)),
} as const;

export const issuerRefusalWith = (codes: readonly string[]): TSchema =>
  Type.Object({ code: oneOf(...codes), message: SentenceShape }, Closed);
