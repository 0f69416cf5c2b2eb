import { type Bytes, concat, utf8 } from "@veche/base";
import type { Domain, Unit } from "./places.ts";
import type { RecordedExchange, Recording } from "./recorded.ts";

/** By the name of a process's module. */
const DOMAINS: Readonly<Record<string, Domain>> = {
  registrar: "registrar",
  identity: "identity",
  issuer: "issuer",
  node: "node",
  parties: "parties",
};

/** What a client of a service could have put into a request, and what it was answered. */
export type Exchange = Omit<RecordedExchange, "body" | "answer" | "kind"> & {
  readonly domain: Domain;
  readonly process: string;
  readonly body: Bytes;
  readonly answer: Bytes;
};

export function exchangesOf(recordings: readonly Recording[]): readonly Exchange[] {
  return recordings.flatMap(({ role, process, lines }) =>
    lines.flatMap((line) => {
      if (line.kind !== "exchange") return [];
      const [body, answer] = [line.body, line.answer].map(
        (text) => new Uint8Array(Buffer.from(text, "base64")),
      );
      const domain = DOMAINS[role] as Domain;
      return [{ ...line, domain, process, body: body as Bytes, answer: answer as Bytes }];
    }),
  );
}

/** Request and answer are two things: who asks need not know what is answered. `issuerOf`: by process. */
export function exchangeUnits(
  exchanges: readonly Exchange[],
  issuerOf: ReadonlyMap<string, number>,
): readonly Unit[] {
  return exchanges.flatMap((one): readonly Unit[] => {
    const { domain, process, method, url, headers, head } = one;
    const name = `${method} ${routeOf(url)}`;
    const issuer = issuerOf.get(process);
    const place = { domain, name, ...(issuer === undefined ? {} : { issuer }) };
    const asked = utf8(`${method} ${url}\n${headers.join("\n")}\n\n`);
    return [
      { ...place, kind: "request", bytes: concat(asked, one.body) },
      { ...place, kind: "answer", bytes: concat(utf8(head), one.answer) },
    ];
  });
}

/** Each line that a process wrote. */
export function logUnits(recordings: readonly Recording[]): readonly Unit[] {
  return recordings.flatMap(({ role, lines }) => {
    const said = lines.flatMap((line) => (line.kind === "said" ? [line.text] : [])).join("");
    const domain = DOMAINS[role] as Domain;
    return said
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ domain, kind: "log" as const, name: role, bytes: utf8(line) }));
  });
}

/** Without what is of one voter or one election. */
const routeOf = (url: string): string =>
  (url.split("?")[0] ?? "")
    .replace(/[0-9a-f]{64}/g, ":id")
    .replace(/\/[0-9A-HJKMNP-TV-Z]{20}$/, "/:tracker")
    .replace(/\/(proof|sign-in|interaction|auth)\/[^/]+$/, "/$1/:one");
