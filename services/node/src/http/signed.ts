import { NODE_ROUTES } from "@veche/api";
import type { FastifyInstance } from "fastify";
import type { VecheNode } from "../node.ts";
import { BRIEFLY, notFound, withLog } from "./replies.ts";

type SizeOfLog = { readonly id: string; readonly size: string };

/** What this validator has signed, for the others of its chain (§07.7.2). */
export function addSigned(app: FastifyInstance, node: VecheNode): void {
  app.get<{ Params: SizeOfLog }>(NODE_ROUTES.signed, async (request, reply) => {
    const { id, size } = request.params;
    const note = withLog(node, id, (log) =>
      /^[1-9][0-9]{0,15}$/.test(size) ? log.signedAt(Number(size)) : undefined,
    );
    if (note === undefined) return notFound(reply, node, id);
    reply.header("cache-control", BRIEFLY).type("text/plain; charset=utf-8");
    return reply.send(Buffer.from(note));
  });
}
