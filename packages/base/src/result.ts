/**
 * Expected failures are values; bugs crash.
 * A function that can fail on bad input returns `Result<T, E>` with a closed union of codes in `E`.
 */
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** A broken invariant of our own: never a user's fault, so it crashes loudly. */
export class BugError extends Error {
  override readonly name = "BugError";
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}

/** The value of a result that cannot be an error here; an error is our own bug. */
export function expectOk<T, E>(result: Result<T, E>, what: string): T {
  if (!result.ok) throw new BugError(`${what}: ${JSON.stringify(result.error)}`);
  return result.value;
}
