import { type Sentence, sentenceFor } from "@veche/api";
import type { Bytes } from "@veche/base";
import type { FastifyReply } from "fastify";
import type { ElectionLog } from "../engine/log.ts";
import type { VecheNode } from "../node.ts";

/** Tiles never change; a checkpoint does with every block. */
export const FOREVER = "public, max-age=31536000, immutable";
export const BRIEFLY = "public, max-age=1";

export function withLog<T>(
  node: VecheNode,
  id: string,
  read: (log: ElectionLog) => T | undefined,
): T | undefined {
  const electionId = electionIdOf(id);
  const log = electionId && node.log(electionId);
  return log && read(log);
}

export const unknown = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ outcome: "UNKNOWN_ELECTION", message: sentenceFor("UNKNOWN_ELECTION") });

/** A signed note or a receipt. */
export function sendText(reply: FastifyReply, bytes: Bytes | undefined): FastifyReply | undefined {
  if (bytes === undefined) return undefined;
  reply.header("cache-control", BRIEFLY).type("text/plain; charset=utf-8");
  return reply.send(Buffer.from(bytes));
}

/** Nothing there: because there is no such election, or not yet. */
export function notFound(reply: FastifyReply, node: VecheNode, id: string): FastifyReply {
  if (withLog(node, id, (log) => log) === undefined) return unknown(reply);
  return reply.code(404).send({ outcome: "NOT_FOUND", message: NOT_FOUND });
}

export const NOT_FOUND: Sentence = {
  en: "This is not in the published log, or not yet.",
  ru: "Этого нет в опубликованном журнале или ещё нет.",
};

/** Lower-case hexadecimal digits: another spelling would be another name of the same place. */
export function electionIdOf(hex: string): Bytes | undefined {
  return /^[0-9a-f]{64}$/.test(hex) ? new Uint8Array(Buffer.from(hex, "hex")) : undefined;
}
