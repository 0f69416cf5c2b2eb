import type { SignAnswer, SignRequest } from "../messages.ts";
import { sentenceFor } from "../outcomes.ts";
import { ISSUER_REFUSALS, type IssuerRefusalCode } from "../refusals.ts";
import { ISSUER_ROUTES } from "../routes.ts";
import { type Answer, jsonOf, type OpenApi, openApiPath, ref, refusalsOf, retryAfter } from "./document.ts";
import { ISSUER_SHAPES, issuerRefusalWith } from "./shapes.ts";

const RSA = `${"A".repeat(341)}A==`;
const REQUEST: SignRequest = {
  election: "1f".repeat(32),
  style: "council",
  entry: "6c".repeat(32),
  hashes: ["a7".repeat(32), "a8".repeat(32), "a9".repeat(32)],
  blinded: RSA,
};
const SIGNED: SignAnswer = { issuer: 1, set: 0, signature: RSA };

/** The issuer's interface (§04.5.4) as OpenAPI 3.1. */
export function issuerOpenApi(): OpenApi {
  return {
    openapi: "3.1.0",
    info: {
      title: "Veche: issuer",
      version: "1",
      description:
        "Signs one blinded message for each roll entry that the log shows as issued. Asked by the registrar only. A refusal has a stable " +
        "code, and says in English and Russian what happened. Any other address is answered with 404 and nothing.",
      "x-description-ru":
        "Подписывает одно затемнённое сообщение на каждую запись списка, выдачу которой показывает журнал. Запрашивает только регистратор. " +
        "У отказа постоянный код и фраза на двух языках.",
    },
    paths: {
      [openApiPath(ISSUER_ROUTES.sign)]: {
        post: {
          operationId: "sign",
          summary: "Sign a blinded message",
          "x-summary-ru": "Подписать затемнённое сообщение",
          description:
            "The same request is answered again with the same signature; another one for the same entry never.",
          requestBody: { required: true, content: jsonOf(ref("SignRequest"), REQUEST) },
          responses: {
            "200": { description: "Blind signature", content: jsonOf(ref("SignAnswer"), SIGNED) },
            "400": refused("No request of the specification", ["MALFORMED"]),
            "409": { ...refused("Nothing is signed", REFUSED), headers: retryAfter(false) },
            "413": refused("More bytes than any request has", ["MALFORMED"]),
            "415": refused("Another content type than application/json", ["MALFORMED"]),
            "500": refused("A fault of the issuer; it is logged there", ["INTERNAL"]),
          },
        },
      },
    },
    components: { schemas: ISSUER_SHAPES },
  };
}

const CODES = Object.keys(ISSUER_REFUSALS) as readonly IssuerRefusalCode[];
const REFUSED = CODES.filter((code) => code !== "MALFORMED");

function refused(description: string, codes: readonly (IssuerRefusalCode | "INTERNAL")[]): Answer {
  const all = codes.map((code) => ({
    code,
    message: code === "INTERNAL" ? sentenceFor(code) : ISSUER_REFUSALS[code].message,
  }));
  return { description, content: refusalsOf(issuerRefusalWith(codes), all, ({ code }) => code) };
}
