import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { CBOR_TYPE, electionPath } from "@veche/api";
import { assert, expectOk } from "@veche/base";
import { decodeEntry, isCast } from "@veche/ledger";
import { type Figure, figure, reading } from "../figure.ts";
import { cpuMicroseconds } from "../measure.ts";
import { entriesOf } from "../record/entries.ts";
import type { BenchRecord } from "../record/records.ts";
import { summary } from "../statistics.ts";
import { HttpSender, requestOf } from "./http-sender.ts";
import type { NodeCpu } from "./intake-node.ts";
import { startIntakeNode } from "./node-handle.ts";

/** Requests under way at a time: so many voters wait for their receipts. */
const CONNECTIONS = 256;
/** The casts are sent in so many parts, each a sample. */
const PARTS = 5;
/** Casts sent alone to an idle node before the load. */
const IDLE = 5;
/** A node that is full says so; the generator comes again after this, ms. */
const RETRY_MS = 20;

export type IntakeInput = { readonly record: BenchRecord; readonly casts: number; readonly cache: string };

/**
 * Casts through HTTP into a node in another process, with durable storage: an answer means that the ballot is verified,
 * ordered, on disk, and under a published checkpoint. Generator and node share the machine.
 */
export async function measureIntake(
  { record, casts, cache }: IntakeInput,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Figure[]> {
  const requests = await requestsOf(record, casts);
  const home = await mkdtemp(join(cache, "intake-"));
  const node = await startIntakeNode(record, home, (done, total) => onProgress(Math.floor(done / 2), total));
  try {
    const senders = await Promise.all(
      Array.from({ length: Math.min(CONNECTIONS, casts) }, () => HttpSender.open(node.port)),
    );
    const idle = await sendAlone(senders[0] as HttpSender, requests.splice(0, Math.min(IDLE, casts - PARTS)));
    const rates: Rates[] = [];
    const size = Math.floor(requests.length / PARTS);
    for (let part = 0; part < PARTS; part++) {
      rates.push(await sendPart(node, senders, requests.splice(0, size)));
      onProgress(Math.floor(casts * (1 + (part + 1) / PARTS)), 2 * casts);
    }
    for (const sender of senders) sender.close();
    const peak = reading("intake.node-peak", "MB", (await node.cpu()).peakBytes / 1_000_000);
    return [...figuresOf(idle, rates), peak];
  } finally {
    await node.stop().finally(() => rm(home, { recursive: true, force: true }));
  }
}

type Rates = {
  readonly perSecond: number;
  /** CPU for each cast, µs. */
  readonly main: number | undefined;
  readonly others: number | undefined;
  readonly node: number;
  readonly generator: number;
};

async function requestsOf(record: BenchRecord, casts: number): Promise<Uint8Array[]> {
  const path = electionPath(record.electionId, "tx");
  const requests: Uint8Array[] = [];
  for await (const bytes of entriesOf(record.folder)) {
    const { transaction } = expectOk(decodeEntry(bytes), "an entry of our own record");
    if (isCast(transaction)) requests.push(requestOf(path, CBOR_TYPE, transaction));
    if (requests.length === casts) break;
  }
  assert(requests.length === casts, `the record has ${casts} casts`);
  return requests;
}

/** From cast to receipt, one after the other, ms. */
async function sendAlone(sender: HttpSender, requests: readonly Uint8Array[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const request of requests) {
    const before = performance.now();
    assert((await sender.send(request)) === 200, "an idle node accepts");
    times.push(performance.now() - before);
  }
  return times;
}

async function sendPart(
  node: { readonly cpu: () => Promise<NodeCpu> },
  senders: readonly HttpSender[],
  requests: Uint8Array[],
): Promise<Rates> {
  const count = requests.length;
  const [before, own, since] = [await node.cpu(), cpuMicroseconds(), performance.now()];
  await Promise.all(senders.map((sender) => sendUntilEmpty(sender, requests)));
  const seconds = (performance.now() - since) / 1_000;
  const generator = (cpuMicroseconds() - own) / count;
  const after = await node.cpu();
  const main =
    before.main === undefined || after.main === undefined ? undefined : (after.main - before.main) / count;
  const all = (after.all - before.all) / count;
  return {
    perSecond: count / seconds,
    main,
    others: main === undefined ? undefined : all - main,
    node: all,
    generator,
  };
}

async function sendUntilEmpty(sender: HttpSender, requests: Uint8Array[]): Promise<void> {
  for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
    for (;;) {
      const status = await sender.send(request);
      if (status === 200) break;
      assert(status === 503, `a prepared ballot was answered with ${status}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function figuresOf(idle: readonly number[], rates: readonly Rates[]): readonly Figure[] {
  const known = (values: readonly (number | undefined)[]): readonly number[] =>
    values.filter((value) => value !== undefined);
  const optional = (id: string, values: readonly number[]): readonly Figure[] =>
    values.length === 0 ? [] : [figure(id, "us", summary(values))];
  return [
    figure("intake.rate-wall", "per-s", summary(rates.map(({ perSecond }) => perSecond))),
    figure("intake.node", "us", summary(rates.map(({ node }) => node))),
    ...optional("intake.node-main", known(rates.map(({ main }) => main))),
    ...optional("intake.node-others", known(rates.map(({ others }) => others))),
    figure("intake.generator", "us", summary(rates.map(({ generator }) => generator))),
    idle.length > 0 ? figure("intake.idle-wall", "ms", summary(idle)) : reading("intake.idle-wall", "ms", 0),
  ];
}
