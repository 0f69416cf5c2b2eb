import type { Exchange } from "./gather-recordings.ts";
import type { Finding } from "./search.ts";

/** What a browser says to the ballot host: nothing in them is of one person. */
const ASKED =
  /^(host|connection|content-type|content-length|transfer-encoding|accept(-.*)?|origin|user-agent|sec-.*)$/;
const ANSWERED_NEVER = /^(set-cookie|x-request-id|etag|server-timing|link|report-to|nel)$/;

/** Headers by which one host could know again whom the other has seen. `ballotPorts`: connections of voters' browsers. */
export function searchHeaders(exchanges: readonly Exchange[]): readonly Finding[] {
  return exchanges
    .filter(({ domain }) => domain === "node")
    .flatMap(({ headers, head, method }): readonly Finding[] => {
      const asked = headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
      const answered = head
        .split("\r\n")
        .slice(1)
        .map((line) => (line.split(":")[0] ?? "").toLowerCase());
      const where = `node ${method}`;
      return [
        ...asked
          .filter((name) => !ASKED.test(name))
          .map((name) => ({ kind: "header", where, what: name }) as const),
        ...answered
          .filter((name) => ANSWERED_NEVER.test(name))
          .map((name) => ({ kind: "header", where: `${where}, answered`, what: name }) as const),
      ];
    });
}
