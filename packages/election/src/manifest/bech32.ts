import { assert, type Bytes } from "@veche/base";

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * Whether a text is an X25519 recipient of age: Bech32 (BIP 173), lower case, of the prefix `age` and 32 bytes. Its
 * checksum matters: to a mistyped recipient nobody could ever send a share.
 */
export function isAgeRecipient(recipient: string): boolean {
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) return false;
  const words = Array.from(recipient.slice(4), (character) => ALPHABET.indexOf(character));
  // 52 words of five bits carry 32 bytes and four bits of padding, which are zero.
  const padding = (words[51] as number) & 0b1111;
  return padding === 0 && polymod([...expandPrefix("age"), ...words]) === 1;
}

function expandPrefix(prefix: string): readonly number[] {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(words: readonly number[]): number {
  let checksum = 1;
  for (const word of words) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ word;
    for (const [bit, generator] of GENERATOR.entries()) {
      if (((top >> bit) & 1) === 1) checksum ^= generator;
    }
  }
  return checksum;
}

/** The recipient of a 32-byte X25519 public key, as age writes it. */
export function formatAgeRecipient(publicKey: Bytes): string {
  assert(publicKey.length === 32, "an X25519 public key has 32 bytes");
  const words = fiveBitWords(publicKey);
  const checksum = polymod([...expandPrefix("age"), ...words, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = Array.from({ length: 6 }, (_, at) => (checksum >>> (5 * (5 - at))) & 31);
  return `age1${[...words, ...tail].map((word) => ALPHABET.charAt(word)).join("")}`;
}

/** Most significant bit first; the last word is filled up with zero bits. */
function fiveBitWords(bytes: Bytes): readonly number[] {
  const words: number[] = [];
  for (let bit = 0; bit < 8 * bytes.length; bit += 5) {
    const pair = ((bytes[bit >> 3] as number) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    words.push((pair >> (11 - (bit & 7))) & 31);
  }
  return words;
}
