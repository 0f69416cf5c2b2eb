/** As much of a browser as a sign-in needs: cookies by host, redirects until the portal's address comes. */
export class Browser {
  readonly #home: string;
  readonly #cookies = new Map<string, string>();

  constructor(home: string) {
    this.#home = home;
  }

  async open(
    address: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly url: string; readonly body: string; readonly headers: Headers }> {
    let url = address;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await this.#send(url, { headers });
      const next = answer.headers.get("location");
      if (next === null) return { url, body: await answer.text(), headers: answer.headers };
      url = new URL(next, url).href;
    }
    throw new RangeError("redirects without end");
  }

  /** Where the browser ends up when a form is sent: the address of the portal, not opened. */
  async submit(url: string, form: Readonly<Record<string, string>>): Promise<URL> {
    let answer = await this.post(url, form);
    for (let hop = 0; hop < 10; hop++) {
      const next = new URL(answer.headers.get("location") ?? "", url);
      if (next.href.startsWith(this.#home)) return next;
      answer = await this.#send(next.href, {});
    }
    throw new RangeError("redirects without end");
  }

  post(url: string, form: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(url, { method: "POST", body: new URLSearchParams(form) });
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return answer;
  }
}
