// Makes the pool of issuer keys for tests: run once, by hand. The keys are public and worth nothing.
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";

const COUNT = 16;
const keys = Array.from({ length: COUNT }, () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 65537 });
  return privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
});
const path = new URL("../src/testing/data/rsa-keys.json", import.meta.url);
writeFileSync(
  path,
  `${JSON.stringify({ about: "RSA-2048 keys for tests, PKCS#8, published: never use one", keys }, null, 1)}\n`,
);
