import type { CookieSerializeOptions } from "@fastify/cookie";

export type CookieName = "session" | "sign-in" | `ticket-${string}`;

type Jar = {
  setCookie(name: string, value: string, options: CookieSerializeOptions): unknown;
  clearCookie(name: string, options: CookieSerializeOptions): unknown;
};

/**
 * Cookies of the portal's host alone. With https their names begin with `__Host-`, which no other host and no plain connection can set;
 * they come along when somebody is sent back from the provider or the ballot page, and with no request of a foreign page.
 */
export class Cookies {
  readonly #prefix: string;
  readonly #options: CookieSerializeOptions;

  constructor(origin: string) {
    const isSecure = origin.startsWith("https:");
    this.#prefix = isSecure ? "__Host-veche-" : "veche-";
    this.#options = { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure };
  }

  get(
    request: { readonly cookies: Readonly<Record<string, string | undefined>> },
    name: CookieName,
  ): string | undefined {
    return request.cookies[this.#prefix + name];
  }

  set(reply: Jar, name: CookieName, value: string, maxAgeMs?: number): void {
    const age = maxAgeMs === undefined ? {} : { maxAge: Math.floor(maxAgeMs / 1000) };
    reply.setCookie(this.#prefix + name, value, { ...this.#options, ...age });
  }

  clear(reply: Jar, name: CookieName): void {
    reply.clearCookie(this.#prefix + name, this.#options);
  }
}
