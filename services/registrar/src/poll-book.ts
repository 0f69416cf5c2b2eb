import { type Bytes, equalBytes, fromUtf8, type Result, utf8 } from "@veche/base";
import { type LockError, OnceBook, type RecordFileError } from "@veche/client/folder";
import { type PersonId, parsePersonId } from "@veche/election/person";

/** How somebody votes, once they have begun to; before that nothing stands in the book. */
export type Channel = { readonly kind: "electronic"; readonly issueHash: Bytes } | { readonly kind: "paper" };

const ELECTRONIC = 0x01;
const PAPER = 0x02;

/**
 * The poll book (§04.5.2): one lock for each person, for both ways to vote, and one issueHash for ever. Of any number of requests at the
 * same time one wins; it lasts before anybody is told.
 */
export class PollBook {
  readonly #book: OnceBook;

  private constructor(book: OnceBook) {
    this.#book = book;
  }

  static async open(path: string): Promise<Result<PollBook, RecordFileError | LockError>> {
    const book = await OnceBook.open(path);
    return book.ok ? { ok: true, value: new PollBook(book.value) } : book;
  }

  /** What stands for this person now: the channel asked for, if nothing stood before. */
  async lock(person: PersonId, channel: Channel): Promise<Channel> {
    return decode(await this.#book.bind(utf8(person), encode(channel)));
  }

  async find(person: PersonId): Promise<Channel | undefined> {
    const value = await this.#book.find(utf8(person));
    return value === undefined ? undefined : decode(value);
  }

  /** Everybody in the book. */
  *all(): Iterable<{ readonly person: PersonId; readonly channel: Channel }> {
    for (const [key, value] of this.#book.all()) {
      const person = parsePersonId(fromUtf8(key) ?? "");
      if (person.ok) yield { person: person.value, channel: decode(value) };
    }
  }

  close(): Promise<void> {
    return this.#book.close();
  }
}

export const isSameRequest = (channel: Channel, issueHash: Bytes): boolean =>
  channel.kind === "electronic" && equalBytes(channel.issueHash, issueHash);

function encode(channel: Channel): Bytes {
  return channel.kind === "paper" ? Uint8Array.of(PAPER) : Uint8Array.of(ELECTRONIC, ...channel.issueHash);
}

function decode(value: Bytes): Channel {
  return value[0] === PAPER ? { kind: "paper" } : { kind: "electronic", issueHash: value.slice(1) };
}
