import { derivedFigures } from "../derived.ts";
import { baselineOf, type Figure, figure, reading } from "../figure.ts";
import type { Run } from "../run.ts";
import { summary } from "../statistics.ts";

const of = (value: number) => summary([value * 0.98, value, value * 1.05]);

const NOBLE_BALLOT: Readonly<Record<number, number>> = { 2: 5_000, 20: 90_000 };
const OWN_BALLOT: Readonly<Record<number, number>> = { 2: 90, 20: 1_600 };

/** Figures as they might be; invented. */
function measured(): readonly Figure[] {
  return [
    figure("ops.decode", "us", of(2.6), baselineOf("noble", of(93))),
    figure("ops.token-verify", "us", of(40)),
    ...[2, 20].flatMap((options) => {
      const noble = NOBLE_BALLOT[options] as number;
      const own = OWN_BALLOT[options] as number;
      const one = (name: string, value: number, single: number) =>
        figure(`ops.${options}.${name}`, "us", of(value), baselineOf("noble, one by one", of(single)));
      return [
        figure(`ops.${options}.ballot-single`, "us", of(noble)),
        figure(`ops.${options}.issue-single`, "us", of(2_000)),
        one("ballot-batch-5000", own, noble),
        one("issue-batch-5000", 15, 2_000),
        figure(`ops.${options}.encrypt`, "us", of(10 * noble)),
        ...[1_000, 10_000, 100_000].flatMap((size, at) => [
          figure(`verify.${options}.${size}.cpu`, "us", of((own + 110) * (1.2 - 0.08 * at))),
          figure(`verify.${options}.${size}.wall`, "us", of((own + 110) * 0.5)),
          figure(`verify.${options}.${size}.peak`, "MB", of(300 + 40 * at)),
        ]),
        reading(`bytes.${options}.record`, "bytes", 1_500 * options),
      ];
    }),
    reading("tally.sums", "count", 2_100),
    figure("tally.prove", "s", of(6)),
    figure("tally.verify", "s", of(1.4), baselineOf("noble, one by one", of(13))),
    figure("tally.count", "s", of(0.7)),
    figure("intake.rate-wall", "per-s", of(1_800)),
    figure("intake.idle-wall", "ms", of(80)),
    reading("register.rate-wall", "per-s", 20_000),
    reading("voters.issue-rate-wall", "per-s", 40),
    reading("voters.issue-p99-wall", "ms", 900),
    reading("voters.busy", "count", 0),
    reading("voters.peak-node", "MB", 200),
    reading("voters.peak-postgres", "MB", 300),
    reading("voters.ballot-page", "bytes", 200_000),
    reading("voters.ballot-script", "bytes", 100_000),
    reading("voters.encrypt-browser-wall", "ms", 900),
    reading("chain.rate-wall", "per-s", 350),
    reading("chain.alone-wall", "ms", 1_200),
    ...["chain", "chain.embedded"].flatMap((id) => [
      reading(`${id}.open-p50-wall`, "ms", 700),
      reading(`${id}.full-p99-wall`, "ms", 2_000),
      reading(`${id}.node`, "us", 2_000),
      reading(`${id}.generator`, "us", 200),
      reading(`${id}.peak-node`, "MB", 250),
    ]),
    reading("chain.comet", "us", 900),
    reading("chain.peak-comet", "MB", 1_700),
    reading("chain.block-interval-wall", "ms", 900),
    reading("chain.block-casts", "count", 240),
    reading("chain.commit-p99-wall", "ms", 90),
    reading("chain.held-rate-wall", "per-s", 400),
    reading("chain.held-casts", "count", 5_000),
    reading("chain.held-block-wall", "ms", 3_000),
    reading("chain.held-receipt-wall", "ms", 4_000),
  ];
}

/** A run that nobody made. */
export function exampleRun(change: Partial<Run> = {}): Run {
  const figures = measured();
  return {
    format: 1,
    at: "2030-01-10T12:00:00.000Z",
    commit: "0123456789ab",
    mode: "full",
    areas: ["ops", "verify", "bytes", "tally", "intake", "register", "voters", "chain"],
    machine: {
      cpu: "Invented Processor",
      cores: 2,
      memoryMB: 16_000,
      system: "Linux 6.0 x64",
      node: "20.19.0",
      openssl: "3.0.0",
      kernel: "wasm simd",
    },
    load: { before: 0.05, after: 1.9 },
    figures: [...figures, ...derivedFigures(figures)],
    ...change,
  };
}
