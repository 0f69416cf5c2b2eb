import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { RandomBytes } from "@veche/base";
import { isMissing } from "../store/files.ts";

/** PEM. */
export type LanCertificate = { readonly cert: string; readonly key: string };

const DAY = 24 * 3_600_000;
/** Telephones take no certificate that lasts longer than 825 days. */
const LASTS_MS = 365 * DAY;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Addresses of this machine that another one in the same network can reach; IPv6 only where there is nothing else. */
export function lanAddresses(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()) {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ internal, address }) => !internal && !address.startsWith("fe80"));
  const v4 = outer.filter(({ family }) => family === "IPv4");
  return (v4.length > 0 ? v4 : outer).map(({ address }) => address);
}

/**
 * The host's own certificate for `names` (addresses and host names), made once and kept in `folder` (0600); made anew if it names others
 * or has ended. Nobody vouches for it: who opens the page on a telephone compares its fingerprint, or goes on without.
 */
export async function lanCertificate(
  folder: string,
  names: readonly string[],
  now: number,
  randomBytes: RandomBytes,
): Promise<LanCertificate> {
  const path = join(folder, "lan-certificate.json");
  const kept = await readKept(path);
  if (kept !== undefined && serves(kept, names, now)) return kept;
  const made = await make(names, now, randomBytes);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** SHA-256 of the certificate, as browsers show it. */
export const fingerprintOf = ({ cert }: LanCertificate): string => new X509Certificate(cert).fingerprint256;

async function readKept(path: string): Promise<LanCertificate | undefined> {
  try {
    const { cert, key } = JSON.parse(await readFile(path, "utf8")) as Partial<LanCertificate>;
    return typeof cert === "string" && typeof key === "string" ? { cert, key } : undefined;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function serves({ cert }: LanCertificate, names: readonly string[], now: number): boolean {
  const certificate = new X509Certificate(cert);
  const isNamed = (name: string): boolean =>
    (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
  return names.every(isNamed) && now < Date.parse(certificate.validTo) - DAY;
}

async function make(
  names: readonly string[],
  now: number,
  randomBytes: RandomBytes,
): Promise<LanCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const serial = randomBytes(16);
  // Positive, and of full length.
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: Buffer.from(serial).toString("hex"),
      name: "CN=Veche ballot host (this network only)",
      notBefore: new Date(now - DAY),
      notAfter: new Date(now + LASTS_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value })),
        ),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: certificate.toString("pem"), key: PemConverter.encode(key, "PRIVATE KEY") };
}
