import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@veche/base";

export type Certificate = { readonly key: string; readonly cert: string };

/** `undefined` if this machine lacks it. */
export const openssl: string | undefined =
  spawnSync("openssl", ["version"]).status === 0 ? "openssl" : undefined;
export const OPENSSL_MISSING =
  "no openssl, which makes the certificate of the test server (Debian: apt-get install openssl)";

/** A certificate for 127.0.0.1 that nobody trusts who was not told to. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "veche-certificate-"));
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"],
    ...["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyFile, "-out", certFile],
  ]);
  assert(made.status === 0, "openssl made no certificate");
  const certificate = { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
  rmSync(folder, { recursive: true });
  return certificate;
}
