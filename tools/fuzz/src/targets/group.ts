import { type Bytes, concat, encodeCbor } from "@veche/base";
import {
  blind,
  checkKeyForm,
  decodeIssueKey,
  decodeProof,
  encodeProof,
  finalize,
  verifyToken,
} from "@veche/crypto";
import {
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  isStrictPublicKey,
  multiplyPublic,
  verifyEd25519Strict,
} from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import type { Target } from "../engine/target.ts";
import { allExamples, bodies, example } from "../examples.ts";
import { internal } from "../internal.ts";
import { insistSame, outcomeOf, strict, strictResult } from "../properties.ts";

const GROUP = "packages/group/src";
const BLIND_RSA = "packages/crypto/src/blind-rsa";

const points = (): readonly Bytes[] =>
  bodies("canary", "point").concat([encodePoint(BASE), new Uint8Array(32)]);

type VerifyToken = typeof verifyToken;

export const GROUP_TARGETS: readonly Target[] = [
  {
    name: "point",
    covers: [`${GROUP}/point.ts#decodePoint`, "packages/crypto/src/schnorr.ts#decodeIssueKey"],
    shape: "bytes",
    quick: 3_000,
    open: async () => ({
      examples: points(),
      run: (input) => {
        insistSame(
          decodeIssueKey(input) === undefined,
          decodePoint(input) === undefined,
          "a key of issue signatures is no point",
        );
        return strict(decodePoint, encodePoint)(input);
      },
    }),
  },
  {
    name: "scalar",
    covers: [`${GROUP}/scalar.ts#decodeScalar`],
    shape: "bytes",
    quick: 20_000,
    open: async () => ({
      examples: [0n, 1n, 2n ** 252n].map(encodeScalar),
      run: (input) => {
        const value = decodeScalar(input);
        // A scalar that was read can be used: no operation finds it out of range.
        if (value !== undefined && value < 1_000n) multiplyPublic(BASE, value);
        return strict(decodeScalar, encodeScalar)(input);
      },
    }),
  },
  {
    name: "proof",
    covers: ["packages/crypto/src/proof-bytes.ts#decodeProof"],
    shape: "bytes",
    quick: 20_000,
    open: async () => ({
      examples: bodies("decryption", "proof").concat(new Uint8Array(64)),
      run: strict(decodeProof, encodeProof),
    }),
  },
  {
    name: "ed25519",
    covers: [],
    shape: "bytes",
    quick: 150,
    open: async () => {
      const { manifest } = example("smallest");
      const key = manifest.genesis.organisations[0]?.key as Bytes;
      return {
        // Key, signature, message.
        examples: [
          concat(key, new Uint8Array(64).fill(1), new Uint8Array(3)),
          concat(key, key, new Uint8Array(32)),
        ],
        run: (input) => {
          const isKey = isStrictPublicKey(input.subarray(0, 32));
          const isSigned = verifyEd25519Strict(
            input.subarray(0, 32),
            input.subarray(96),
            input.subarray(32, 96),
          );
          if (isSigned && !isKey) throw new RangeError("a signature by what is no key");
          return `${isKey} ${isSigned}`;
        },
      };
    },
  },
  {
    name: "rsa-key",
    covers: [],
    shape: "bytes",
    quick: 60,
    open: async () => {
      type Claim = {
        readonly electionId: Bytes;
        readonly issuer: number;
        readonly styleId: string;
        readonly modulus: Bytes;
        readonly roots: Bytes;
      };
      const theirs = await internal<{ verifyRsaKey: (claim: Claim) => boolean }>(
        "packages/verifier/src/proofs/rsa-key.ts",
      );
      const { rsaKeySeed, splitRoots } = await import("@veche/election");
      const { decoded, electionId, manifest } = example("smallest");
      const styleId = manifest.styles[0]?.id ?? "";
      const keys = decoded.flatMap(({ type, body: { modulus, roots } }) =>
        type === "issuer-keys" ? [concat(modulus as Bytes, roots as Bytes)] : [],
      );
      return {
        examples: keys,
        run: (input) => {
          // The form of an `issuer-keys` body has seen to these lengths (§04.2.1).
          if (input.length !== 10 * 256) return "length";
          const [modulus, roots] = [input.slice(0, 256), input.slice(256)];
          const mine = checkKeyForm(modulus, splitRoots(roots), rsaKeySeed(electionId, 1, styleId, modulus));
          const verifier = theirs.verifyRsaKey({ electionId, issuer: 1, styleId, modulus, roots });
          insistSame(mine.ok, verifier, "an issuer's key is right for one of the two");
          return outcomeOf(mine);
        },
      };
    },
  },
  {
    name: "token",
    covers: [],
    shape: "bytes",
    quick: 150,
    open: async () => {
      const pure = await internal<{ verifyToken: VerifyToken }>(`${BLIND_RSA}/verify-token-pure.ts`);
      const { tokenMessage } = await import("@veche/election");
      const { electionId, manifest } = example("smallest");
      const modulus = bodies("issuer-keys", "modulus")[0] as Bytes;
      const ballots = bodies("cast", "ballot").slice(0, 2);
      return {
        // Modulus, signature, credential: a token of a ballot.
        examples: ballots.map((ballot) =>
          concat(modulus, ballot.subarray(38, 38 + 256), ballot.subarray(6, 38)),
        ),
        run: (input) => {
          const [n, signature, credential] = [input.slice(0, 256), input.slice(256, 512), input.slice(512)];
          const message = tokenMessage(electionId, manifest.styles[0]?.id ?? "", credential);
          const byLibrary = verifyToken(n, message, signature);
          insistSame(
            byLibrary,
            pure.verifyToken(n, message, signature),
            "OpenSSL and BigInt judge a token differently",
          );
          return outcomeOf(byLibrary);
        },
      };
    },
  },
  {
    name: "blinding",
    covers: [],
    shape: "bytes",
    quick: 60,
    open: async () => ({
      // Modulus, answer, inverse, message.
      examples: bodies("issuer-keys", "modulus")
        .slice(0, 2)
        .map((modulus) => concat(modulus, modulus, modulus, new Uint8Array([1]))),
      run: (input) => {
        const part = (at: number): Bytes => input.slice(256 * at, 256 * (at + 1));
        const blinded = blind(part(0), input.slice(768), seededRandom("blinding"));
        const finalized = finalize(part(0), input.slice(768), part(1), part(2));
        return `${outcomeOf(blinded)} ${outcomeOf(finalized)}`;
      },
    }),
  },
  {
    name: "blind-signature",
    covers: [],
    shape: "bytes",
    quick: 100,
    open: async () => {
      const { rawSign } = await import("@veche/crypto/signer");
      const { poolKey } = await import("@veche/ledger/testing");
      const key = poolKey(0);
      return {
        examples: [key.modulus, new Uint8Array(256).fill(1)],
        run: (input) => outcomeOf(rawSign(key, input)),
      };
    },
  },
  {
    name: "signer-key",
    covers: [],
    shape: "bytes",
    quick: 200,
    open: async () => {
      const { exportSignerKey, importSignerKey } = await import("@veche/crypto/signer");
      const { poolKey } = await import("@veche/ledger/testing");
      return {
        examples: [0, 1]
          .map((at) => exportSignerKey(poolKey(at)))
          .concat(allExamples().map(({ electionId }) => encodeCbor(electionId))),
        run: strictResult(importSignerKey, exportSignerKey),
      };
    },
  },
];
