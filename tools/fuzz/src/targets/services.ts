import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileHandle, open as openFile } from "node:fs/promises";
import type { Result } from "@veche/base";
import { type Bytes, concat, encodeCbor, fromHex, toHex, u32, utf8 } from "@veche/base";
import type { Election } from "@veche/election";
import { poolKey, seededRandom } from "@veche/ledger/testing";
import { createHome, type HomeConfig, readHome } from "@veche/node";
import { Fault, type Target } from "../engine/target.ts";
import { example, json } from "../examples.ts";
import { internal } from "../internal.ts";
import { insistCanonical, insistSame, jsonOf, outcomeOf, strict, strictResult } from "../properties.ts";
import { frame, scratch } from "./client.ts";

type Coded = { readonly code: string };

const ACCOUNTS = "services/registrar/src/accounts.ts";
const IDENTITY = "services/trustee/src/vault/identity.ts";

/** What a letter, an account and a register entry hold; the numbers are nobody's. */
const letter = (electionId: Bytes) => ({
  election: toHex(electionId),
  style: "style-0",
  voter: "v-0000001",
  secret: "0000-1111-2222-3333-4444",
  record: "gwECAw==",
  salt: "00".repeat(32),
  entry: "00".repeat(32),
  signature: Buffer.alloc(64).toString("base64"),
});

type Sealing = {
  readonly seal: (plain: Bytes) => Promise<Bytes>;
  readonly open: (sealed: Bytes) => Promise<Result<Bytes, Coded>>;
};

export const SERVICE_TARGETS: readonly Target[] = [
  {
    name: "issuer-keys",
    covers: ["services/issuer/src/keys.ts#decodeIssuerKeys"],
    shape: "cbor",
    quick: 150,
    open: async () => {
      type Keys = {
        decodeIssuerKeys: (bytes: Bytes) => Result<unknown, Coded>;
        encodeIssuerKeys: (keys: unknown) => Bytes;
      };
      const { decodeIssuerKeys, encodeIssuerKeys } = await internal<Keys>("services/issuer/src/keys.ts");
      return {
        examples: [
          encodeIssuerKeys(
            new Map([
              [0, poolKey(0)],
              [1, poolKey(1)],
            ]),
          ),
          encodeIssuerKeys(new Map()),
        ],
        run: strictResult(decodeIssuerKeys, encodeIssuerKeys),
      };
    },
  },
  {
    name: "trustee-identity",
    covers: [`${IDENTITY}#decodeIdentity`],
    shape: "cbor",
    quick: 3_000,
    open: async () => {
      type Identity = {
        decodeIdentity: (bytes: Bytes) => unknown;
        encodeIdentity: (identity: unknown) => Bytes;
        makeIdentity: (random: unknown) => unknown;
      };
      const { decodeIdentity, encodeIdentity, makeIdentity } = await internal<Identity>(IDENTITY);
      return {
        examples: [encodeIdentity(makeIdentity(seededRandom("fuzz")))],
        run: strict(decodeIdentity, encodeIdentity),
      };
    },
  },
  {
    name: "sealed-file",
    covers: [],
    shape: "text",
    quick: 60,
    open: async () => {
      const { sealingUnder } = await internal<{
        sealingUnder: (passphrase: string, workFactor: number) => Sealing;
      }>("services/trustee/src/vault/sealing.ts");
      const { unseal } = await internal<{
        unseal: (sealed: Bytes, passphrase: string) => Promise<Result<Bytes, Coded>>;
      }>("tools/cli/src/files/sealed.ts");
      const sealing = sealingUnder("correct horse battery", 2);
      const secret = utf8("a secret");
      return {
        examples: [await sealing.seal(secret)],
        run: async (input) => {
          // A stronger work factor than the tests' is right too, and takes long by design.
          if (/scrypt \S+ (?:1[2-9]|[2-9]\d)/.test(Buffer.from(input).toString("latin1"))) return "strong";
          const [opened, unsealed] = [
            await sealing.open(input),
            await unseal(input, "correct horse battery"),
          ];
          insistSame(opened.ok, unsealed.ok, "a sealed file opens for one of the two");
          // ⚔ The file is sealed: what opens is what was put in.
          if (opened.ok) insistCanonical(opened.value, secret, "what comes out of a sealed file is");
          return outcomeOf(opened);
        },
      };
    },
  },
  {
    name: "share-file",
    covers: [],
    shape: "bytes",
    quick: 100,
    open: async () => {
      type Age = {
        makeAgeIdentity: (random: unknown) => string;
        recipientOf: (identity: string) => Promise<string>;
      };
      const { makeAgeIdentity, recipientOf } = await internal<Age>(
        "services/trustee/src/vault/age-identity.ts",
      );
      type Vaults = {
        TrusteeVault: { create: (options: object, random: unknown) => Promise<{ ok: true; value: Vault }> };
      };
      type Vault = {
        openAgeFile: (file: Bytes) => Promise<Bytes | undefined>;
        member: (name: string) => { readonly age: string };
        close: () => Promise<void>;
      };
      const { TrusteeVault } = await internal<Vaults>("services/trustee/src/vault/vault.ts");
      const { path, close } = scratch();
      for (const name of ["stick", "card"]) mkdirSync(path(name));
      const options = {
        media: [path("stick"), path("card")],
        passphrase: "correct horse battery",
        workFactor: 2,
      };
      const { value: vault } = await TrusteeVault.create(options, seededRandom("fuzz"));
      type Shares = {
        sealShares: (
          dealing: object,
          to: readonly number[],
          members: readonly object[],
        ) => Promise<readonly Bytes[]>;
      };
      const { sealShares } = await internal<Shares>("services/trustee/src/machine/share-files.ts");
      const seal = async (age: string): Promise<Bytes> => {
        const [file] = await sealShares({ sharePlaintext: () => new Uint8Array(32).fill(7) }, [1], [{ age }]);
        return file as Bytes;
      };
      return {
        examples: [
          await seal(vault.member("own").age),
          await seal(await recipientOf(makeAgeIdentity(seededRandom("another")))),
        ],
        run: async (input) => {
          const opened = await vault.openAgeFile(input);
          if (opened !== undefined)
            insistCanonical(opened, new Uint8Array(32).fill(7), "what comes out of a share file is");
          return String(opened !== undefined);
        },
        close: async () => {
          await vault.close();
          await close();
        },
      };
    },
  },
  {
    name: "letter",
    covers: ["services/registrar/src/roll/letter.ts#readLetter"],
    shape: "json",
    quick: 1_500,
    open: async () => {
      type Letters = { readLetter: (value: unknown, election: Election) => Result<unknown, Coded> };
      const { readLetter } = await internal<Letters>("services/registrar/src/roll/letter.ts");
      const { election } = example("open");
      return {
        examples: [json(letter(election.electionId))],
        run: (input) => outcomeOf(readLetter(jsonOf(input), election)),
      };
    },
  },
  {
    name: "registrar-files",
    covers: [`${ACCOUNTS}#readAccounts`, `${ACCOUNTS}#readRegister`],
    shape: "cbor",
    quick: 120,
    open: async () => {
      type Reader = (path: string) => Promise<Result<unknown, Coded>>;
      const { readAccounts, readRegister } = await internal<{ readAccounts: Reader; readRegister: Reader }>(
        ACCOUNTS,
      );
      const { path, close } = scratch();
      const bytes32 = new Uint8Array(32);
      return {
        examples: [
          encodeCbor({ entry: bytes32, person: "v-1", secret: bytes32, style: 0 }),
          encodeCbor({ person: "v-1", record: new Uint8Array(5), salt: bytes32 }),
        ],
        run: async (input) => {
          writeFileSync(path("file"), frame(concat(u32(input.length), input)));
          const [accounts, register] = [await readAccounts(path("file")), await readRegister(path("file"))];
          return `${outcomeOf(accounts)} ${outcomeOf(register)}`.replaceAll(path(""), "");
        },
        close,
      };
    },
  },
  {
    name: "node-hints",
    covers: ["services/node/src/hints/hint-file.ts#readHintFrames"],
    shape: "bytes",
    quick: 150,
    open: async () => {
      type Frame = { readonly first: number; readonly hints: readonly (Bytes | undefined)[] };
      type HintFile = {
        append: (first: number, hints: readonly (Bytes | undefined)[]) => Promise<void>;
        close: () => Promise<void>;
      };
      const { HintFile, readHintFrames } = await internal<{
        HintFile: { open: (path: string, logSize: number) => Promise<HintFile> };
        readHintFrames: (handle: FileHandle) => AsyncIterable<Frame>;
      }>("services/node/src/hints/hint-file.ts");
      const { path, close } = scratch();
      const file = await HintFile.open(path("hints"), 100);
      await file.append(3, [new Uint8Array(32).fill(1), undefined, new Uint8Array(0)]);
      await file.append(9, [new Uint8Array(64).fill(2)]);
      await file.close();
      const right = new Uint8Array(readFileSync(path("hints")));
      return {
        examples: [right, right.slice(0, right.length / 2)],
        run: async (input) => {
          writeFileSync(path("hints"), input);
          await (await HintFile.open(path("hints"), 100)).close();
          const handle = await openFile(path("hints"), "r");
          let entries = 0;
          for await (const { hints } of readHintFrames(handle)) entries += hints.length;
          await handle.close();
          // ⚔ What is not whole is cut off, never read as something else.
          insistCanonical(
            input.slice(0, readFileSync(path("hints")).length),
            new Uint8Array(readFileSync(path("hints"))),
            "the rest of a hint file",
          );
          return String(entries);
        },
        close,
      };
    },
  },
  {
    name: "node-home",
    covers: ["services/node/src/home/home.ts#readHome"],
    shape: "json",
    quick: 400,
    open: async () => {
      const { path, close } = scratch();
      const { manifest } = example("open");
      const config: HomeConfig = { name: "node", genesis: manifest.genesis };
      const organisations = manifest.genesis.organisations.map(({ key, name }) => ({
        key: toHex(key),
        name,
      }));
      let made = 0;
      return {
        examples: [
          json({ format: 1, name: "node", genesis: { organisations, quorum: manifest.genesis.quorum } }),
        ],
        run: async (input) => {
          if (made++ === 0) await createHome(path("first"), config);
          writeFileSync(path("first/node.json"), input);
          const read = await readHome(path("first"));
          if (
            read.ok &&
            read.value.genesis.organisations.some(({ key }) => fromHex(toHex(key))?.length !== 32)
          ) {
            throw new Fault("threw", "a home with a key that is none");
          }
          return read.ok ? "ok" : `${read.error.code} ${read.error.reason}`;
        },
        close,
      };
    },
  },
];
