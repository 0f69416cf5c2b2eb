import { BALLOT_HOST_ROUTES } from "@veche/api";
import { fromHex } from "@veche/base";
import type { FastifyInstance, FastifyReply } from "fastify";
import { refusal } from "../engine/answers.ts";
import type { ElectionLog } from "../engine/log.ts";
import {
  certifiedAnswer,
  credentialAnswer,
  statusAnswer,
  trackerAnswer,
  votingAnswer,
} from "../lookups/answers.ts";
import type { VecheNode } from "../node.ts";
import { BRIEFLY, notFound, sendText, withLog } from "./replies.ts";

type ById = { readonly id: string };

/** What ballot pages read besides the board (§12.3, §12.7). Public, without cookies, the same for everybody. */
export function addBallotHost(app: FastifyInstance, node: VecheNode): void {
  const voting = new VotingAnswers();
  app.get<{ Params: ById & { readonly style: string } }>(
    BALLOT_HOST_ROUTES.voting,
    async ({ params }, reply) => {
      if (!/^(0|[1-9][0-9]{0,4})$/.test(params.style)) return malformed(reply);
      const answer = withLog(node, params.id, (log) => voting.of(log, Number(params.style)));
      return sendJson(reply, answer) ?? notFound(reply, node, params.id);
    },
  );
  app.get<{ Params: ById }>(BALLOT_HOST_ROUTES.status, async ({ params }, reply) => {
    const answer = withLog(node, params.id, statusAnswer);
    return answer === undefined ? notFound(reply, node, params.id) : reply.send(answer);
  });
  app.get<{ Params: ById }>(BALLOT_HOST_ROUTES.certified, async ({ params }, reply) => {
    return sendText(reply, withLog(node, params.id, certifiedAnswer)) ?? notFound(reply, node, params.id);
  });
  app.get<{ Params: ById & { readonly tracker: string } }>(
    BALLOT_HOST_ROUTES.tracker,
    async ({ params }, reply) => {
      // §01.7.1: the one written form, without hyphens.
      if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(params.tracker)) return malformed(reply);
      const answer = withLog(node, params.id, (log) => trackerAnswer(log, params.tracker));
      return answer === undefined ? notFound(reply, node, params.id) : reply.send(answer);
    },
  );
  app.get<{ Params: ById & { readonly point: string } }>(
    BALLOT_HOST_ROUTES.credential,
    async ({ params }, reply) => {
      const point = /^[0-9a-f]{64}$/.test(params.point) ? fromHex(params.point) : undefined;
      if (point === undefined) return malformed(reply);
      const answer = withLog(node, params.id, (log) => credentialAnswer(log, point));
      return answer === undefined ? notFound(reply, node, params.id) : reply.send(answer);
    },
  );
}

const malformed = (reply: FastifyReply): FastifyReply => reply.code(400).send(refusal("MALFORMED"));

function sendJson(reply: FastifyReply, json: string | undefined): FastifyReply | undefined {
  if (json === undefined) return undefined;
  return reply.header("cache-control", BRIEFLY).type("application/json; charset=utf-8").send(json);
}

/** Every voter of a style asks for the same bytes; only the checkpoint in them changes. */
class VotingAnswers {
  readonly #kept = new WeakMap<ElectionLog, { readonly size: number; readonly by: Map<number, string> }>();

  of(log: ElectionLog, style: number): string | undefined {
    const size = log.published?.size ?? 0;
    let kept = this.#kept.get(log);
    if (kept?.size !== size) {
      kept = { size, by: new Map() };
      this.#kept.set(log, kept);
    }
    const known = kept.by.get(style);
    if (known !== undefined) return known;
    const answer = votingAnswer(log, style);
    if (answer === undefined) return undefined;
    const json = JSON.stringify(answer);
    kept.by.set(style, json);
    return json;
  }
}
