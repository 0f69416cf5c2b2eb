import { webcrypto } from "node:crypto";
import { join } from "node:path";
import { type Bytes, expectOk, type RandomBytes, toHex } from "@veche/base";
import { httpOver, NodeLink, post } from "@veche/client";
import { generateSignerKey, type SignerKey } from "@veche/crypto/signer";
import type { Member } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import {
  decodeIssuerKeys,
  encodeIssuerKeys,
  type IssuerDesk,
  type IssuerKeys,
  issuerKeysTransactions,
  jsonLogger,
  type OpenedIssuer,
  openIssuer,
  reportTo,
  type Server,
  serve,
} from "@veche/issuer";
import { modulusOf } from "@veche/ledger";
import { keptSecret } from "./kept-secret.ts";
import { serveParent } from "./serve-parent.ts";

/** `port`: 0: any, but then nobody finds it again after a restart. */
export type IssuerStart = { readonly name: string; readonly folder: string; readonly port: number };
export type IssuerStarted = { readonly member: Member; readonly url: string };
export type IssuerJoin = {
  readonly electionId: Bytes;
  readonly issuer: number;
  readonly styles: number;
  readonly nodes: readonly string[];
};

/** Of the election that comes next: keys are drawn before they are asked for, one at a time, so that signing waits for none. */
const SPARE_STYLES = 2;
const BETWEEN_KEYS_MS = 250;

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const logger = jsonLogger((line) => process.stderr.write(line), Date.now);
const desks: IssuerDesk[] = [];
const opened: OpenedIssuer[] = [];
const spare: SignerKey[] = [];
let server: Server | undefined;
let folder = "";
let secret: Bytes = new Uint8Array(0);

/** For the first time, or after it was killed. */
async function start(options: IssuerStart): Promise<IssuerStarted> {
  folder = options.folder;
  secret = keptSecret(folder, "issuer", () => randomBytes(32));
  server = await serve(desks, { host: "127.0.0.1", port: options.port, logger, lookEveryMs: 2_000 });
  return {
    member: { name: options.name, key: ed25519PublicKey(secret) },
    url: `http://127.0.0.1:${server.port}`,
  };
}

function drawKeys(count: number): void {
  while (spare.length < count) spare.push(generateSignerKey());
}

function drawOneLater(): void {
  if (spare.length >= SPARE_STYLES) return;
  setTimeout(() => {
    drawKeys(spare.length + 1);
    drawOneLater();
  }, BETWEEN_KEYS_MS).unref();
}

async function join_({ electionId, issuer, styles, nodes: urls }: IssuerJoin): Promise<void> {
  const own = join(folder, toHex(electionId));
  const keys = keysIn(own, styles);
  const nodes = urls.map((url) => new NodeLink(url, electionId, httpOver(fetch)));
  const home = { folder: own, electionId, issuer, keys, nodes };
  const joined = expectOk(
    await openIssuer({ ...home, clock: Date.now, randomBytes, report: reportTo(logger) }),
    "the issuer's home",
  );
  opened.push(joined);
  desks.push(joined.desk);
  const { known } = joined.follower;
  if (known === undefined) throw new Error("the election is not on the node");
  const isPublished = [...keys.keys()].every((style) => modulusOf(known.view, issuer, style) !== undefined);
  if (isPublished) return;
  const sign = (message: Bytes): Bytes => signEd25519(secret, message);
  for (const transaction of issuerKeysTransactions(
    known.election,
    { role: "issuer", index: issuer, sign },
    keys,
  )) {
    expectOk(await post(joined.follower, transaction), "the issuer's key");
  }
}

/** ⚔ On the disk before they are posted: nobody could sign with a key that was lost. */
function keysIn(home: string, styles: number): IssuerKeys {
  const kept = keptSecret(home, "keys", () => {
    drawKeys(styles);
    return encodeIssuerKeys(new Map(spare.splice(0, styles).map((key, style) => [style, key])));
  });
  return expectOk(decodeIssuerKeys(kept), "the issuer's own keys");
}

serveParent(
  {
    start,
    /** Blocks until there are keys for so many styles. */
    draw: (count: number) => drawKeys(count),
    join: join_,
    /** In the background, for the next election. */
    drawMore: () => drawOneLater(),
  },
  async () => {
    await server?.close();
    for (const own of opened) await own.close();
  },
);
