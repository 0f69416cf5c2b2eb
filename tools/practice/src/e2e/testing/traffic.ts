import type { BrowserContext, Request } from "playwright-core";

/** One request of a browser, with everything that the network saw of it. */
type Sent = {
  readonly url: URL;
  readonly method: string;
  readonly isNavigation: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Missing: no answer came. */
  readonly answered: Readonly<Record<string, string>> | undefined;
};

/** Everything that a device sends from its first page on, its workers included. */
export class Traffic {
  readonly #sent: Promise<Sent>[] = [];

  constructor(context: BrowserContext) {
    context.on("request", (request) => void this.#sent.push(seen(request)));
  }

  /** What a voter's secrecy forbids (§12.1.2), in sentences. `own`: the only origins that may be asked. */
  async faults(ballot: string, own: (url: URL) => boolean): Promise<readonly string[]> {
    const all = await Promise.all(this.#sent);
    const asked = all.filter(({ url }) => url.protocol === "http:" || url.protocol === "https:");
    // A check that saw nothing would find nothing.
    const isSeen = asked.some(({ url, headers }) => own(url) && "sec-fetch-site" in headers);
    return [
      ...(isSeen ? [] : ["nothing was recorded"]),
      ...asked.flatMap((sent) => faultsOf(sent, ballot, own)),
    ];
  }
}

function faultsOf(
  { url, method, isNavigation, headers, answered }: Sent,
  ballot: string,
  own: (url: URL) => boolean,
): readonly string[] {
  const { cookie, referer = "", "sec-fetch-site": from } = headers;
  const isBallot = url.origin === ballot;
  // What the browser takes out of its memory has no such header: nothing was asked.
  const isBetweenHosts = !isNavigation && from !== undefined && from !== "same-origin";
  const found = [
    own(url) ? undefined : "another host",
    isBetweenHosts ? `asked by a page of another host: ${from}` : undefined,
    isBallot && cookie !== undefined ? "a cookie was sent" : undefined,
    isBallot && answered?.["set-cookie"] !== undefined ? "a cookie was set" : undefined,
    referer !== "" && (isBallot || referer.startsWith(ballot)) ? `came from ${referer}` : undefined,
  ];
  return found.flatMap((fault) =>
    fault === undefined ? [] : [`${method} ${url.origin}${url.pathname}: ${fault}`],
  );
}

async function seen(request: Request): Promise<Sent> {
  // A page that goes away takes what was not asked of it in time with it.
  const [headers, response] = await Promise.all([
    request.allHeaders().catch(() => request.headers()),
    request.response().catch(() => null),
  ]);
  return {
    url: new URL(request.url()),
    method: request.method(),
    isNavigation: request.isNavigationRequest(),
    headers,
    answered: await response?.allHeaders().catch(() => response.headers()),
  };
}
