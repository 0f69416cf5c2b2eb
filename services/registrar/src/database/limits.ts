import { Socket } from "node:net";
import type { PoolConfig } from "pg";

/** How long is waited for what, ms; 0: without end. */
export type Limits = {
  /** For a connection, or for one of the pool that is free. */
  readonly connect: number;
  /** For one statement, its locks included; the server ends it. */
  readonly statement: number;
  /** Between two statements of a transaction, which holds its locks meanwhile; the server ends the connection. */
  readonly betweenStatements: number;
  /** For any word on a connection. More than the two before it: a server that is well has spoken by then. */
  readonly silence: number;
};

/** Voters wait for these: better an error, which says that nothing is lost, than a page that waits for ever. */
export const SERVICE_LIMITS: Limits = {
  connect: 15_000,
  statement: 30_000,
  betweenStatements: 30_000,
  silence: 45_000,
};

/** Imports, rolls and new tables take the time that they take. */
export const WORK_LIMITS: Limits = { connect: 15_000, statement: 0, betweenStatements: 0, silence: 0 };

/** Before the system asks whether the other side of a connection still exists. */
const KEEP_ALIVE_MS = 10_000;

/** For `pg`. Its own `query_timeout` is not used: it gives up the query and lends the connection to the next one, which waits behind it. */
export const poolLimits = ({ connect, statement, betweenStatements, silence }: Limits): PoolConfig => ({
  connectionTimeoutMillis: connect,
  statement_timeout: statement,
  idle_in_transaction_session_timeout: betweenStatements,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  ...(silence === 0 ? {} : { stream: () => listeningSocket(silence) }),
});

/**
 * A server that was killed ends its connections; a machine that lost its network does not, and the system would go on sending for a
 * quarter of an hour.
 */
function listeningSocket(silence: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silence);
  return socket.on("timeout", () => socket.destroy(new Error("the database says nothing")));
}
