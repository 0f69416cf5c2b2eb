import { type CometStatus, cometStatus } from "@veche/node";
import type { Json, Output } from "../framework/output.ts";
import { tableLines } from "../framework/table.ts";
import { chainTexts } from "../texts/chain.ts";
import { rpcOf } from "./layout.ts";

/** One validator as it is shown. */
export type Row = {
  readonly name: string;
  readonly url?: string;
  readonly status: CometStatus | undefined;
  /** How its process ended, if it did. */
  readonly ended?: string | undefined;
};

export async function rowsOf(
  validators: readonly (Omit<Row, "status"> & { readonly home: string })[],
): Promise<readonly Row[]> {
  return Promise.all(
    validators.map(async ({ home, ...row }) => ({
      ...row,
      status: row.ended === undefined ? await cometStatus(rpcOf(home)) : undefined,
    })),
  );
}

export function chainLines(out: Output, rows: readonly Row[]): readonly string[] {
  const { say } = out;
  const { name, url, height, peers, state } = chainTexts.head;
  const head = [say(name), say(url), say(height), say(peers), say(state)];
  const lines = rows.map((row) => [
    row.name,
    row.url ?? "",
    `${row.status?.height ?? ""}`,
    `${row.status?.peers ?? ""}`,
    say(stateOf(row)),
  ]);
  return tableLines(head, lines, ["left", "left", "right", "right", "left"]);
}

function stateOf({ status, ended }: Row) {
  const { states } = chainTexts;
  if (ended !== undefined) return states.ended(ended);
  if (status === undefined) return states.silent;
  if (status.isCatchingUp) return states.catchingUp;
  return status.isValidator ? states.running : states.observing;
}

export const rowJson = ({ name, url, status, ended }: Row): Json => ({
  name,
  ...(url === undefined ? {} : { url }),
  ...(ended === undefined ? {} : { ended }),
  ...(status === undefined
    ? { answers: false }
    : {
        answers: true,
        height: status.height,
        peers: status.peers,
        catchingUp: status.isCatchingUp,
        validator: status.isValidator,
      }),
});
