import { stat, truncate } from "node:fs/promises";
import { BugError } from "@veche/base";
import type { ChainUnderTest, Home } from "./chain-under-test.ts";
import type { Outage } from "./invariants/index.ts";
import { describeFault, type Fault, type Schedule, stopsTheChain } from "./kinds.ts";
import type { FaultNet, Place } from "./net.ts";
import { giveOrders, HONEST } from "./relay/orders.ts";
import { sleep } from "./shell.ts";
import type { Validator } from "./validator.ts";

/** What faults are done to. */
export type Stage = {
  readonly chain: ChainUnderTest;
  readonly net: FaultNet;
  readonly validators: readonly Validator[];
  /** Another one, which ends when the stage is left. */
  readonly join: (home: Home) => Validator;
  /** Where the twin of a validator can live. */
  readonly twinPlaces: ReadonlyMap<number, Place>;
  readonly say: (line: string) => void;
};

/** Does to the validators what the schedule says, at its times, and undoes it. Resolves when the last fault is healed. */
export async function play(
  stage: Stage,
  { faults }: Schedule,
  startedAt: number,
): Promise<readonly Outage[]> {
  const at = async (ms: number): Promise<void> => sleep(Math.max(0, startedAt + ms - Date.now()));
  const outages: Outage[] = [];
  await Promise.all(
    faults.map(async (fault) => {
      await at(fault.from);
      stage.say(describeFault(fault));
      const heal = await begin(stage, fault);
      const from = Date.now();
      await at(fault.until);
      const until = Date.now();
      await heal();
      if (stopsTheChain(fault)) outages.push({ from, until, healed: Date.now() });
    }),
  );
  return outages;
}

type Heal = () => Promise<void>;

/** Does it; what undoes it. */
async function begin(stage: Stage, fault: Fault): Promise<Heal> {
  const { net, validators } = stage;
  const met = fault.targets.map((at) => validators[at] as Validator);
  const names = met.map(({ home }) => home.name);
  const others = validators.map(({ home }) => home.name).filter((name) => !names.includes(name));
  const [one = missing()] = met;
  switch (fault.kind) {
    case "kill":
      await one.kill();
      return () => one.start();
    case "restart":
      await one.stop();
      return () => one.start();
    case "pause":
      await one.pause();
      return () => one.goOn();
    case "locale":
      await one.stop();
      await one.start(fault);
      return () => again(one);
    case "truncated-wal":
      await one.kill();
      await cutTail(stage.chain.wal(one.home), fault.bytes);
      return () => one.start();
    case "wipe":
      await one.kill();
      await stage.chain.wipe(one.home);
      await one.start();
      return async () => undefined;
    case "partition":
    case "partition-over":
      await net.cut(names, others);
      return () => net.heal(names, others);
    case "one-way":
      return oneWay(net, fault.way === "mute" ? [names, others] : [others, names]);
    case "slow-application":
      return ordered(stage, one, { delayMs: fault.delayMs, lies: false });
    case "invalid-proposals":
      return ordered(stage, one, { delayMs: 0, lies: true });
    case "twin":
      return twin(stage, fault.targets[0] ?? missing());
  }
}

async function again(validator: Validator): Promise<void> {
  await validator.stop();
  await validator.start();
}

async function oneWay(
  net: FaultNet,
  [senders, receivers]: readonly [readonly string[], readonly string[]],
): Promise<Heal> {
  const each = async (act: (from: string, to: string) => Promise<void>): Promise<void> => {
    for (const from of senders) for (const to of receivers) await act(from, to);
  };
  await each((from, to) => net.cutOneWay(from, to));
  return () => each((from, to) => net.healOneWay(from, to));
}

async function ordered(
  { chain }: Stage,
  { home }: Validator,
  orders: Parameters<typeof giveOrders>[1],
): Promise<Heal> {
  if (!home.relayed) throw new BugError("no relay stands before this validator's application");
  giveOrders(chain.orders(home), orders);
  return async () => giveOrders(chain.orders(home), HONEST);
}

async function twin(stage: Stage, at: number): Promise<Heal> {
  const [original, place] = [stage.validators[at] ?? missing(), stage.twinPlaces.get(at) ?? missing()];
  const second = await twinOf(stage, original, place);
  await Promise.all([original.start(), second.start()]);
  return () => second.kill();
}

/** As when somebody starts a validator from a backup while it still runs: both go on from one state. Leaves both stopped. */
export async function twinOf({ chain, join }: Stage, original: Validator, place: Place): Promise<Validator> {
  await original.kill();
  return join(await chain.twin(original.home, place));
}

/** As a machine that lost its power leaves a file whose last pages were not written. */
async function cutTail(file: string, bytes: number): Promise<void> {
  const { size } = await stat(file);
  await truncate(file, Math.max(0, size - bytes));
}

function missing(): never {
  throw new BugError("a fault meets nobody");
}
