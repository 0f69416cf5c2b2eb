import type { Clock } from "@veche/base";
import cliProgress from "cli-progress";
import type { Sink } from "./world.ts";

/** Work that may take long. `done` of `total` steps, `detail` behind them; `end` clears the line. */
export type Progress = {
  readonly update: (done: number, total: number, detail?: string) => void;
  readonly end: () => void;
};

export const NO_PROGRESS: Progress = { update: () => {}, end: () => {} };

/** What ends within this time shows nothing. */
const QUIET_MS = 2_000;
/** A log file wants few lines. */
const LINE_EVERY_MS = 5_000;
/** Left of the line for what stands behind the bar. */
const DETAIL_COLUMNS = 30;

/** Minutes and seconds: they go on while a step takes long, so that slow work can be told from none. */
export const elapsedText = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

/** On a terminal one line that is redrawn, elsewhere a plain line now and then. */
export function progressOn(sink: Sink, clock: Clock, label: string): Progress {
  return sink.isTerminal ? barOn(sink, clock, label) : linesOn(sink, clock, label);
}

function linesOn(sink: Sink, clock: Clock, label: string): Progress {
  let next = clock() + QUIET_MS;
  return {
    update: (done, total, detail) => {
      const now = clock();
      if (now < next || total <= 0) return;
      next = now + LINE_EVERY_MS;
      const behind = detail === undefined ? "" : `, ${detail}`;
      sink.write(`${label}: ${Math.floor((100 * done) / total)} % (${done}/${total})${behind}\n`);
    },
    end: () => {},
  };
}

function barOn(sink: Sink, clock: Clock, label: string): Progress {
  const began = clock();
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (done, total, detail = "") => {
      const elapsed = clock() - began;
      if (elapsed < QUIET_MS || total <= 0) return;
      const behind = { detail, elapsed: elapsedText(elapsed) };
      if (bar === undefined) {
        bar = new cliProgress.SingleBar({
          format: `${label} {bar} {percentage} % {elapsed} {detail}`,
          barCompleteChar: "█",
          barIncompleteChar: "░",
          barsize: Math.max(10, Math.min(40, sink.columns - label.length - 17 - DETAIL_COLUMNS)),
          clearOnComplete: true,
          hideCursor: true,
          stream: process.stderr,
        });
        bar.start(total, done, behind);
        return;
      }
      bar.setTotal(total);
      bar.update(done, behind);
    },
    end: () => bar?.stop(),
  };
}
