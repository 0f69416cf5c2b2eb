import type { Bytes } from "@veche/base";
import { BallotLookup } from "./ballot-lookup.ts";
import type { Certificate, Standing } from "./contract.ts";
import type { Engine, PlacedBallot } from "./engine.ts";
import type { Hosts } from "./hosts.ts";
import type { DoneRecord } from "./records.ts";
import type { Session } from "./session.ts";

/**
 * Whether a ballot counts, of which the caller has checked the receipt (§12.7.3). `own`: this device cast it; `isLast`: and by the rules
 * of the election no other can follow. Without that the nodes' word is needed, and each that gave it is named.
 */
export async function standingOf(
  hosts: Hosts,
  engine: Engine,
  ballot: Pick<PlacedBallot, "index" | "credential">,
  own?: { readonly isLast: boolean },
): Promise<Standing> {
  const shown = await certificates(hosts, engine, ballot.index);
  const certificate = shown.find((one) => one !== undefined);
  // ⚔ Before there is something to learn by it a voter's own device says nothing of X again.
  if (certificate === undefined && own !== undefined) return { state: "recorded" };
  const { found, told } = await new BallotLookup(hosts, engine).byCredential(ballot.credential);
  if (found.some((other) => other.ballot.index > ballot.index)) return { state: "superseded" };
  if (certificate === undefined) return { state: "recorded" };
  if (own?.isLast === true) return { state: "counted", certificate, rests: { on: "device" } };
  const names = hosts.links.map(({ base }) => new URL(base).host);
  const unshown = names.filter((_, at) => told[at]?.isShown === false);
  if (unshown.length > 0) return { state: "doubtful", certificate, nodes: unshown };
  // ⚔ Only a node whose own log goes beyond the certificate, and that names the ballot whose receipt is right, can tell of later ones.
  const vouches = (at: number): boolean =>
    shown[at] !== undefined && told[at]?.indices.includes(ballot.index) === true;
  const asked = names.filter((_, at) => vouches(at));
  const silent = names.filter((_, at) => !vouches(at));
  return asked.length === 0
    ? { state: "doubtful", certificate, nodes: silent }
    : { state: "counted", certificate, rests: { on: "nodes", asked, silent } };
}

/** The same for the ballot that a device keeps as done; `undefined`: nothing can be said now. */
export async function ownStanding(
  session: Session,
  { receipt, seq }: DoneRecord,
): Promise<Standing | undefined> {
  const read = await session.manifest();
  const hosts = await session.connect();
  const ballot = read.ok ? await session.engine.readBallot(receipt) : undefined;
  if (!read.ok || hosts === undefined || !ballot?.ok) return undefined;
  return standingOf(hosts, session.engine, ballot.value, { isLast: seq >= read.facts.revoteMax });
}

/** Of each node the `certify` behind a place, if it shows one. */
async function certificates(
  hosts: Hosts,
  engine: Engine,
  behind: number,
): Promise<readonly (Certificate | undefined)[]> {
  const shown: (Certificate | undefined)[] = [];
  for (const link of hosts.links) {
    const asked = await hosts.certified(link);
    shown.push(asked.kind === "answer" ? await certificateIn(engine, asked.value, behind) : undefined);
  }
  return shown;
}

async function certificateIn(
  engine: Engine,
  receipt: Bytes,
  behind: number,
): Promise<Certificate | undefined> {
  const checked = await engine.checkCertificate(receipt);
  return checked.ok && checked.value.index > behind ? { ...checked.value, receipt } : undefined;
}
