import { type Bytes, concat, encodeCbor, expectOk, toHex, uintBytes } from "@veche/base";
import { signIssue } from "@veche/crypto";
import { proveKeyForm } from "@veche/crypto/signer";
import {
  blindedHash,
  issueHashOf,
  issuerSetsOf,
  joinRoots,
  type Replacement,
  rollEntryOf,
  rollRecordMessage,
  rsaKeySeed,
  tokenMessage,
} from "@veche/election";
import { ed25519PublicKey, encodePoint, multiplyBase, randomScalar, signEd25519 } from "@veche/group";
import { seededRandom } from "../random.ts";
import { poolKey } from "../rsa-pool.ts";
import { flipped } from "../scenarios/forge.ts";
import { testElection } from "../test-election.ts";
import { makeVoters, signatureOn, styleIdOf } from "../voters.ts";

const ABOUT =
  "Vectors for 04 and 01.6.3. Byte strings are hexadecimal. `accepted` is the verdict; where it is false one thing was changed.";

const FIELDS = {
  rollEntries: "record: CBOR of 04.1.1; message: the 64 bytes that the registrar signs (04.1.3)",
  issuerKeys: "04.2.2, for one issuer and style by itself",
  issuerSets: "04.3.1: active set, replacements in order; sets, or absent if a replacement is refused",
  tokens: "04.4: moduli of the set and signatures, both ascending by issuer; message: τ of 04.4.1",
  issueHashes: "04.5.2: hashes: SHA-256 of the m blinded messages",
  issueSignatures: "01.6.3: message: the 64 bytes M of 06.2.3",
};

const hex = (bytes: readonly Bytes[]): readonly string[] => bytes.map(toHex);

/** What a second implementation needs to make and check everything between roll and token. */
export function credentialVectors() {
  return {
    about: ABOUT,
    fields: FIELDS,
    rollEntries: rollEntries(),
    issuerKeys: issuerKeys(),
    issuerSets: issuerSets(),
    tokens: tokens(),
    issueHashes: issueHashes(),
    issueSignatures: issueSignatures(),
  };
}

function rollEntries() {
  const random = seededRandom("roll vectors");
  const secret = random(32);
  const key = ed25519PublicKey(secret);
  const persons = [
    ["Иванова", "Анна", "Петровна", "1980-02-29", "4509123456"],
    ["Smith", "John", "", "2008-11-22", "AB1234567"],
  ];
  const right = persons.map((person, at) => {
    const roll = {
      electionId: random(32),
      styleId: `style-${at}`,
      record: encodeCbor(person),
      salt: random(32),
    };
    return { roll, entry: rollEntryOf(roll), signature: signEd25519(secret, rollRecordMessage(roll)) };
  });
  const [one] = right as [(typeof right)[0]];
  const line = ({ roll, entry, signature }: typeof one, name: string, accepted: boolean) => ({
    name,
    electionId: toHex(roll.electionId),
    styleId: roll.styleId,
    record: toHex(roll.record),
    salt: toHex(roll.salt),
    rollEntry: toHex(entry),
    message: toHex(rollRecordMessage(roll)),
    registrarKey: toHex(key),
    signature: toHex(signature),
    accepted,
  });
  const wrong = (name: string, changes: Partial<typeof one.roll>) =>
    line({ ...one, roll: { ...one.roll, ...changes } }, name, false);
  return [
    ...right.map((entry, at) => line(entry, `person ${at + 1}`, true)),
    wrong("another salt", { salt: flipped(one.roll.salt, 0) }),
    wrong("another style", { styleId: "style-9" }),
    wrong("another election", { electionId: flipped(one.roll.electionId, 31) }),
    line({ ...one, signature: flipped(one.signature, 0) }, "another signature", false),
  ];
}

function issuerKeys() {
  const electionId = seededRandom("issuer key vectors")(32);
  const key = poolKey(0);
  const line = (name: string, accepted: boolean, changes: Partial<KeyLine> = {}) => ({
    name,
    electionId: toHex(electionId),
    ...rightKey(),
    ...changes,
    accepted,
  });
  const rightKey = (): KeyLine => {
    const roots = expectOk(proveKeyForm(key, rsaKeySeed(electionId, 1, "style-0", key.modulus)), "roots");
    return { issuer: 1, styleId: "style-0", modulus: toHex(key.modulus), roots: toHex(joinRoots(roots)) };
  };
  const { roots } = rightKey();
  const modulus = integerOf(key.modulus);
  return [
    line("a key of the right form", true),
    line("another issuer", false, { issuer: 2 }),
    line("another style", false, { styleId: "style-1" }),
    line("a wrong root", false, { roots: `${roots.slice(0, -2)}${roots.endsWith("00") ? "01" : "00"}` }),
    line("a root not below the modulus", false, { roots: toHex(key.modulus) + roots.slice(512) }),
    line("two roots exchanged", false, {
      roots: roots.slice(512, 1_024) + roots.slice(0, 512) + roots.slice(1_024),
    }),
    line("an even modulus", false, { modulus: bytesOfInteger(modulus - 1n) }),
    line("a modulus whose top bit is not set", false, { modulus: bytesOfInteger(modulus >> 1n) }),
    line("a modulus with a small factor", false, { modulus: bytesOfInteger(modulus - (modulus % 65_521n)) }),
  ];
}

type KeyLine = {
  readonly issuer: number;
  readonly styleId: string;
  readonly modulus: string;
  readonly roots: string;
};

function integerOf(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

const bytesOfInteger = (value: bigint): string => value.toString(16).padStart(512, "0");

function issuerSets() {
  const line = (name: string, active: readonly number[], replacements: readonly Replacement[]) => {
    const sets = issuerSetsOf(active, replacements);
    return { name, active, replacements, ...(sets.ok ? { sets: sets.value } : {}) };
  };
  return [
    line("no replacement", [1, 2], []),
    line("one of two", [1, 2], [{ in: 3, out: 1 }]),
    line(
      "two of three",
      [2, 3, 5],
      [
        { in: 1, out: 3 },
        { in: 4, out: 5 },
      ],
    ),
    line(
      "a replacement more than t − 1",
      [1, 2],
      [
        { in: 3, out: 1 },
        { in: 4, out: 2 },
      ],
    ),
    line(
      "one who was replaced returns",
      [1, 2, 3],
      [
        { in: 4, out: 1 },
        { in: 1, out: 2 },
      ],
    ),
    line("out is not in the set", [1, 2], [{ in: 3, out: 4 }]),
    line("in is in the set", [1, 2, 3], [{ in: 2, out: 1 }]),
    line("the only issuer", [1], [{ in: 2, out: 1 }]),
  ];
}

function tokens() {
  const test = testElection({}, seededRandom("token vectors"));
  const [voter, other] = makeVoters(test, 0, 2) as [
    ReturnType<typeof makeVoters>[0],
    ReturnType<typeof makeVoters>[0],
  ];
  if (voter === undefined || other === undefined) return [];
  const moduli = [1, 2].map((issuer) => test.rsaKey(issuer, 0).modulus);
  const [a, b] = [signatureOn(test, voter, 1), signatureOn(test, voter, 2)];
  const message = tokenMessage(test.electionId, styleIdOf(test, 0), voter.credential);
  const line = (name: string, accepted: boolean, signatures: readonly Bytes[], ofMessage = message) => ({
    name,
    electionId: toHex(test.electionId),
    styleId: styleIdOf(test, 0),
    X: toHex(voter.credential),
    message: toHex(ofMessage),
    moduli: hex(moduli),
    signatures: hex(signatures),
    accepted,
  });
  const aboveModulus = bytesOfInteger(integerOf(a) + integerOf(moduli[0] as Bytes));
  const padded = aboveModulus.length === 512 ? aboveModulus : bytesOfInteger(integerOf(moduli[0] as Bytes));
  return [
    line("both issuers of the set", true, [a, b]),
    line("one is missing", false, [a]),
    line("in another order", false, [b, a]),
    line("one of them twice", false, [a, a]),
    line("a signature on another X", false, [a, signatureOn(test, other, 2)]),
    line("a signature of a key of another style", false, [a, signatureOn(test, { ...voter, style: 1 }, 2)]),
    line("one bit of a signature changed", false, [a, flipped(b, 255)]),
    { ...line("a signature not below the modulus", false, [a, b]), signatures: [padded, toHex(b)] },
    line("the same signatures and a third", false, [a, b, a]),
  ];
}

function issueHashes() {
  const random = seededRandom("issue hash vectors");
  return [1, 2, 5].map((m) => {
    const [electionId, rollEntry] = [random(32), random(32)];
    const hashes = Array.from({ length: m }, () => blindedHash(concat(uintBytes(m, 8), random(248))));
    return {
      electionId: toHex(electionId),
      styleId: `style-${m}`,
      rollEntry: toHex(rollEntry),
      hashes: hex(hashes),
      issueHash: toHex(issueHashOf(electionId, `style-${m}`, rollEntry, hashes)),
    };
  });
}

function issueSignatures() {
  const random = seededRandom("issue signature vectors");
  const secret = randomScalar(random);
  const key = encodePoint(multiplyBase(secret));
  const message = random(64);
  const signature = signIssue("registrar-issue", secret, message, random);
  const line = (
    name: string,
    accepted: boolean,
    changes: Partial<{ key: Bytes; message: Bytes; signature: Bytes }>,
  ) => ({
    name,
    key: toHex(changes.key ?? key),
    message: toHex(changes.message ?? message),
    signature: toHex(changes.signature ?? signature),
    accepted,
  });
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  return [
    line("right", true, {}),
    line("another message", false, { message: flipped(message, 0) }),
    line("another key", false, { key: encodePoint(multiplyBase(randomScalar(random))) }),
    line("another commitment", false, {
      signature: concat(encodePoint(multiplyBase(randomScalar(random))), signature.slice(32)),
    }),
    line("another answer", false, { signature: flipped(signature, 32) }),
    line("an answer of ℓ more", false, {
      signature: concat(signature.slice(0, 32), littleEndian(littleEndianOf(signature.slice(32)) + order)),
    }),
    line("a commitment that is no point", false, {
      signature: concat(new Uint8Array(32).fill(255), signature.slice(32)),
    }),
  ];
}

const littleEndianOf = (bytes: Bytes): bigint => BigInt(`0x${toHex(new Uint8Array(bytes).reverse())}`);

function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
}
