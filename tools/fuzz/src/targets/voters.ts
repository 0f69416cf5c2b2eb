import { Readable } from "node:stream";
import { type Bytes, concat, fromUtf8, type RandomBytes, type Result, u8, u16, utf8 } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import { Fault, type Run, type Target } from "../engine/target.ts";
import { internal } from "../internal.ts";
import { insistCanonical, insistSame, outcomeOf } from "../properties.ts";

/** What reaches the voter's way from outside: browsers, gateways, the state register; and what a validator's engine says. */

const CODEC = "packages/abci/src/codec.ts";
const RESUME = "packages/election/src/credential/spend/resume-code.ts";
const ROWS = "services/registrar/src/register/read-rows.ts";
const TICKET = "services/registrar/src/portal/ticket.ts";
const LEAVING = "services/registrar/src/portal/sign-in-cookie.ts";
const RECEIPT = "services/registrar/src/sms/gateway/smpp/receipt.ts";

type Coded = { readonly code: string };
type Pushed = { readonly bodies: readonly Bytes[]; readonly error: Coded | undefined };

/** Lengths may be cut anywhere: what a stream says must not depend on the pieces in which it comes. */
async function abciRun(): Promise<Run> {
  const { decodeRequest } = await internal<{ decodeRequest: (bytes: Bytes) => Result<unknown, Coded> }>(
    CODEC,
  );
  const { FrameReader } = await internal<{
    FrameReader: new (maxBytes: number) => { push: (piece: Bytes) => Pushed };
  }>("packages/abci/src/framing.ts");
  return (input) => {
    const whole = new FrameReader(4_096).push(input);
    const reader = new FrameReader(4_096);
    const cut = [...input].map((byte) => reader.push(Uint8Array.of(byte)));
    insistSame(
      cut.flatMap(({ bodies }) => bodies),
      whole.bodies,
      "a stream that comes byte by byte has other frames",
    );
    insistSame(cut.at(-1)?.error?.code, whole.error?.code, "a stream that comes byte by byte ends otherwise");
    const outcomes = whole.bodies.map((body) => outcomeOf(decodeRequest(body)));
    return [...new Set(outcomes), whole.error?.code ?? "ok"].join(" ");
  };
}

/** ⚔ What was sealed for a browser comes back as it was, or is nothing: no other text is taken for it. */
function onlyAsWritten(written: string, read: (text: string) => unknown): Run {
  return (input) => {
    const text = fromUtf8(input);
    if (text === undefined || read(text) === undefined) return "refused";
    if (text !== written) throw new Fault("not canonical", "another text than was written is taken for it");
    return "ok";
  };
}

const HEADER = "id,family,given,patronymic,birth_date,document,district,station";

export const VOTER_TARGETS: readonly Target[] = [
  {
    name: "abci-request",
    covers: [`${CODEC}#decodeRequest`],
    shape: "bytes",
    quick: 2_000,
    open: async () => ({
      // Frames of echo "hi", flush, and info.
      examples: [Uint8Array.of(6, 10, 4, 10, 2, 104, 105, 2, 18, 0), Uint8Array.of(2, 26, 0)],
      run: await abciRun(),
    }),
  },
  {
    name: "resume-code",
    covers: [`${RESUME}#readResumeCodeHead`],
    shape: "bytes",
    quick: 3_000,
    open: async () => {
      type Head = { readonly electionId: Bytes; readonly style: number };
      const { readResumeCodeHead } = await internal<{
        readResumeCodeHead: (code: Bytes) => Head | undefined;
      }>(RESUME);
      const random = seededRandom("resume codes");
      return {
        examples: [1, 3].map((issuers) =>
          concat(u8(1), u8(1), random(32), u16(2), random(32 + 288 * issuers)),
        ),
        run: (input) => {
          const head = readResumeCodeHead(input);
          if (head === undefined) return "refused";
          insistCanonical(concat(u8(1), u8(1), head.electionId, u16(head.style)), input.slice(0, 36));
          return "ok";
        },
      };
    },
  },
  {
    name: "register-rows",
    covers: [`${ROWS}#readRows`, "services/registrar/src/register/register-row.ts#readRow"],
    shape: "text",
    quick: 300,
    open: async () => {
      type Person = { readonly document: string; readonly document_key: string };
      type Row = { readonly fault?: string; readonly row?: Person };
      const { readRows, HeaderError } = await internal<{
        readRows: (source: Readable, kind: string, date: string) => AsyncIterable<Row>;
        HeaderError: new (expected: readonly string[]) => Error;
      }>(ROWS);
      const { documentKey } = await internal<{ documentKey: (document: string) => string }>(
        "services/registrar/src/register/folding.ts",
      );
      const row = 'r-1,Ёлкина-Соколова,"Мария",Олеговна,1999-12-30,4504 307171,1,110';
      return {
        examples: [utf8(`${HEADER}\n${row}\n`), utf8(`\ufeff${HEADER}\r\n${row}\r\n${row}\r\n`)],
        run: async (input) => {
          const faults = new Set<string>();
          try {
            for await (const { row: read, fault } of readRows(Readable.from([input]), "full", "2026-11-22")) {
              faults.add(fault ?? "ok");
              if (read === undefined) continue;
              insistSame(documentKey(read.document), read.document_key, "a row has another's key");
            }
          } catch (error) {
            if (!(error instanceof HeaderError)) throw error;
            faults.add("HEADER");
          }
          return [...faults].sort().join(" ");
        },
      };
    },
  },
  {
    name: "queue-ticket",
    covers: [`${TICKET}#readTicket`],
    shape: "text",
    quick: 1_000,
    open: async () => {
      type Tickets = {
        writeTicket: (key: Bytes, electionId: Bytes, account: string, at: number) => string;
        readTicket: (
          key: Bytes,
          id: Bytes,
          account: string,
          ticket: string,
          now: number,
        ) => number | undefined;
      };
      const { writeTicket, readTicket } = await internal<Tickets>(TICKET);
      const [key, id] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
      const written = writeTicket(key, id, "a-1", 5);
      return {
        examples: [utf8(written)],
        run: onlyAsWritten(written, (text) => readTicket(key, id, "a-1", text, 10)),
      };
    },
  },
  {
    name: "sign-in-cookie",
    covers: [`${LEAVING}#readLeaving`],
    shape: "text",
    quick: 1_000,
    open: async () => {
      type Leaving = {
        writeLeaving: (seal: unknown, leaving: unknown, now: () => number, random: RandomBytes) => string;
        readLeaving: (seal: unknown, cookie: string, now: () => number) => unknown;
      };
      const { writeLeaving, readLeaving } = await internal<Leaving>(LEAVING);
      const { Seal } = await internal<{ Seal: new (key: Bytes) => unknown }>(
        "services/registrar/src/second-factor/seal.ts",
      );
      const seal = new Seal(new Uint8Array(32).fill(3));
      const now = () => 1_000;
      const attempt = { state: "s", nonce: "n", verifier: "v" };
      const written = writeLeaving(seal, { attempt, returnTo: "/elections" }, now, seededRandom("cookies"));
      return {
        examples: [utf8(written)],
        run: onlyAsWritten(written, (text) => readLeaving(seal, text, now)),
      };
    },
  },
  {
    name: "smpp-receipt",
    covers: [`${RECEIPT}#readReceipt`],
    shape: "text",
    quick: 1_000,
    open: async () => {
      type Receipt = { readonly messageId: string; readonly status: string };
      const { readReceipt } = await internal<{ readReceipt: (pdu: unknown) => Receipt | undefined }>(RECEIPT);
      return {
        examples: [utf8("id:0123456789 sub:001 dlvrd:001 submit date:2611221200 stat:DELIVRD err:000 text:")],
        run: (input) => {
          const text = readReceipt({ esm_class: 4, short_message: { message: fromUtf8(input) ?? "" } });
          insistSame(
            readReceipt({ esm_class: 0, short_message: fromUtf8(input) ?? "" }),
            undefined,
            "no receipt",
          );
          return text?.status ?? "nothing final";
        },
      };
    },
  },
];
