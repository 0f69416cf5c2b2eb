import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { type Bytes, concat, equalBytes, expectOk, type RandomBytes, utf8 } from "@veche/base";
import fc from "fast-check";
import { emsaPssEncode } from "./emsa-pss.ts";
import { bytesToInteger, integerToBytes } from "./integers.ts";
import { exportSignerKey, rawSign } from "./signer.ts";
import { prime, scripted, soundKey, systemRandom } from "./test-support.ts";
import { blind, blindMany, finalize, reblind } from "./token.ts";
import { verifyToken } from "./verify-token-pure.ts";

const n = soundKey.modulus;
const modulus = bytesToInteger(n);
const message = utf8("a credential");
const number = (value: bigint): Bytes => integerToBytes(value, 256);
const refused = (code: string) => ({ ok: false, error: { code } });

const suite = RSABSSA.SHA384.PSSZero.Deterministic();
const algorithm = { name: "RSA-PSS", hash: "SHA-384" };

async function foreignKeys() {
  const privateKey = await webcrypto.subtle.importKey("pkcs8", exportSignerKey(soundKey), algorithm, true, [
    "sign",
  ]);
  const spki = soundKey.publicKey.export({ format: "der", type: "spki" });
  const publicKey = await webcrypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
  return { privateKey, publicKey };
}

test("blindrsa-ts blinds to the same bytes with the same factor, signs ours and verifies what we make of it", async (t) => {
  const { privateKey, publicKey } = await foreignKeys();
  for (const length of [0, 1, 100, 1000]) {
    const text = systemRandom(length);
    const factor = systemRandom(256);
    factor[0] = (factor[0] as number) & 0x7f;
    const ours = expectOk(blind(n, text, scripted(factor)), "blinding");

    const source = t.mock.method(globalThis.crypto, "getRandomValues", (array: Uint8Array) => {
      if (array.length === 256) array.set(factor);
      return array;
    });
    const theirs = await suite.blind(publicKey, text);
    source.mock.restore();
    assert.deepEqual(theirs, { blindedMsg: ours.blindedMessage, inv: ours.inverse });

    const answer = expectOk(rawSign(soundKey, ours.blindedMessage), "signing");
    const signature = expectOk(finalize(n, text, answer, ours.inverse), "finalizing");
    assert.deepEqual(await suite.finalize(publicKey, text, answer, ours.inverse), signature);
    assert.equal(await suite.verify(publicKey, signature, text), true);
    assert.equal(await suite.verify(publicKey, signature, concat(text, Uint8Array.of(1))), false);
  }
  const { blindedMsg, inv } = await suite.blind(publicKey, message);
  const slow = await suite.blindSign(privateKey, blindedMsg);
  assert.deepEqual(rawSign(soundKey, blindedMsg), { ok: true, value: slow });
  assert.equal(finalize(n, message, slow, inv).ok, true);
});

test("blind, sign, finalize, verify: any message, any randomness; the signature does not depend on the factor", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (text) => {
      const signatures = [1, 2].map(() => {
        const { blindedMessage, inverse } = expectOk(blind(n, text, systemRandom), "blinding");
        assert.equal(blindedMessage.length, 256);
        const answer = expectOk(rawSign(soundKey, blindedMessage), "signing");
        return expectOk(finalize(n, text, answer, inverse), "finalizing");
      });
      assert.deepEqual(signatures[0], signatures[1]);
      assert.equal(verifyToken(n, text, signatures[0] as Bytes).ok, true);
    }),
    { numRuns: 30 },
  );
});

test("⚔ the factor is what the generator gives, and nothing else enters it", () => {
  const factor = systemRandom(256);
  factor[0] = (factor[0] as number) & 0x7f;
  const inverses = ["one voter", "another voter"].map(
    (text) => expectOk(blind(n, utf8(text), scripted(factor)), "blinding").inverse,
  );
  assert.deepEqual(inverses[0], inverses[1]);
  assert.equal((bytesToInteger(inverses[0] as Bytes) * bytesToInteger(factor)) % modulus, 1n);

  const asked: number[] = [];
  const counting: RandomBytes = (length) => {
    asked.push(length);
    return new Uint8Array(length).fill(7);
  };
  blind(n, message, counting);
  blind(n, message, counting);
  assert.deepEqual(asked, [256, 256]);
});

test("many messages blinded together come out as one after the other, each with its own factor", () => {
  const messages = Array.from({ length: 7 }, (_, i) => utf8(`credential ${i}`));
  const draws = messages.map((_, i) => number(2n ** 2000n + BigInt(i)));
  const together = expectOk(blindMany(n, messages, scripted(...draws)), "together");
  const random = scripted(...draws);
  assert.deepEqual(
    together,
    messages.map((text) => expectOk(blind(n, text, random), "alone")),
  );
  const tokens = together.map(({ blindedMessage, inverse }, i) => {
    const answer = expectOk(rawSign(soundKey, blindedMessage), "signing");
    return finalize(n, messages[i] as Bytes, answer, inverse).ok;
  });
  assert.ok(tokens.every((isRight) => isRight));
  assert.deepEqual(blindMany(n, [], scripted()), { ok: true, value: [] });
  assert.deepEqual(blindMany(n.subarray(1), messages, systemRandom), refused("modulus-length"));
});

test("⚔ a draw outside Z_n* is thrown away, never reduced", () => {
  const good = number(12345n);
  const outside = [0n, prime("soundP"), 5n * prime("soundQ"), modulus, modulus + 12345n, 2n ** 2048n - 1n];
  const expected = expectOk(blind(n, message, scripted(good)), "blinding");
  for (const draw of outside) {
    assert.deepEqual(blind(n, message, scripted(number(draw), good)), { ok: true, value: expected });
  }
  const all = scripted(...outside.map(number), good);
  assert.deepEqual(blind(n, message, all), { ok: true, value: expected });
  assert.equal(blind(n, message, scripted(number(modulus - 1n))).ok, true);
  assert.equal(blind(n, message, scripted(number(1n))).ok, true);
});

test("a broken generator crashes instead of blinding badly or for ever", () => {
  const bug = { name: "BugError" };
  assert.throws(() => blind(n, message, (length) => new Uint8Array(length)), bug);
  assert.throws(() => blind(n, message, (length) => new Uint8Array(length).fill(255)), bug);
  assert.throws(() => blind(n, message, () => new Uint8Array(255).fill(1)), bug);
  assert.throws(() => blind(n, message, () => new Uint8Array(257).fill(1)), bug);
});

test("refuses to blind a message that shares a factor with the modulus: the factor would show", () => {
  let text = message;
  const encoding = () => bytesToInteger(emsaPssEncode(text, 2047, new Uint8Array(0)));
  for (let i = 0; encoding() % 3n !== 0n; i++) text = utf8(`credential ${i}`);
  const cofactor = (2n ** 2048n - 1n) / 3n;
  const trap = number(3n * (cofactor - (cofactor % 2n === 0n ? 1n : 0n)));
  assert.deepEqual(blind(trap, text, systemRandom), refused("message-not-invertible"));
  assert.deepEqual(blindMany(trap, [message, text], systemRandom), refused("message-not-invertible"));
});

test("refuses a modulus of another shape", () => {
  const even = Uint8Array.from(n, (byte, i) => (i === 255 ? byte & 0xfe : byte));
  const short = Uint8Array.from(n, (byte, i) => (i === 0 ? byte & 0x7f : byte));
  const shapes: readonly (readonly [Bytes, string])[] = [
    [n.subarray(1), "modulus-length"],
    [concat(Uint8Array.of(0), n), "modulus-length"],
    [new Uint8Array(0), "modulus-length"],
    [short, "modulus-size"],
    [even, "modulus-even"],
  ];
  for (const [shape, code] of shapes) {
    assert.deepEqual(blind(shape, message, systemRandom), refused(code));
    assert.deepEqual(finalize(shape, message, number(1n), number(1n)), refused(code));
    assert.deepEqual(verifyToken(shape, message, number(1n)), refused(code));
  }
});

test("finalize tells each wrong answer from the others", () => {
  const { blindedMessage, inverse } = expectOk(blind(n, message, systemRandom), "blinding");
  const answer = expectOk(rawSign(soundKey, blindedMessage), "signing");
  assert.equal(finalize(n, message, answer, inverse).ok, true);
  const cases: readonly (readonly [Bytes, Bytes, string])[] = [
    [answer.subarray(1), inverse, "blind-signature-length"],
    [concat(answer, Uint8Array.of(0)), inverse, "blind-signature-length"],
    [n, inverse, "blind-signature-range"],
    [number(2n ** 2048n - 1n), inverse, "blind-signature-range"],
    [answer, inverse.subarray(1), "inverse-malformed"],
    [answer, number(0n), "inverse-malformed"],
    [answer, n, "inverse-malformed"],
    [answer, number(1n), "signature-invalid"],
    [blindedMessage, inverse, "signature-invalid"],
    [number(0n), inverse, "signature-invalid"],
  ];
  for (const [blindSignature, unblinding, code] of cases) {
    assert.deepEqual(finalize(n, message, blindSignature, unblinding), refused(code));
  }
  assert.deepEqual(finalize(n, utf8("another credential"), answer, inverse), refused("signature-invalid"));
});

test("an answer not reduced modulo n is refused, though it would unblind to the right signature", () => {
  for (;;) {
    const { blindedMessage, inverse } = expectOk(blind(n, message, systemRandom), "blinding");
    const answer = expectOk(rawSign(soundKey, blindedMessage), "signing");
    const unreduced = bytesToInteger(answer) + modulus;
    if (unreduced >= 2n ** 2048n) continue;
    assert.equal(equalBytes(number(unreduced % modulus), answer), true);
    assert.deepEqual(finalize(n, message, number(unreduced), inverse), refused("blind-signature-range"));
    return;
  }
});

test("§12.5.1: reblind gives the blinded message again from its inverse; no other, and nothing from what is no inverse", () => {
  for (const length of [0, 1, 300]) {
    const text = systemRandom(length);
    const { blindedMessage, inverse } = expectOk(blind(n, text, systemRandom), "blinding");
    assert.deepEqual(reblind(n, text, inverse), blindedMessage);
    assert.notDeepEqual(reblind(n, concat(text, Uint8Array.of(1)), inverse), blindedMessage);
  }
  const { inverse } = expectOk(blind(n, message, systemRandom), "blinding");
  for (const wrong of [new Uint8Array(256), inverse.subarray(1), n, concat(inverse, inverse)])
    assert.equal(reblind(n, message, wrong), undefined);
  assert.equal(reblind(n.subarray(1), message, inverse), undefined);
});
