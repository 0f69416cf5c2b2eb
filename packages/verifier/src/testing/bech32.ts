/** X25519 recipients of age (BIP 173), right ones and those that only their checksum makes look right. */

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** 32 bytes in groups of five bits, the last of which ends with four bits of padding. */
export const AGE_GROUPS = 52;

/** What BIP 173 calls `polymod`, of the prefix `age` and some groups. */
function remainder(groups: readonly number[]): number {
  const prefix = [..."age"].map((letter) => letter.charCodeAt(0));
  const values = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...groups];
  return values.reduce((sum, value) => {
    const shifted = ((sum & 0x1ffffff) << 5) ^ value;
    return GENERATOR.reduce((rest, one, i) => (((sum >> 25) >> i) & 1 ? rest ^ one : rest), shifted);
  }, 1);
}

/**
 * The text of groups with the checksum that they need. A group of -1 stands as a letter that Bech32 has not, which counts
 * as all ones for who forgets to look.
 */
export function ageText(groups: readonly number[]): string {
  const sum = remainder([...groups, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = Array.from({ length: 6 }, (_, i) => (sum >>> (5 * (5 - i))) & 31);
  return `age1${[...groups, ...checksum].map((group) => ALPHABET[group] ?? "b").join("")}`;
}
