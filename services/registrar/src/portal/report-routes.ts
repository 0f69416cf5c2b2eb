import type { HttpGateway } from "../sms/gateway/http/gateway.ts";
import type { App } from "./app.ts";
import { refuse } from "./refuse.ts";

/** Where the gateway reports what became of a message (docs/integrations/sms.md). It proves itself by its token. */
export function addReports(app: App, gateway: Pick<HttpGateway, "receiveReport">): void {
  app.post(
    "/sms-reports",
    { config: { access: "static" }, schema: { hide: true } },
    async (request, reply) => {
      const taken = gateway.receiveReport(request.headers.authorization, request.body);
      if (taken.ok) return reply.code(204).send();
      return refuse(reply, { code: taken.error.code === "MALFORMED" ? "MALFORMED" : "NOT_SIGNED_IN" });
    },
  );
}
