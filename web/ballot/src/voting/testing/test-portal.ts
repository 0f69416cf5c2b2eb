import { createCipheriv, createECDH, hkdfSync } from "node:crypto";
import { type Bytes, concat, expectOk, readUint, u8, u16, u32, utf8 } from "@veche/base";
import { rawSign } from "@veche/crypto/signer";
import { blindedHash, currentSet, issueHashOf, requestOf } from "@veche/election";
import { styleIdOf, type TestVoter } from "@veche/ledger/testing";
import { fromBase64Url, toBase64Url } from "../base64url.ts";
import type { TestHost } from "./test-host.ts";

/** What an answer is made of: tests change it to lie. */
export type PortalAnswer = {
  readonly set: number;
  readonly signatures: readonly Bytes[];
  readonly proof: Bytes;
  readonly replacements: readonly Bytes[];
};

/** The portal of one voter, and the registrar and the issuers behind it (§04.5). */
export class TestPortal {
  readonly host: TestHost;
  readonly voter: TestVoter;
  /** The blinded messages that the entry was issued for, once it was. */
  issued: { readonly blinded: readonly Bytes[]; readonly index: number } | undefined;
  /** Indices of `issuer-set` entries. */
  replaced: readonly number[] = [];

  constructor(host: TestHost, voter: TestVoter) {
    this.host = host;
    this.voter = voter;
  }

  /** §12.2.2 */
  handover(): string {
    const request =
      this.issued && requestOf(this.host.ledger.test.electionId, this.issued.blinded.map(blindedHash));
    const flags = request === undefined ? 0 : 1;
    return `v${toBase64Url(concat(u8(1), u8(flags), u16(this.voter.style), request ?? new Uint8Array(32)))}`;
  }

  /** Takes the address that the page left for, and gives the fragment that comes back. */
  answer(address: string): string {
    return this.sealed(address, this.issue(address));
  }

  /** §12.2.4: an answer, right or not, as a fragment for the page that left for this address. */
  sealed(address: string, answer: PortalAnswer): string {
    return sealedFragment(this.host.ledger.test.electionId, pointIn(address), answerBytes(answer));
  }

  issue(address: string): PortalAnswer {
    const blinded = blindedIn(address);
    const { ledger } = this.host;
    const { test } = ledger;
    if (this.issued === undefined) {
      const { style, rollEntry } = this.voter;
      const hash = issueHashOf(test.electionId, styleIdOf(test, style), rollEntry, blinded.map(blindedHash));
      const set = ledger.state.issuerSets.length - 1;
      ledger.accept(ledger.tx("issue", { entry: rollEntry, hash, set, style }));
      this.host.publish();
      this.issued = { blinded, index: ledger.entries.length - 1 };
    }
    return this.signed(this.issued.blinded, this.issued.index);
  }

  /** The answer of the current set to these blinded messages, with the proof of the entry at `index`. */
  signed(blinded: readonly Bytes[], index: number): PortalAnswer {
    const { test, state } = this.host.ledger;
    const signatures = currentSet(state.issuerSets).map((issuer) =>
      expectOk(rawSign(test.rsaKey(issuer, this.voter.style), blinded[issuer - 1] as Bytes), "signature"),
    );
    return {
      set: state.issuerSets.length - 1,
      signatures,
      proof: this.host.proof(index),
      replacements: this.replaced.map((at) => this.host.proof(at)),
    };
  }
}

const handedOver = (address: string): Bytes =>
  fromBase64Url(address.slice(address.indexOf("#b") + 2)) ?? new Uint8Array(0);

/** §12.2.3 */
export function blindedIn(address: string): readonly Bytes[] {
  const bytes = handedOver(address);
  const count = readUint(bytes, 1, 1);
  return Array.from({ length: count }, (_, at) => bytes.slice(69 + 256 * at, 69 + 256 * (at + 1)));
}

/** §12.2.3: P. */
export const pointIn = (address: string): Bytes => handedOver(address).slice(4, 69);

/** §12.2.4, opened. */
export function answerBytes({ set, signatures, proof, replacements }: PortalAnswer): Bytes {
  const content = concat(
    u8(signatures.length),
    u8(0),
    u16(set),
    ...signatures,
    u32(proof.length),
    proof,
    u16(replacements.length),
    ...replacements.flatMap((bytes) => [u32(bytes.length), bytes]),
  );
  const bytes = new Uint8Array(content.length <= 65_536 ? 65_536 : 1_048_576);
  bytes.set(content);
  return bytes;
}

/**
 * §12.2.4 with Node's own cryptography, by nothing of the code that opens it. `secret`: of E; missing: drawn.
 */
export function sealAnswer(electionId: Bytes, point: Bytes, answer: Bytes, secret?: Bytes): Bytes {
  const ecdh = createECDH("prime256v1");
  if (secret === undefined) ecdh.generateKeys();
  else ecdh.setPrivateKey(secret);
  const ephemeral = new Uint8Array(ecdh.getPublicKey());
  const framed = [electionId, point, ephemeral].flatMap((item) => [u32(item.length), item]);
  const info = concat(utf8("veche/v1/answer-key\0"), ...framed);
  const key = hkdfSync("sha256", ecdh.computeSecret(point), new Uint8Array(0), info, 32);
  const cipher = createCipheriv("aes-256-gcm", new Uint8Array(key), new Uint8Array(12));
  const text = concat(new Uint8Array(cipher.update(answer)), new Uint8Array(cipher.final()));
  return concat(u8(2), ephemeral, text, new Uint8Array(cipher.getAuthTag()));
}

export const sealedFragment = (electionId: Bytes, point: Bytes, answer: Bytes): string =>
  `s${toBase64Url(sealAnswer(electionId, point, answer))}`;
