import { type Bytes, fromBase64, sha256 } from "@veche/base";
import { blindedHash, requestOf } from "@veche/election";
import { encodeScalar } from "@veche/group";
import type { Cell, Row, Table } from "./gather-tables.ts";
import type { PageVoter } from "./page-voter.ts";
import type { Side, Value } from "./values.ts";

/** Pieces of a ballot that are looked for, where they begin; each of its parts is drawn anew for every ballot. */
const BALLOT_PIECES = 5;
const PIECE_BYTES = 48;

/** Everything that is one voter's own: what they typed, what their device made, what the services gave them a name by. */
export function valuesOf(voter: PageVoter, at: number, tables: readonly Table[]): readonly Value[] {
  return [
    ...personValues(voter, at),
    ...tableValues(voter, at, tables),
    ...issueValues(voter, at),
    ...castValues(voter, at),
  ];
}

type Named = readonly [name: string, value: Bytes | string | undefined];

const as = (side: Side, voter: number, named: readonly Named[]): readonly Value[] =>
  named.flatMap(([name, value]) =>
    value === undefined || value.length === 0 ? [] : [{ side, name, voter, value }],
  );

function personValues({ person, browser, csrf }: PageVoter, at: number): readonly Value[] {
  const { id, family, document, telephone, email } = person;
  // Of this machine's own address everybody has the same.
  const addresses = [...browser.connections].map((one) => one.split(":")[0] ?? "");
  const own = [...new Set(addresses)].filter((address) => address !== "127.0.0.1");
  return as("person", at, [
    ["person", id],
    ["family name", family],
    ["document", document],
    ["telephone", telephone.slice(1)],
    ["e-mail", email],
    ["csrf", csrf],
    ...[...browser.secrets].filter((secret) => secret.length >= 8).map((secret): Named => ["cookie", secret]),
    ...own.map((address): Named => ["address", address]),
  ]);
}

/** Columns that name one person within the registrar. */
const PERSONS_COLUMNS: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ["account", ["id"]],
  ["application", ["id", "number"]],
  ["session", ["id_hash"]],
  ["sms_message", ["id", "gateway_id"]],
  ["sms_code", ["salt", "code_hash"]],
  ["roll_record", ["record", "salt", "signature"]],
];

function tableValues({ person }: PageVoter, at: number, tables: readonly Table[]): readonly Value[] {
  const { id: account } = rowsOf(tables, "account").find(({ subject }) => subject === person.id) ?? {};
  const named = PERSONS_COLUMNS.flatMap(([table, columns]) =>
    rowsOf(tables, table)
      .filter(({ id, account: owner = id }) => owner === account)
      .flatMap((cells) => columns.map((column): Named => [`${table}.${column}`, searchable(cells[column])])),
  );
  return as("person", at, named);
}

const rowsOf = (tables: readonly Table[], table: string): readonly Row["cells"][] =>
  tables.find(({ name }) => name === table)?.rows.map(({ cells }) => cells) ?? [];

const searchable = (cell: Cell | undefined): Bytes | string | undefined =>
  typeof cell === "string" || cell instanceof Uint8Array ? cell : undefined;

function issueValues({ device }: PageVoter, at: number): readonly Value[] {
  const { election, pending, credential, issued, issue } = device;
  const hashes = pending.shares.map(({ blindedMessage }) => blindedHash(blindedMessage));
  const roll = as("roll", at, [
    ["roll entry", issue.entry],
    ["issueHash", issue.hash],
  ]);
  const blinded = pending.shares.flatMap(({ blindedMessage }, share) => {
    const own = { side: "blinded", voter: at } as const;
    const issuer = share + 1;
    const text = issued.signatures[share];
    const signature = text === undefined ? undefined : fromBase64(text);
    return [
      { ...own, name: "blinded message", value: blindedMessage, issuer, isHashed: false } as const,
      { ...own, name: "blinded message's hash", value: blindedHash(blindedMessage) } as const,
      ...(signature === undefined
        ? []
        : [{ ...own, name: "blind signature", value: signature, issuer } as const]),
    ];
  });
  return [
    ...roll,
    ...blinded,
    ...as("device", at, [
      ["x", encodeScalar(credential.x)],
      ...pending.shares.map(({ inverse }): Named => ["unblinding inverse", inverse]),
    ]),
    ...as("ballot", at, [
      ["X", credential.point],
      ...credential.token.map((signature): Named => ["token", signature]),
    ]),
    ...as("request", at, [["request", requestOf(election.electionId, hashes)]]),
  ];
}

function castValues({ cast }: PageVoter, at: number): readonly Value[] {
  const { ballot, transaction, seed } = cast;
  const step = Math.floor((ballot.bytes.length - PIECE_BYTES) / (BALLOT_PIECES - 1));
  const pieces = Array.from(
    { length: BALLOT_PIECES },
    (_, piece): Named => ["ballot", ballot.bytes.slice(piece * step, piece * step + PIECE_BYTES)],
  );
  return [
    ...as("ballot", at, [
      ["ballot code", ballot.tracker],
      ["ballot code", ballot.tracker.replaceAll("-", "")],
      ["ballot code's hash", ballot.trackerHash],
      ["transaction's hash", sha256(transaction)],
      // The first piece begins with what all ballots of a style begin with.
      ...pieces.slice(1),
    ]),
    ...as("device", at, [["seed", seed]]),
  ];
}
