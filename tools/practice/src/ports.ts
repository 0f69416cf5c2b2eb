import { createServer } from "node:net";

/** As many as a chain needs so that it goes on without one of them. */
export const VALIDATORS = 4;
/** How many ports in a row a start takes. */
export const PORTS = 4;
export const CHAIN_PORTS = PORTS + 2 * VALIDATORS - 1;

export type Ports = {
  readonly portal: number;
  readonly ballot: number;
  readonly identity: number;
  readonly lan: number;
  /** Of the nodes besides the ballot host. */
  readonly others: readonly number[];
  /** On which the validators' engines listen for one another. */
  readonly engines: readonly number[];
};

/**
 * The ports of a start: `first` and those that follow; 0: any free ones.
 *
 * @param validators 0: there is one node, and no chain.
 */
export async function portsFrom(first: number, validators: number): Promise<Ports> {
  let taken = 0;
  const next = async (): Promise<number> => (first === 0 ? freePort() : first + taken++);
  const list = async (count: number): Promise<readonly number[]> => {
    const ports: number[] = [];
    while (ports.length < count) ports.push(await next());
    return ports;
  };
  return {
    portal: await next(),
    ballot: await next(),
    identity: await next(),
    lan: await next(),
    others: await list(validators - 1),
    engines: await list(validators),
  };
}

/** A port that nothing listens on now, on this machine. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Whether a port can be listened on, under every address of this machine. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
