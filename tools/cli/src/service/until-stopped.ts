import type { Context } from "../framework/command.ts";
import { serviceTexts } from "../texts/services.ts";

/** A server that was started: where it listens, and how it ends. */
export type Running = {
  readonly url: string;
  /** Resolves when it cannot go on by itself. */
  readonly failed?: Promise<unknown>;
  readonly close: () => Promise<void>;
};

/**
 * Says where the service listens, as the one result, and waits until the operator ends it (SIGINT, SIGTERM): answers under way are
 * finished first.
 */
export async function untilStopped({ out, world }: Context, running: Running): Promise<0> {
  const { url, failed, close } = running;
  out.result({ listening: url }, [out.say(serviceTexts.listening(url))]);
  const failure = await Promise.race([
    world.stopped().then(() => undefined),
    ...(failed === undefined ? [] : [failed.then((error) => error ?? new Error("the service stopped"))]),
  ]);
  out.note(serviceTexts.stopping);
  await close();
  if (failure !== undefined) throw failure;
  return 0;
}

/** `http://host:port`, with brackets around an IPv6 address. */
export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
