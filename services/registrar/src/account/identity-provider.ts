import type { Result } from "@veche/base";

/** What a provider says of a person. `subject` is the provider's own name of the account; texts may be empty where said. */
export type Identity = {
  readonly subject: string;
  readonly family: string;
  readonly given: string;
  /** May be empty. */
  readonly patronymic: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly document: string;
  /** E.164, or empty. It is not believed: a code confirms it. */
  readonly telephone: string;
  /** May be empty. */
  readonly email: string;
  /** 1 self-declared, 2 checked remotely, 3 checked in person. */
  readonly assurance: 1 | 2 | 3;
  /** When the account was opened at the provider, ms. */
  readonly openedAt: number;
};

/** What the browser keeps, sealed, between going to the provider and coming back. Good for one return. */
export type SignInAttempt = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
};

export type IdentityError =
  /** Cannot be reached, or answers what is no answer. */
  | { readonly code: "PROVIDER_UNAVAILABLE" }
  /** The person or the provider said no, or a check failed: state, nonce, issuer, signature, verifier, used code. */
  | { readonly code: "SIGN_IN_REFUSED" }
  /** The provider says too little, or something that is none of what the claim map expects. */
  | { readonly code: "CLAIMS_WRONG"; readonly claims: readonly string[] };

export type SignInLanguage = "en" | "ru";

/** The contract that any way of signing in fulfils; its tests run against the practice provider. */
export type IdentityProvider = {
  /** Stands in `account.provider`; a subject is unique within it. */
  readonly name: string;
  /** `language`: in which the person read the portal; the provider may follow it. */
  begin(
    language?: SignInLanguage,
  ): Promise<Result<{ readonly url: string; readonly attempt: SignInAttempt }, IdentityError>>;
  /** `returned`: the whole address that the browser came back with. */
  complete(returned: URL, attempt: SignInAttempt): Promise<Result<Identity, IdentityError>>;
};
