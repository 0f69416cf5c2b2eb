import { type Bytes, err, ok, type Result, readUint, sha256 } from "@veche/base";
import { hash } from "@veche/crypto";
import type { Election } from "@veche/election";
import { verifyEd25519Strict } from "@veche/group";

export const PROMISE_BYTES = 8 + 64;

/** The 64 bytes that a node signs with its log key when it holds a cast until a tick (§07.6.1). `time`: ms. */
export const promiseMessage = (electionId: Bytes, transaction: Bytes, time: number): Bytes =>
  hash("promise", electionId, sha256(transaction), time);

/** §07.6.1: the time in a promise that a validator of the manifest signed for this transaction. It is no receipt. */
export function checkPromise(
  election: Election,
  transaction: Bytes,
  promise: Bytes,
): Result<{ readonly time: number }, { readonly code: "PROMISE_WRONG" }> {
  if (promise.length !== PROMISE_BYTES) return err({ code: "PROMISE_WRONG" });
  const time = readUint(promise, 0, 8);
  if (!Number.isSafeInteger(time)) return err({ code: "PROMISE_WRONG" });
  const message = promiseMessage(election.electionId, transaction, time);
  const isSigned = election.manifest.validators.some(({ logKey }) =>
    verifyEd25519Strict(logKey, message, promise.subarray(8)),
  );
  return isSigned ? ok({ time }) : err({ code: "PROMISE_WRONG" });
}
