import { request } from "node:http";

export type Page = {
  readonly status: number;
  readonly url: string;
  readonly location: string | undefined;
  readonly body: string;
};

export type Sent = {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

const PATIENCE_MS = 120_000;

/**
 * One person's browser, as far as servers can tell: cookies stay with their host, fragments stay here, each page's referrer policy is kept,
 * scripts' requests carry their page's origin. `address`: where it connects from, so that people differ as they do on the network.
 */
export class PageBrowser {
  readonly #address: string | undefined;
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Cookies' values, all that ever were. */
  readonly secrets = new Set<string>();
  /** `address:port` of every connection. */
  readonly connections = new Set<string>();
  #document: { readonly url: string; readonly isSilent: boolean } | undefined;

  constructor(address: string | undefined) {
    this.#address = address;
  }

  /** A full navigation: the fragment is not sent; the page before says whether its address is. */
  async navigate(address: string, sent: Sent = {}): Promise<Page & { readonly fragment: string }> {
    const { hash } = new URL(address);
    let page = await this.#send(address, sent, "navigate");
    for (let hop = 0; page.location !== undefined; hop++) {
      if (hop === 10) throw new RangeError("redirects without end");
      page = await this.#send(new URL(page.location, page.url).href, {}, "navigate");
    }
    return { ...page, fragment: hash.slice(1) };
  }

  /** What a script of the present page asks for. */
  fetch(address: string, sent: Sent = {}): Promise<Page> {
    return this.#send(address, sent, "fetch");
  }

  cookiesOf(hostname: string): readonly string[] {
    return [...(this.#cookies.get(hostname)?.values() ?? [])];
  }

  async #send(url: string, sent: Sent, as: "navigate" | "fetch"): Promise<Page> {
    for (const began = Date.now(); ; ) {
      const { page, wait, isSilent } = await this.#once(url, sent, as);
      if (wait === undefined || Date.now() - began > PATIENCE_MS) {
        if (as === "navigate") this.#document = { url, isSilent };
        return page;
      }
      await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
    }
  }

  #once(
    url: string,
    { method = "GET", headers = {}, body }: Sent,
    as: "navigate" | "fetch",
  ): Promise<{ readonly page: Page; readonly wait: number | undefined; readonly isSilent: boolean }> {
    const { hostname, port, pathname, search, host, origin } = new URL(url);
    const cookie = [...this.#jar(hostname)].map(([name, value]) => `${name}=${value}`).join("; ");
    const isOther = this.#document !== undefined && new URL(this.#document.url).origin !== origin;
    const own = {
      ...headers,
      host,
      ...(cookie === "" ? {} : { cookie }),
      ...this.#referrer(isOther),
      ...(as === "fetch" && method === "POST" ? { origin: new URL(this.#document?.url ?? url).origin } : {}),
    };
    return new Promise((resolve, reject) => {
      const local = this.#address === undefined ? {} : { localAddress: this.#address };
      const sending = request(
        { host: "127.0.0.1", port, method, path: pathname + search, headers: own, agent: false, ...local },
        (answer) => {
          const { localAddress = "", localPort = 0 } = answer.socket;
          const own = `${localAddress}:${localPort}`;
          // Ports come back: the last connection stands last.
          this.connections.delete(own);
          this.connections.add(own);
          this.#take(hostname, answer.headers["set-cookie"] ?? []);
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () => {
            const status = answer.statusCode ?? 0;
            const page = {
              status,
              url,
              location: answer.headers.location,
              body: Buffer.concat(chunks).toString(),
            };
            const isBusy = status === 429 || status === 503;
            const wait = isBusy ? Number(answer.headers["retry-after"] ?? 1) : undefined;
            resolve({ page, wait, isSilent: answer.headers["referrer-policy"] === "no-referrer" });
          });
        },
      );
      sending.on("error", reject);
      sending.end(body);
    });
  }

  /** Browsers without a policy tell another host the origin, and their own the whole address. */
  #referrer(isOther: boolean): Readonly<Record<string, string>> {
    if (this.#document === undefined || this.#document.isSilent) return {};
    const { origin, href } = new URL(this.#document.url);
    return { referer: isOther ? `${origin}/` : (href.split("#")[0] ?? "") };
  }

  #jar(hostname: string): Map<string, string> {
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, jar);
    return jar;
  }

  #take(hostname: string, cookies: readonly string[]): void {
    for (const set of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (name === undefined || value === undefined) continue;
      this.#jar(hostname).set(name, value);
      this.secrets.add(value);
    }
  }
}
