import { type TSchema, Type } from "typebox";
import { BALLOT_HOST_ROUTES } from "../ballot-host.ts";
import { type Sentence, sentenceFor } from "../outcomes.ts";
import { CBOR_TYPE, NODE_ROUTES } from "../routes.ts";
import {
  type Answer,
  type Content,
  jsonOf,
  type OpenApi,
  type Operation,
  openApiPath,
  type Parameter,
  ref,
  refusalsOf,
  retryAfter,
} from "./document.ts";
import * as examples from "./node-examples.ts";
import { NODE_SHAPES, refusedWith } from "./shapes.ts";

/** What a node answers to a transaction that does not enter the log. */
export type NodeRefusal = {
  readonly outcome: string;
  readonly number: number;
  readonly transient: boolean;
  readonly message: Sentence;
};

export type NodeDocument = {
  /** All that this node may answer: §06.6 and its own. Must hold MALFORMED and TOO_LARGE. */
  readonly refusals: readonly NodeRefusal[];
  readonly notFound: Sentence;
};

/** The node's interface (§07.7, §12.3, §12.7) as OpenAPI 3.1. */
export function nodeOpenApi({ refusals, notFound }: NodeDocument): OpenApi {
  const make = new Answers(refusals, notFound);
  return {
    openapi: "3.1.0",
    info: {
      title: "Veche: node and ballot host",
      version: "1",
      description:
        "The public log and the ballot box: no cookie, no login, readable from any origin. Answers about the log are proved by it and " +
        "need not be believed. A refusal has a stable code, and says in English and Russian what happened and what to do. " +
        "An address that is none of these is answered with 404 UNKNOWN_ELECTION.",
      "x-description-ru":
        "Публичный журнал и урна: без cookie, без входа, доступно с любого сайта. Ответы о журнале доказываются им самим, верить узлу не нужно. " +
        "У отказа постоянный код и фраза на двух языках: что произошло и что делать.",
    },
    paths: Object.fromEntries([
      ...Object.entries(boardPaths(make)),
      [openApiPath(NODE_ROUTES.transaction), { post: transaction(make) }],
      ...Object.entries(ballotHostPaths(make)),
    ]),
    components: { schemas: NODE_SHAPES },
  };
}

type Get = {
  readonly id: string;
  readonly en: string;
  readonly ru: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly ok: Answer;
  readonly others?: Readonly<Record<string, Answer>>;
};

const get = (make: Answers, { id, en, ru, description, parameters, ok, others = {} }: Get) => ({
  get: {
    operationId: id,
    summary: en,
    "x-summary-ru": ru,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    responses: {
      "200": ok,
      ...(parameters === undefined ? {} : make.ofAddresses()),
      ...others,
      "500": make.fault(),
    },
  } satisfies Operation,
});

/** What several routes answer alike. */
class Answers {
  readonly #refusals: readonly NodeRefusal[];
  readonly #notFound: Sentence;

  constructor(refusals: readonly NodeRefusal[], notFound: Sentence) {
    this.#refusals = refusals;
    this.#notFound = notFound;
  }

  refused(description: string, among: (outcome: string) => boolean): Answer {
    const some = this.#refusals.filter(({ outcome }) => among(outcome));
    const schema = refusedWith(some.map(({ outcome }) => outcome));
    return { description, content: refusalsOf(schema, some, ({ outcome }) => outcome) };
  }

  readonly malformed = (description: string): Answer =>
    this.refused(description, (code) => code === "MALFORMED");
  readonly tooLarge = (description: string): Answer =>
    this.refused(description, (code) => code === "TOO_LARGE");

  busy(description: string): Answer {
    const value = { outcome: "BUSY", retryAfterSeconds: 1, message: sentenceFor("BUSY") };
    return { description, headers: retryAfter(true), content: jsonOf(ref("Busy"), value) };
  }

  readonly fault = (): Answer => this.busy("A fault of the node; it is logged there");

  readonly unknown = (): Answer => ({
    description: "No such election on this node",
    content: jsonOf(ref("NotFound"), {
      outcome: "UNKNOWN_ELECTION",
      message: sentenceFor("UNKNOWN_ELECTION"),
    }),
  });

  absent(more: Content = {}): Answer {
    const absent = [
      { outcome: "NOT_FOUND", message: this.#notFound },
      { outcome: "UNKNOWN_ELECTION", message: sentenceFor("UNKNOWN_ELECTION") },
    ];
    return {
      description: "Not in the published log, or no such election on this node",
      content: { ...refusalsOf(ref("NotFound"), absent, ({ outcome }) => outcome), ...more },
    };
  }

  /** Of every route with parameters. */
  ofAddresses(): Readonly<Record<string, Answer>> {
    return {
      "400": this.malformed("A parameter is not in its one written form"),
      "404": this.absent(),
      "414": this.tooLarge("A parameter is too long"),
    };
  }
}

const parameter = (
  name: string,
  description: string,
  schema: TSchema,
  example: string | number,
): Parameter => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
  example,
});
const hex32 = Type.String({ pattern: "^[0-9a-f]{64}$" });
const ID = parameter("id", "electionId, lower-case hexadecimal", hex32, examples.ID);

const text = (type: string, description: string, example?: string): Content => ({
  [type]: { schema: Type.String({ description }), ...(example === undefined ? {} : { example }) },
});
const ok = (description: string, content: Content): Answer => ({ description, content });

function transaction(make: Answers): Operation {
  const apart = ["MALFORMED", "TOO_LARGE"];
  return {
    operationId: "transaction",
    summary: "Send a transaction: a ballot or any other entry of the log",
    "x-summary-ru": "Отправить бюллетень или другую запись в журнал",
    description:
      "The same bytes may be sent again: they are never entered twice, and the place where they stand is answered. " +
      "200 is answered only when the entry stands under a published checkpoint.",
    parameters: [ID],
    requestBody: {
      required: true,
      content: {
        [CBOR_TYPE]: {
          schema: Type.Unsafe<string>({ description: "A transaction (§05), at most 60,000 bytes" }),
        },
      },
    },
    responses: {
      "200": ok("It stands in the log", jsonOf(ref("TransactionEntered"), examples.ENTERED)),
      "202": ok(
        "Kept until the next set moment; no receipt yet",
        jsonOf(ref("TransactionPromised"), examples.PROMISED),
      ),
      "400": make.malformed("No transaction"),
      "404": make.unknown(),
      "409": make.refused("Refused by the rules of the election", (code) => !apart.includes(code)),
      "413": make.tooLarge("More bytes than any entry has"),
      "414": make.tooLarge("A parameter is too long"),
      "415": make.malformed(`Another content type than ${CBOR_TYPE}`),
      "500": make.fault(),
      "503": make.busy("Too much at once; nothing is lost"),
    },
  };
}

function boardPaths(make: Answers): OpenApi["paths"] {
  const index = Type.String({ pattern: "^(0|[1-9][0-9]{0,15})$" });
  const octets = text(
    "application/octet-stream",
    "Hashes of 32 bytes, or entries, each after its length in two bytes",
  );
  return {
    [openApiPath(NODE_ROUTES.elections)]: get(make, {
      id: "elections",
      en: "The elections of this node",
      ru: "Выборы на этом узле",
      ok: ok("Each with origin and size of its log", jsonOf(ref("Elections"), examples.ELECTIONS)),
    }),
    [openApiPath(NODE_ROUTES.checkpoint)]: get(make, {
      id: "checkpoint",
      en: "The newest checkpoint of the log, cosigned",
      ru: "Последняя подписанная отметка журнала",
      parameters: [ID],
      ok: ok("Signed note", text("text/plain", "C2SP tlog-checkpoint", examples.CHECKPOINT)),
    }),
    [openApiPath(NODE_ROUTES.signed)]: get(make, {
      id: "signed",
      en: "What a validator of a chain has signed at an end of a block, for the others",
      ru: "Подписи узла цепочки под размером журнала, для других узлов",
      parameters: [ID, parameter("size", "Entries of the log", index, 12)],
      ok: ok("Checkpoint with its log signature and cosignature", text("text/plain", "C2SP signed-note")),
    }),
    [openApiPath(NODE_ROUTES.tile)]: get(make, {
      id: "tile",
      en: "A tile of the log's tree, or a bundle of entries",
      ru: "Часть дерева журнала или набор записей",
      description: "C2SP tlog-tiles. The parameter holds slashes. A tile never changes.",
      parameters: [
        ID,
        parameter("tile", "<L>/<N>[.p/<W>] or entries/<N>[.p/<W>]", Type.String(), "entries/000.p/7"),
      ],
      ok: ok("The tile", octets),
      others: { "503": make.busy("Too much is being read at once") },
    }),
    [openApiPath(NODE_ROUTES.proof)]: get(make, {
      id: "proof",
      en: "The receipt of an entry",
      ru: "Квитанция записи",
      parameters: [ID, parameter("index", "Place in the log", index, 12)],
      ok: ok("Checkpoint and inclusion proof", text("text/plain", "C2SP tlog-proof")),
    }),
    [openApiPath(NODE_ROUTES.indexOf)]: get(make, {
      id: "indexOf",
      en: "The place of a transaction",
      ru: "Место записи в журнале",
      parameters: [ID, parameter("hash", "SHA-256 of the transaction, hexadecimal", hex32, examples.HASH)],
      ok: ok("Place in the log", jsonOf(ref("Index"), { index: 12 })),
    }),
  };
}

function ballotHostPaths(make: Answers): OpenApi["paths"] {
  const style = Type.String({ pattern: "^(0|[1-9][0-9]{0,4})$" });
  const tracker = Type.String({ pattern: "^[0-9A-HJKMNP-TV-Z]{20}$" });
  return {
    [openApiPath(BALLOT_HOST_ROUTES.page)]: get(make, {
      id: "page",
      en: "The ballot page; below it check/ and find/",
      ru: "Страница голосования; ниже check/ и find/",
      description:
        "Only where the operator serves the page; else 404. What is no address is 404 too; a browser (`Accept: text/html`) gets the page with it.",
      parameters: [ID],
      ok: ok("The page", text("text/html", "One document for all addresses of the page")),
      others: { "404": make.absent(text("text/html", "The page, which says so and leads back")) },
    }),
    [openApiPath(BALLOT_HOST_ROUTES.voting)]: get(make, {
      id: "voting",
      en: "What a page needs to make a ballot",
      ru: "Что нужно странице, чтобы составить бюллетень",
      parameters: [ID, parameter("style", "Ballot style, counted from 0", style, 0)],
      ok: ok("All of it follows from electionId (§12.3.1)", jsonOf(ref("Voting"), examples.VOTING)),
    }),
    [openApiPath(BALLOT_HOST_ROUTES.status)]: get(make, {
      id: "status",
      en: "Where the election stands",
      ru: "На каком этапе выборы",
      parameters: [ID],
      ok: ok("Phase and times with extensions", jsonOf(ref("Status"), examples.STATUS)),
    }),
    [openApiPath(BALLOT_HOST_ROUTES.tracker)]: get(make, {
      id: "tracker",
      en: "Ballots with this tracker",
      ru: "Бюллетени с этим кодом",
      parameters: [ID, parameter("tracker", "Twenty characters (§01.7)", tracker, examples.TRACKER)],
      ok: ok("Places, ascending; empty if there is none", jsonOf(ref("Tracker"), examples.FOUND)),
    }),
    [openApiPath(BALLOT_HOST_ROUTES.credential)]: get(make, {
      id: "credential",
      en: "Ballots cast with this right to vote",
      ru: "Бюллетени, поданные с этим правом голоса",
      parameters: [ID, parameter("point", "X, hexadecimal", hex32, examples.POINT)],
      ok: ok(
        "Places, ascending; empty if there is none",
        jsonOf(ref("Credential"), { entries: [{ index: 12 }] }),
      ),
    }),
    [openApiPath(BALLOT_HOST_ROUTES.certified)]: get(make, {
      id: "certified",
      en: "The receipt of the certificate",
      ru: "Квитанция утверждения итогов",
      description: "404 NOT_FOUND as long as the log has no `certify`.",
      parameters: [ID],
      ok: ok("Checkpoint and inclusion proof of `certify`", text("text/plain", "C2SP tlog-proof")),
    }),
    [openApiPath(BALLOT_HOST_ROUTES.settings)]: get(make, {
      id: "settings",
      en: "What the operator says to every page",
      ru: "Что оператор сообщает каждой странице",
      description: "Only where the operator serves the page; else 404.",
      ok: ok("Nodes, portal and hotline", jsonOf(ref("PageSettings"), examples.SETTINGS)),
      others: { "404": make.unknown() },
    }),
  };
}
