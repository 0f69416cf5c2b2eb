import type { Clock } from "@veche/base";
import cliProgress from "cli-progress";
import type { Sink } from "./world.ts";

/** Work that may take long. `done` of `total` steps; `end` clears the line. */
export type Progress = {
  readonly update: (done: number, total: number) => void;
  readonly end: () => void;
};

export const NO_PROGRESS: Progress = { update: () => {}, end: () => {} };

/** What ends within this time shows nothing. */
const QUIET_MS = 2_000;
/** A log file wants few lines. */
const LINE_EVERY_MS = 5_000;

/** On a terminal one line that is redrawn, elsewhere a plain line now and then. */
export function progressOn(sink: Sink, clock: Clock, label: string): Progress {
  return sink.isTerminal ? barOn(sink, clock, label) : linesOn(sink, clock, label);
}

function linesOn(sink: Sink, clock: Clock, label: string): Progress {
  let next = clock() + QUIET_MS;
  return {
    update: (done, total) => {
      const now = clock();
      if (now < next || total <= 0) return;
      next = now + LINE_EVERY_MS;
      sink.write(`${label}: ${Math.floor((100 * done) / total)} % (${done}/${total})\n`);
    },
    end: () => {},
  };
}

function barOn(sink: Sink, clock: Clock, label: string): Progress {
  const begins = clock() + QUIET_MS;
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (done, total) => {
      if (clock() < begins || total <= 0) return;
      if (bar === undefined) {
        bar = new cliProgress.SingleBar({
          format: `${label} {bar} {percentage} %`,
          barCompleteChar: "█",
          barIncompleteChar: "░",
          barsize: Math.max(10, Math.min(40, sink.columns - label.length - 10)),
          clearOnComplete: true,
          hideCursor: true,
          stream: process.stderr,
        });
        bar.start(total, done);
        return;
      }
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar?.stop(),
  };
}
