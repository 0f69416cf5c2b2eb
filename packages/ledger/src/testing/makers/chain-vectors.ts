import {
  type Bytes,
  type CborValue,
  compareBytes,
  concat,
  encodeCbor,
  sha256,
  toHex,
  u64,
  utf8,
} from "@veche/base";
import { type ChainMembers, changeMembers, refuseChange } from "../../chain/members.ts";
import { encodeValidatorsBody, validatorsMessage } from "../../chain/signing.ts";
import {
  CHAIN_ITSELF,
  type ChainValidator,
  decodeChainTransaction,
  type ValidatorsBody,
} from "../../chain/transaction.ts";
import { chainGenesis, chainSecret, member, memberKey, signedBy } from "../chain.ts";
import { seededRandom } from "../random.ts";

const ABOUT =
  "Vectors for 06.8.1, 06.9.1, 06.9.8 and 06.9.9. Byte strings are hexadecimal. Secret keys are for tests only.";

const FIELDS = {
  applicationHashes: "06.8.1: elections in any order; hash: of all of them",
  transactions:
    "06.9.1: bytes, or `repeated` of one byte; expect: what they are, or MALFORMED, or TOO_LARGE (no entry could hold it)",
  messages: "06.9.8: body: its CBOR encoding; message: the 64 bytes M",
  organisations: "of the genesis, in its order; secret: the seed of RFC 8032",
  changes:
    "06.9.8: validators and sequence before; voting: an election stands between open and certify; outcome; after: consensus keys in their order",
};

const CHAIN_ID = "veche-vectors";
const GENESIS = chainGenesis(3, 2);
const BEFORE: ChainMembers = { validators: [1, 2, 3, 4].map(member), sequence: 2 };

export function chainVectors() {
  return {
    about: ABOUT,
    fields: FIELDS,
    applicationHashes: applicationHashes(),
    transactions: [...rightTransactions(), ...wrongTransactions()],
    messages: messages(),
    chainId: CHAIN_ID,
    quorum: GENESIS.quorum,
    organisations: GENESIS.organisations.map(({ key }, at) => ({
      secret: toHex(chainSecret(at + 1, "organisation")),
      key: toHex(key),
    })),
    changes: changes(),
  };
}

function applicationHashes() {
  const random = seededRandom("chain vectors");
  const elections = Array.from({ length: 3 }, (_, at) => ({
    electionId: random(32),
    size: [1, 300, 2 ** 40][at] as number,
    root: random(32),
  }));
  const descending = elections.toSorted((a, b) => compareBytes(b.electionId, a.electionId));
  const line = (name: string, of: typeof elections) => ({
    name,
    elections: of.map(({ electionId, size, root }) => ({
      electionId: toHex(electionId),
      size,
      root: toHex(root),
    })),
    hash: toHex(applicationHash(of)),
  });
  return [
    line("no election", []),
    line("one election", elections.slice(0, 1)),
    line("three elections, given in descending order", descending),
  ];
}

/** Written here a second time, from the specification, so that the vectors do not repeat the node's own mistakes. */
function applicationHash(
  elections: readonly { readonly electionId: Bytes; readonly size: number; readonly root: Bytes }[],
): Bytes {
  const ascending = elections.toSorted((a, b) => compareBytes(a.electionId, b.electionId));
  const heads = ascending.map(({ electionId, size, root }) => concat(electionId, u64(size), root));
  return sha256(concat(utf8("veche/v1/app\0"), ...heads));
}

const inOrder = (validators: readonly ChainValidator[]): readonly ChainValidator[] =>
  validators.toSorted((a, b) => compareBytes(a.consensus, b.consensus));

const removed = (...numbers: readonly number[]): readonly Bytes[] =>
  numbers.map((number) => memberKey(number, "consensus")).toSorted(compareBytes);

const validatorLine = ({ consensus, key, logKey, name }: ChainValidator) => ({
  consensus: toHex(consensus),
  key: toHex(key),
  logKey: toHex(logKey),
  name,
});

function rightTransactions() {
  const electionId = new Uint8Array(32).fill(0xe1);
  const close = encodeCbor(["close", {}, []]);
  const change = (name: string, body: ValidatorsBody, by: readonly number[]) => ({
    name,
    bytes: toHex(signedBy(CHAIN_ID, body, by)),
    expect: {
      kind: "validators",
      add: body.add.map(validatorLine),
      remove: body.remove.map(toHex),
      sequence: body.sequence,
      signers: by,
    },
  });
  const ofElection = (name: string, transaction: Bytes) => ({
    name,
    bytes: toHex(concat(electionId, transaction)),
    expect: { kind: "election", electionId: toHex(electionId), transaction: toHex(transaction) },
  });
  return [
    ofElection("a transaction of an election", close),
    ofElection("of an election, whose own state machine refuses it", new Uint8Array([0])),
    change("a validator more", { add: [member(5)], remove: [], sequence: 0 }, [1, 2]),
    change(
      "two validators for two others",
      { add: inOrder([member(5), member(6)]), remove: removed(1, 2), sequence: 300 },
      [1, 2, 3],
    ),
    change("without a signature, which is judged later", { add: [], remove: removed(1), sequence: 0 }, []),
  ];
}

function wrongTransactions() {
  const five = { ...member(5) };
  const [low, high] = inOrder([member(5), member(6)]) as [ChainValidator, ChainValidator];
  const body = { add: [five], remove: [], sequence: 0 };
  const wrong = (name: string, value: CborValue) => ({
    name,
    bytes: toHex(concat(CHAIN_ITSELF, encodeCbor(value))),
    expect: "MALFORMED",
  });
  const right = signedBy(CHAIN_ID, body, [1, 2]);
  return [
    { name: "a byte more than an entry can hold", repeated: { byte: 7, times: 60_033 }, expect: "TOO_LARGE" },
    { name: "an electionId alone", bytes: toHex(new Uint8Array(32).fill(0xe1)), expect: "MALFORMED" },
    { name: "nothing", bytes: "", expect: "MALFORMED" },
    { name: "a byte behind", bytes: toHex(concat(right, new Uint8Array(1))), expect: "MALFORMED" },
    wrong("a transaction of an election without its election", ["close", {}, []]),
    wrong("nothing to change", ["validators", { ...body, add: [] }, []]),
    wrong("added in descending order", ["validators", { ...body, add: [high, low] }, []]),
    wrong("added twice", ["validators", { ...body, add: [low, low] }, []]),
    wrong("a consensus key of small order", [
      "validators",
      { ...body, add: [{ ...five, consensus: CHAIN_ITSELF }] },
      [],
    ]),
    wrong("a name in capitals", ["validators", { ...body, add: [{ ...five, name: "A" }] }, []]),
    wrong("an unknown key", ["validators", { ...body, power: 1 }, []]),
    wrong("a signature of 63 bytes", ["validators", body, [[1, 1, new Uint8Array(63)]]]),
  ];
}

function messages() {
  const bodies: readonly ValidatorsBody[] = [
    { add: [member(5)], remove: [], sequence: 0 },
    { add: [], remove: removed(1), sequence: 2 ** 40 },
  ];
  return bodies.flatMap((body) =>
    [CHAIN_ID, "veche-2"].map((chainId) => ({
      chainId,
      sequence: body.sequence,
      body: toHex(encodeValidatorsBody(body)),
      message: toHex(validatorsMessage(chainId, body.sequence, encodeValidatorsBody(body))),
    })),
  );
}

type Sent = Partial<ValidatorsBody> & {
  readonly by?: readonly number[];
  readonly chainId?: string;
  readonly voting?: boolean;
};

function changes() {
  const more = inOrder(Array.from({ length: 9 }, (_, at) => member(at + 5)));
  const five = member(5);
  return [
    change("a validator more", { add: [five] }),
    change("two leave, two come", { add: inOrder([five, member(6)]), remove: removed(1, 3) }),
    change("all leave but one", { remove: removed(1, 2, 4) }),
    change("one leaves and comes back under another name", {
      add: [{ ...member(2), name: "new.example" }],
      remove: removed(2),
    }),
    change("with all organisations", { add: more, by: [1, 2, 3] }),
    change("the last change again", { add: [five], sequence: 1, voting: true }),
    change("a change too early", { add: [five], sequence: 3 }),
    change("during an election", { remove: removed(9), voting: true }),
    change("an unknown key leaves", { add: [member(1)], remove: removed(9) }),
    change("a consensus key that is a validator's", { add: [{ ...five, consensus: member(1).consensus }] }),
    change("a logKey that is another's key", { add: [{ ...five, logKey: member(1).key }] }),
    change("a name that is a validator's", { add: [{ ...five, name: member(4).name }], by: [] }),
    change("nobody remains", { remove: removed(1, 2, 3, 4), by: [] }),
    change("too few organisations", { add: [five], by: [3] }),
    change("signed for another chain", { add: [five], chainId: "veche-2" }),
  ];
}

function change(name: string, { by = [1, 2], chainId = CHAIN_ID, voting = false, ...changed }: Sent) {
  const body: ValidatorsBody = { add: [], remove: [], sequence: BEFORE.sequence, ...changed };
  const bytes = signedBy(chainId, body, by);
  const read = decodeChainTransaction(bytes);
  const refusal =
    read.ok && read.value.kind === "validators"
      ? refuseChange({ chainId: CHAIN_ID, genesis: GENESIS }, BEFORE, read.value, voting)
      : undefined;
  return {
    name,
    validators: BEFORE.validators.map(validatorLine),
    sequence: BEFORE.sequence,
    voting,
    bytes: toHex(bytes),
    outcome: refusal?.code ?? "ACCEPTED",
    ...(refusal === undefined
      ? { after: changeMembers(BEFORE, body).validators.map(({ consensus }) => toHex(consensus)) }
      : {}),
  };
}
