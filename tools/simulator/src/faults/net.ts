import { existsSync } from "node:fs";
import { output, until } from "./shell.ts";

const PREFIX = "veche-faults";
const SUBNET = "10.77.0";
const FIRST_HOST = 10;
const IP_PLACES = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip"];
const GONE_MS = 5_000;

/** A machine of the network: a namespace with one interface. */
export type Place = { readonly name: string; readonly namespace: string; readonly address: string };

/** Network namespaces are made by root with iproute2 on Linux. */
export const NO_NETWORK = "no network namespaces here: Linux, root and iproute2 (ip) are needed";

/** The program that makes namespaces, or nothing where this process cannot make any. */
export function findNetworkTool(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  return IP_PLACES.find((file) => existsSync(file));
}

/**
 * Places of one run, each in a network namespace of its own, joined by a bridge in another one: the machine's own network is not touched. Names
 * carry the process id of the run, so that what a killed run leaves behind is known (`sweep`).
 */
export class FaultNet {
  readonly #ip: string;
  readonly #run: number;
  readonly #places = new Map<string, Place>();
  /** How many faults keep packets of the first from reaching the second. */
  readonly #cuts = new Map<string, number>();

  private constructor(ip: string, run: number) {
    this.#ip = ip;
    this.#run = run;
  }

  static async create(ip: string, run = process.pid): Promise<FaultNet> {
    const net = new FaultNet(ip, run);
    await net.#do("netns", "add", net.#hub);
    await net.#do("-n", net.#hub, "link", "add", "bridge", "type", "bridge");
    await net.#do("-n", net.#hub, "link", "set", "bridge", "up");
    return net;
  }

  /** The next place; the first has the first address. */
  async add(name: string): Promise<Place> {
    const at = this.#places.size;
    const namespace = `${PREFIX}-${this.#run}-${name}`;
    const place = { name, namespace, address: addressOf(at) };
    this.#places.set(name, place);
    await this.#do("netns", "add", namespace);
    const peer = ["peer", "name", `port${at}`, "netns", this.#hub];
    await this.#do("link", "add", "eth0", "netns", namespace, "type", "veth", ...peer);
    await this.#do("-n", this.#hub, "link", "set", `port${at}`, "master", "bridge", "up");
    await this.#do("-n", namespace, "link", "set", "lo", "up");
    await this.#do("-n", namespace, "address", "add", `${place.address}/24`, "dev", "eth0");
    await this.#do("-n", namespace, "link", "set", "eth0", "up");
    return place;
  }

  /** Packets of `from` do not reach `to` any more; those of `to` still reach `from`. Each cut is healed once. */
  async cutOneWay(from: string, to: string): Promise<void> {
    const key = `${from}>${to}`;
    const before = this.#cuts.get(key) ?? 0;
    this.#cuts.set(key, before + 1);
    if (before === 0) await this.#route("add", from, to);
  }

  async healOneWay(from: string, to: string): Promise<void> {
    const key = `${from}>${to}`;
    const before = this.#cuts.get(key) ?? 0;
    if (before === 0) return;
    this.#cuts.set(key, before - 1);
    if (before === 1) await this.#route("del", from, to);
  }

  /** Nothing passes between the two groups. */
  async cut(some: readonly string[], others: readonly string[]): Promise<void> {
    for (const [a, b] of pairs(some, others)) {
      await this.cutOneWay(a, b);
      await this.cutOneWay(b, a);
    }
  }

  async heal(some: readonly string[], others: readonly string[]): Promise<void> {
    for (const [a, b] of pairs(some, others)) {
      await this.healOneWay(a, b);
      await this.healOneWay(b, a);
    }
  }

  /** All processes that run there, those that others have started too. */
  processesAt = (name: string): Promise<readonly number[]> =>
    processesIn(this.#ip, this.#placed(name).namespace);

  /** The words that make a command run at a place. */
  command(name: string, program: string, words: readonly string[]): readonly [string, readonly string[]] {
    return [this.#ip, ["netns", "exec", this.#placed(name).namespace, program, ...words]];
  }

  async close(): Promise<void> {
    await removeAll(this.#ip, (of) => of === this.#run);
  }

  async #route(verb: "add" | "del", from: string, to: string): Promise<void> {
    const { namespace } = this.#placed(from);
    await this.#do("-n", namespace, "route", verb, "blackhole", `${this.#placed(to).address}/32`);
  }

  #placed(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw new Error(`no place ${name} in this network`);
    return place;
  }

  get #hub(): string {
    return `${PREFIX}-${this.#run}-hub`;
  }

  async #do(...words: readonly string[]): Promise<void> {
    await output(this.#ip, words);
  }
}

export const addressOf = (at: number): string => `${SUBNET}.${FIRST_HOST + at}`;

/** Ends and removes what runs that are no more have left behind; how many namespaces that were. */
export const sweep = (ip: string): Promise<number> => removeAll(ip, (run) => !isRunning(run));

async function removeAll(ip: string, isMeant: (run: number) => boolean): Promise<number> {
  const namespaces = (await output(ip, ["netns", "list"]))
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "")
    .filter((name) => {
      const run = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
      return run !== undefined && isMeant(Number(run));
    });
  for (const namespace of namespaces) {
    await endAll(ip, namespace);
    await output(ip, ["netns", "delete", namespace]);
  }
  return namespaces.length;
}

/** A namespace that is deleted lives on under the processes in it: they are ended first. */
async function endAll(ip: string, namespace: string): Promise<void> {
  await until(
    async () => {
      const left = await processesIn(ip, namespace);
      for (const pid of left) signal(pid, "SIGKILL");
      return left.length === 0;
    },
    GONE_MS,
    20,
  );
}

async function processesIn(ip: string, namespace: string): Promise<readonly number[]> {
  const lines = await output(ip, ["netns", "pids", namespace]);
  return lines.split("\n").filter(Boolean).map(Number);
}

/** Whether there was such a process. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

export const isRunning = (pid: number): boolean => signal(pid, 0);

const pairs = (some: readonly string[], others: readonly string[]): readonly (readonly [string, string])[] =>
  some.flatMap((a) => others.map((b) => [a, b] as const));
