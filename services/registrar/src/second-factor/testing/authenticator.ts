import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { type Bytes, concat, toBase64, u8, u16, u32, utf8 } from "@veche/base";

const sha256 = (bytes: Bytes): Bytes => new Uint8Array(createHash("sha256").update(bytes).digest());
const base64url = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Flags of authenticator data (WebAuthn Level 3, 6.1): user present, user verified, attested credential data. */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

export type Device = { readonly origin: string; readonly rpId: string; readonly isVerifying: boolean };
type Asked = { readonly challenge: string };

/**
 * A passkey as a device holds one, ES256 without attestation, written from WebAuthn Level 3 (6.1, 6.5, 7): its answers are what
 * browsers send.
 */
export class Authenticator {
  readonly #id = new Uint8Array(randomBytes(16));
  readonly #key: KeyObject;
  readonly #publicKey: Bytes;
  counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#publicKey = coseKey(fromBase64url(x), fromBase64url(y));
  }

  register({ challenge }: Asked, device: Device): unknown {
    const credential = concat(new Uint8Array(16), u16(this.#id.length), this.#id, this.#publicKey);
    const data = concat(authenticatorData(device, ATTESTED, this.counter), credential);
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    const attestation = concat(
      Uint8Array.of(0xa3),
      ...[cborText("fmt"), cborText("none"), cborText("attStmt"), Uint8Array.of(0xa0)],
      ...[cborText("authData"), cborBytes(data)],
    );
    const clientDataJSON = clientData("webauthn.create", challenge, device.origin);
    return this.#answer({
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestation),
    });
  }

  assert({ challenge }: Asked, device: Device): unknown {
    this.counter += 1;
    const data = authenticatorData(device, 0, this.counter);
    const json = clientData("webauthn.get", challenge, device.origin);
    const signature = sign("sha256", concat(data, sha256(json)), this.#key);
    return this.#answer({
      clientDataJSON: base64url(json),
      authenticatorData: base64url(data),
      signature: base64url(new Uint8Array(signature)),
    });
  }

  #answer(response: Readonly<Record<string, string>>): unknown {
    const id = base64url(this.#id);
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }
}

const clientData = (type: string, challenge: string, origin: string): Bytes =>
  utf8(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const authenticatorData = (device: Device, flags: number, counter: number): Bytes =>
  concat(sha256(utf8(device.rpId)), u8(PRESENT | (device.isVerifying ? VERIFIED : 0) | flags), u32(counter));

/** COSE_Key of ES256 (RFC 9053, 7.1.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y} */
const coseKey = (x: Bytes, y: Bytes): Bytes =>
  concat(
    Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    cborBytes(x),
    Uint8Array.of(0x22),
    cborBytes(y),
  );

const cborText = (text: string): Bytes => concat(u8(0x60 + text.length), utf8(text));
const cborBytes = (bytes: Bytes): Bytes => concat(u8(0x58), u8(bytes.length), bytes);
const fromBase64url = (text: string): Bytes => new Uint8Array(Buffer.from(text, "base64url"));
