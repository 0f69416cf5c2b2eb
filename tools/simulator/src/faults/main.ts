import { parseArgs } from "node:util";
import { findCometbft } from "@veche/node";
import { FAULT_KINDS, type FaultKind } from "./kinds.ts";
import { listChain } from "./list/list-chain.ts";
import { findNetworkTool, NO_NETWORK } from "./net.ts";
import { record, table } from "./report.ts";
import { type RunResult, runControl, runSchedule } from "./run.ts";
import { makeSchedule } from "./schedule.ts";
import { vecheChain } from "./veche/veche-chain.ts";

const USAGE = `npm run faults -- --seed N --minutes M [--validators 4] [--only KIND]... [--control] [--keep] [--no-record]
  kinds: ${FAULT_KINDS.join(", ")}
  --chain      veche (by default): the nodes of this repository; list: the smallest application
  --control    more than a third of twins and a cut: the fork must be found
  --keep       leave the validators' folders
  --no-record  do not write into docs/faults.md`;

const NO_COMET = "no CometBFT on this machine: npm run setup:chain";
/** The loader sends one a second. */
const VOTERS_A_MINUTE = 60;

const EXIT = { good: 0, broken: 1, usage: 2 } as const;

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(EXIT.usage);
}

type Wishes = {
  readonly seed: string;
  readonly minutes: number;
  readonly validators: number;
  readonly kinds: readonly FaultKind[];
  readonly chain: "veche" | "list";
  readonly control: boolean;
  readonly keep: boolean;
  readonly isRecorded: boolean;
};

function wishes(): Wishes {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string", default: "1" },
        minutes: { type: "string", default: "3" },
        validators: { type: "string", default: "4" },
        chain: { type: "string", default: "veche" },
        only: { type: "string", multiple: true, default: [] },
        control: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        "no-record": { type: "boolean", default: false },
      },
    });
    const [minutes, validators] = [Number(values.minutes), Number(values.validators)];
    const isKind = (kind: string): kind is FaultKind => FAULT_KINDS.some((known) => known === kind);
    const kinds = values.only.filter(isKind);
    const areGood =
      minutes >= 1 &&
      minutes <= 24 * 60 &&
      Number.isInteger(validators) &&
      validators >= 4 &&
      validators <= 20 &&
      kinds.length === values.only.length &&
      (values.chain === "veche" || values.chain === "list");
    if (!areGood) stop(USAGE);
    const { seed, control, keep } = values;
    const chain = values.chain === "list" ? "list" : "veche";
    const isRecorded = !values["no-record"];
    return {
      seed,
      minutes,
      validators,
      kinds: kinds.length > 0 ? kinds : FAULT_KINDS,
      control,
      keep,
      chain,
      isRecorded,
    };
  } catch {
    return stop(USAGE);
  }
}

const { seed, minutes, validators, kinds, chain: named, control, keep, isRecorded } = wishes();
const { PATH = "" } = process.env;
const ip = findNetworkTool() ?? stop(NO_NETWORK);
const cometbft = findCometbft(PATH) ?? stop(NO_COMET);
const voters = Math.ceil(VOTERS_A_MINUTE * minutes);
const chain = named === "list" ? listChain(cometbft) : vecheChain({ cometbft, seed, voters });
const begun = Date.now();
const say = (line: string): void => {
  process.stdout.write(`${Math.round((Date.now() - begun) / 1000)} s: ${line}\n`);
};
const options = { ip, chain, say, keep };
const result: RunResult = control
  ? await runControl(options, seed)
  : await runSchedule(options, makeSchedule({ seed, minutes, validators, kinds }));
process.stdout.write(table(result));
if (isRecorded) await record(result, { chain, control });
process.exitCode = result.verdicts.every(({ findings }) => findings.length === 0) ? EXIT.good : EXIT.broken;
