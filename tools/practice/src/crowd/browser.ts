import { request } from "node:http";

export type Page = {
  readonly status: number;
  readonly url: string;
  readonly location: string | undefined;
  readonly body: string;
};

type Send = {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/** As much of a browser as a voter's way needs without scripts: every `*.localhost` is this machine, cookies stay with their host. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Follows redirects. */
  async open(address: string, sent: Send = {}): Promise<Page> {
    let page = await this.send(address, sent);
    for (let hop = 0; page.location !== undefined; hop++) {
      if (hop === 10) throw new RangeError("redirects without end");
      page = await this.send(new URL(page.location, page.url).href);
    }
    return page;
  }

  send(url: string, { method = "GET", headers = {}, body }: Send = {}): Promise<Page> {
    const { hostname, port, pathname, search, host } = new URL(url);
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Promise((resolve, reject) => {
      const sending = request(
        {
          ...{ host: "127.0.0.1", port, method, path: pathname + search },
          headers: { ...headers, host, ...(cookie === "" ? {} : { cookie }) },
        },
        (answer) => {
          for (const set of answer.headers["set-cookie"] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
            if (name !== undefined && value !== undefined) jar.set(name, value);
          }
          const { location } = answer.headers;
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              url,
              location,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sending.on("error", reject);
      sending.end(body);
    });
  }

  cookiesOf(hostname: string): readonly string[] {
    return [...(this.#cookies.get(hostname)?.keys() ?? [])];
  }
}
