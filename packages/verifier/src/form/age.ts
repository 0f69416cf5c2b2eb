/** Lower-case Bech32 (BIP 173), as age writes X25519 recipients. */
const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const PREFIX = "age";
/** 32 bytes in groups of five bits, the last one padded with four zero bits, then the checksum. */
const DATA_GROUPS = 52;
const CHECKSUM_GROUPS = 6;

const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Whether a text is an X25519 recipient: prefix `age`, 32 bytes, zero padding bits, checksum (§02.1). */
export function isAgeRecipient(text: string): boolean {
  if (!text.startsWith(`${PREFIX}1`)) return false;
  const groups = [...text.slice(PREFIX.length + 1)].map((character) => ALPHABET.indexOf(character));
  if (groups.length !== DATA_GROUPS + CHECKSUM_GROUPS || groups.includes(-1)) return false;
  const padding = (groups[DATA_GROUPS - 1] as number) & 0b1111;
  return padding === 0 && checksum([...expandedPrefix(), ...groups]) === 1;
}

function expandedPrefix(): readonly number[] {
  const codes = [...PREFIX].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function checksum(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((generator, i) => {
      if (((top >> i) & 1) === 1) sum ^= generator;
    });
  }
  return sum >>> 0;
}
