import { type Bytes, expectOk } from "@veche/base";
import { type Blinded, blind, finalize } from "@veche/crypto";
import { blindedHash, issueHashOf, tokenMessage, verifyTokenOf } from "@veche/election";
import { styleIdOf, type TestElection, type TestLedger, type TestVoter } from "@veche/ledger/testing";

/** A voter's request: one blinded message for each issuer, each hiding the same X, and what they hash to. */
export type Asking = {
  readonly voter: TestVoter;
  readonly styleId: string;
  readonly blinded: readonly Blinded[];
  readonly hashes: readonly Bytes[];
  readonly issueHash: Bytes;
};

export function askFor(test: TestElection, voter: TestVoter): Asking {
  const styleId = styleIdOf(test, voter.style);
  const message = tokenMessage(test.electionId, styleId, voter.credential);
  const blinded = test.manifest.issuers.members.map((_, at) =>
    expectOk(blind(test.rsaKey(at + 1, voter.style).modulus, message, test.randomBytes), "blinding"),
  );
  const hashes = blinded.map(({ blindedMessage }) => blindedHash(blindedMessage));
  return {
    voter,
    styleId,
    blinded,
    hashes,
    issueHash: issueHashOf(test.electionId, styleId, voter.rollEntry, hashes),
  };
}

/** The `issue` that answers a request, as the registrar would sign it. */
export function issueFor(ledger: TestLedger, { voter, issueHash }: Asking): Bytes {
  const set = ledger.state.issuerSets.length - 1;
  return ledger.tx("issue", { entry: voter.rollEntry, hash: issueHash, set, style: voter.style });
}

/** The token that a voter makes of the answers of these issuers, or `undefined` if one of them is no signature. */
export function tokenFrom(
  test: TestElection,
  asking: Asking,
  issuers: readonly number[],
  signatures: readonly Bytes[],
): readonly Bytes[] | undefined {
  const message = tokenMessage(test.electionId, asking.styleId, asking.voter.credential);
  const moduli = issuers.map((issuer) => test.rsaKey(issuer, asking.voter.style).modulus);
  const token = issuers.map((issuer, at) => {
    const inverse = asking.blinded[issuer - 1]?.inverse ?? new Uint8Array(0);
    return finalize(moduli[at] as Bytes, message, signatures[at] ?? new Uint8Array(0), inverse);
  });
  const values = token.flatMap((one) => (one.ok ? [one.value] : []));
  return verifyTokenOf(moduli, message, values) ? values : undefined;
}
