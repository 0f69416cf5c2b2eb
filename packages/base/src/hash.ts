/** FIPS 180-4 (§01.1.3). The import map picks OpenSSL in Node and JavaScript everywhere else. */
export { sha256, sha384, sha512 } from "#hash";
