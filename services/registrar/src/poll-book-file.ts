import { type Bytes, fromUtf8, type Result, utf8 } from "@veche/base";
import { type LockError, OnceBook, type RecordFileError } from "@veche/client/folder";
import { type PersonId, parsePersonId } from "@veche/election/person";
import type { Channel, Claim, PollBook, Standing } from "./poll-book.ts";

const ELECTRONIC = 0x01;
const PAPER = 0x02;

/** The poll book in one file, for one process: an election without a portal. It keeps no requestHash. */
export class FilePollBook implements PollBook {
  readonly #book: OnceBook;

  private constructor(book: OnceBook) {
    this.#book = book;
  }

  static async open(path: string): Promise<Result<FilePollBook, RecordFileError | LockError>> {
    const book = await OnceBook.open(path);
    return book.ok ? { ok: true, value: new FilePollBook(book.value) } : book;
  }

  async lock(person: PersonId, claim: Claim): Promise<Channel> {
    return decode(await this.#book.bind(utf8(person), encode(claim)));
  }

  async find(person: PersonId): Promise<Channel | undefined> {
    const value = await this.#book.find(utf8(person));
    return value === undefined ? undefined : decode(value);
  }

  *all(): Iterable<Standing> {
    for (const [key, value] of this.#book.all()) {
      const person = parsePersonId(fromUtf8(key) ?? "");
      if (person.ok) yield { person: person.value, channel: decode(value) };
    }
  }

  close(): Promise<void> {
    return this.#book.close();
  }
}

function encode(claim: Claim): Bytes {
  return claim.kind === "paper" ? Uint8Array.of(PAPER) : Uint8Array.of(ELECTRONIC, ...claim.issueHash);
}

function decode(value: Bytes): Channel {
  return value[0] === PAPER ? { kind: "paper" } : { kind: "electronic", issueHash: value.slice(1) };
}
