import { type Handlers, Peer } from "./peer.ts";

/**
 * What every child does: answers its parent, and ends when the parent lets go or is gone, after `close`. A Ctrl-C in the terminal reaches
 * all processes at once; the parent alone acts on it, so that they end in order.
 */
export function serveParent(handlers: Handlers, close: () => Promise<void>): Peer {
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => undefined);
  const peer = new Peer(process, handlers);
  process.once("disconnect", () => {
    close()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
  });
  return peer;
}
