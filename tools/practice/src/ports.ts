import { createServer } from "node:net";
import { freePorts } from "@veche/abci";

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
  readonly issuers: readonly number[];
};

/**
 * The ports of a start: `first` and those that follow; 0: any free ones. Those of the issuers, which only services of this machine reach, are
 * any free ones always. All are found at once, so that none is given out twice.
 *
 * @param validators 0: there is one node, and no chain.
 */
export async function portsFrom(first: number, validators: number, issuers: number): Promise<Ports> {
  const others = Math.max(0, validators - 1);
  const count = PORTS + others + validators;
  const free = await freePorts(issuers + (first === 0 ? count : 0));
  const places = first === 0 ? free.slice(issuers) : Array.from({ length: count }, (_, at) => first + at);
  const [portal = 0, ballot = 0, identity = 0, lan = 0, ...nodes] = places;
  return {
    ...{ portal, ballot, identity, lan },
    others: nodes.slice(0, others),
    engines: nodes.slice(others),
    issuers: free.slice(0, issuers),
  };
}

/** Whether a port can be listened on, under every address of this machine. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
