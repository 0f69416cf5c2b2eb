import { type Bytes, concat, encodeCbor, fromUtf8, toHex, utf8 } from "@veche/base";
import {
  decodeBallot,
  decodeCiphertexts,
  decodeCommitments,
  decodeKeptHead,
  decodePoints,
  decodeResult,
  decodeSharePlaintext,
  encodeBallot,
  encodeKeptHead,
  encodePoints,
  encodeResult,
  encodeSharePlaintext,
  hasBallotForm,
  isAgeRecipient,
  joinRoots,
  type Manifest,
  restoreDealing,
  splitBallot,
  splitRoots,
} from "@veche/election";
import { decodePersonRecord, encodePersonRecord, parsePersonId } from "@veche/election/person";
import {
  beginIssue,
  decodeCredential,
  decodePendingIssue,
  encodeCredential,
  encodePendingIssue,
} from "@veche/election/spend";
import { encodePoint, type Point } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { seededRandom } from "@veche/ledger/testing";
import type { Target } from "../engine/target.ts";
import { allExamples, bodies, example } from "../examples.ts";
import { internal } from "../internal.ts";
import {
  acceptedOf,
  insistAgree,
  insistCanonical,
  insistSame,
  outcomeOf,
  strict,
  strictResult,
  strictText,
} from "../properties.ts";

const ELECTION = "packages/election/src";
const PROOFS = "packages/verifier/src/proofs";

type Layout = { readonly ciphertexts: number };
type TheirBallot = {
  readonly x: Point;
  readonly seq: number;
  readonly set: number;
  readonly style: number;
  readonly commitments: readonly Point[];
  readonly responses: readonly bigint[];
};
type Ciphertexts = readonly { readonly alpha: Point; readonly beta: Point }[];
type TheirBallots = {
  readonly readHead: (bytes: Bytes) => { readonly style: number } | undefined;
  readonly readBallot: (bytes: Bytes, layout: Layout, issuers: number) => TheirBallot | undefined;
  readonly readCiphertexts: (bytes: Bytes, layout: Layout, issuers: number) => Ciphertexts | undefined;
  readonly decodeAll: (
    bytes: Bytes,
    decode: (part: Bytes) => Bytes | undefined,
  ) => readonly Bytes[] | undefined;
};

const written = (list: Ciphertexts): Bytes =>
  concat(...list.flatMap(({ alpha, beta }) => [encodePoint(alpha), encodePoint(beta)]));

export const ELECTION_TARGETS: readonly Target[] = [
  {
    name: "ballot",
    covers: [
      `${ELECTION}/ballot/decode.ts#decodeBallot`,
      `${ELECTION}/ballot/decode.ts#decodeCiphertexts`,
      `${ELECTION}/ballot/parts.ts#splitBallot`,
      `${ELECTION}/ballot/statement.ts#decodeScalars`,
      `${PROOFS}/ballot.ts#readHead`,
      `${PROOFS}/ballot.ts#readBallot`,
      `${PROOFS}/ballot.ts#readCiphertexts`,
      `${PROOFS}/ballot.ts#decodeAll`,
    ],
    shape: "bytes",
    quick: 500,
    open: async () => {
      const theirs = await internal<TheirBallots>(`${PROOFS}/ballot.ts`);
      const layouts = await internal<{ ballotLayout: (manifest: Manifest, style: unknown) => Layout }>(
        "packages/verifier/src/form/layout.ts",
      );
      const { decodeScalars } = await internal<{
        decodeScalars: (bytes: Bytes) => readonly bigint[] | undefined;
      }>(`${ELECTION}/ballot/statement.ts`);
      const kernel = createKernel();
      const { manifest } = example("open");
      const issuers = manifest.issuers.active.length;
      return {
        examples: bodies("cast", "ballot").filter((ballot) => splitBallot(ballot, manifest).ok),
        run: (input) => {
          const read = decodeBallot(input, manifest);
          if (read.ok) insistCanonical(encodeBallot(read.value), input);
          const style = theirs.readHead(input)?.style ?? 0;
          const layout = layouts.ballotLayout(manifest, manifest.styles[style] ?? manifest.styles[0]);
          const verifier =
            style < manifest.styles.length ? theirs.readBallot(input, layout, issuers) : undefined;
          const mine = acceptedOf(read);
          insistAgree(
            mine && [
              toHex(encodePoint(mine.X)),
              mine.seq,
              mine.set,
              mine.style,
              decodeScalars(mine.responseBytes),
            ],
            verifier && [
              toHex(encodePoint(verifier.x)),
              verifier.seq,
              verifier.set,
              verifier.style,
              verifier.responses,
            ],
            "ballot",
          );
          // The reader of intake, which makes no object for a point, judges the same.
          const parts = acceptedOf(splitBallot(input, manifest));
          insistSame(
            parts !== undefined && hasBallotForm(kernel, parts),
            mine !== undefined,
            "the kernel judges the form of a ballot otherwise",
          );
          const ciphertexts = theirs.readCiphertexts(input, layout, issuers);
          if (mine !== undefined) {
            insistSame(
              ciphertexts && written(ciphertexts),
              mine.ciphertextBytes,
              "ciphertexts of a ballot are others",
            );
            insistSame(
              written(decodeCiphertexts(mine.ciphertextBytes) ?? []),
              mine.ciphertextBytes,
              "ciphertexts written again",
            );
          }
          return outcomeOf(read);
        },
      };
    },
  },
  {
    name: "commitments",
    covers: [
      `${ELECTION}/ceremony/points.ts#decodePoints`,
      `${ELECTION}/ceremony/commitments.ts#decodeCommitments`,
      `${PROOFS}/feldman.ts#decodeCommitments`,
    ],
    shape: "bytes",
    quick: 1_000,
    open: async () => {
      const theirs = await internal<{ decodeCommitments: (bytes: Bytes) => readonly Point[] | undefined }>(
        `${PROOFS}/feldman.ts`,
      );
      return {
        examples: bodies("trustee-commit", "commitments"),
        run: (input) => {
          const mine = decodePoints(input);
          const verifier = theirs.decodeCommitments(input);
          insistAgree(
            mine && toHex(encodePoints(mine)),
            verifier && toHex(encodePoints(verifier)),
            "commitments",
          );
          return strict(decodeCommitments, encodePoints)(input);
        },
      };
    },
  },
  {
    name: "roots",
    covers: [`${ELECTION}/credential/token.ts#splitRoots`],
    shape: "bytes",
    quick: 3_000,
    open: async () => ({
      examples: bodies("issuer-keys", "roots").slice(0, 2),
      run: (input) => {
        // Only whole roots are cut; the form of the body has seen to the length.
        if (input.length % 256 === 0) insistCanonical(joinRoots(splitRoots(input)), input);
        return String(splitRoots(input.subarray(0, input.length - (input.length % 256))).length);
      },
    }),
  },
  {
    name: "result",
    covers: [`${ELECTION}/tally/result.ts#decodeResult`],
    shape: "cbor",
    quick: 4_000,
    open: async () => ({
      examples: allExamples().flatMap(({ files }) => files.get("result.cbor") ?? []),
      run: strictResult(decodeResult, encodeResult),
    }),
  },
  {
    name: "kept-head",
    covers: [`${ELECTION}/tally/release.ts#decodeKeptHead`],
    shape: "cbor",
    quick: 4_000,
    open: async () => {
      const head = { size: 7, root: new Uint8Array(32), aggregates: new Uint8Array(32) };
      return {
        examples: [encodeKeptHead({ electionId: new Uint8Array(32), trustee: 2, head })],
        run: strictResult(decodeKeptHead, encodeKeptHead),
      };
    },
  },
  {
    name: "backup",
    covers: [`${ELECTION}/ceremony/backup.ts#decodeBackup`],
    shape: "cbor",
    quick: 3_000,
    open: async () => {
      type Backup = {
        readonly decodeBackup: (
          bytes: Bytes,
        ) => Parameters<typeof strictResult>[0] extends (b: Bytes) => infer R ? R : never;
        readonly encodeBackup: (backup: unknown) => Bytes;
      };
      const { decodeBackup, encodeBackup } = await internal<Backup>(`${ELECTION}/ceremony/backup.ts`);
      const common = { attempt: 1, election: new Uint8Array(32), trustee: 2 };
      const scalars = new Uint8Array(96).fill(1);
      return {
        examples: [
          { ...common, kind: "polynomial", secret: scalars },
          { ...common, kind: "share", secret: scalars.slice(0, 32) },
        ].map(encodeCbor),
        run: async (input) => {
          restoreDealing(input);
          return strictResult(decodeBackup, encodeBackup)(input);
        },
      };
    },
  },
  {
    name: "share-plaintext",
    covers: [`${ELECTION}/ceremony/share-plaintext.ts#decodeSharePlaintext`],
    shape: "bytes",
    quick: 10_000,
    open: async () => {
      const route = { electionId: new Uint8Array(32), attempt: 0, dealer: 1, receiver: 2 };
      return {
        examples: [encodeSharePlaintext(route, 5n)],
        run: strictResult(
          (input) => decodeSharePlaintext(route, input),
          (share) => encodeSharePlaintext(route, share),
        ),
      };
    },
  },
  {
    name: "credential",
    covers: [`${ELECTION}/credential/spend/credential.ts#decodeCredential`],
    shape: "cbor",
    quick: 1_500,
    open: async () => {
      const token = [new Uint8Array(256), new Uint8Array(256).fill(255)];
      const credential = {
        electionId: new Uint8Array(32),
        styleId: "north",
        style: 0,
        set: 1,
        x: 5n,
        point: new Uint8Array(32),
        token,
      };
      return {
        examples: [encodeCredential(credential)],
        run: strictResult(decodeCredential, encodeCredential),
      };
    },
  },
  {
    name: "pending-issue",
    covers: [`${ELECTION}/credential/spend/pending.ts#decodePendingIssue`],
    shape: "cbor",
    quick: 1_500,
    open: async () => {
      const moduli = bodies("issuer-keys", "modulus").slice(0, 2);
      const begun = beginIssue(
        { electionId: new Uint8Array(32), styleId: "north", style: 0 },
        moduli,
        seededRandom("fuzz"),
      );
      if (!begun.ok) throw new RangeError("a right modulus blinds");
      return {
        examples: [encodePendingIssue(begun.value)],
        run: strictResult(decodePendingIssue, encodePendingIssue),
      };
    },
  },
  {
    name: "person",
    covers: [`${ELECTION}/person/index.ts#decodePersonRecord`, `${ELECTION}/person/index.ts#parsePersonId`],
    shape: "cbor",
    quick: 4_000,
    open: async () => ({
      examples: [encodeCbor(["Иванова", "Anna", "", "1980-02-29", "4509АБ123456"]), utf8("v-0000001")],
      run: async (input) => {
        const id = await strictText((text) => acceptedOf(parsePersonId(text)), String)(input);
        const read = decodePersonRecord(input);
        const again = read.ok ? encodePersonRecord(read.value) : undefined;
        if (again !== undefined) insistCanonical(acceptedOf(again) ?? new Uint8Array(0), input);
        return `${id} ${outcomeOf(read)}`;
      },
    }),
  },
  {
    name: "age-recipient",
    covers: [],
    shape: "text",
    quick: 20_000,
    open: async () => {
      const theirs = await internal<{ isAgeRecipient: (text: string) => boolean }>(
        "packages/verifier/src/form/age.ts",
      );
      return {
        examples: allExamples().flatMap(({ manifest }) =>
          manifest.trustees.members.map(({ age }) => utf8(age)),
        ),
        run: (input) => {
          const text = fromUtf8(input) ?? "";
          insistSame(
            isAgeRecipient(text),
            theirs.isAgeRecipient(text),
            "an age recipient is right for one of the two",
          );
          return String(isAgeRecipient(text));
        },
      };
    },
  },
];
