import type { Clock } from "@veche/base";
import {
  type FolderRefusal,
  type Scenario,
  type Simulation,
  type Progress as SimulationProgress,
  type Stage,
  trySimulate,
} from "@veche/simulator";
import type { Context } from "../framework/command.ts";
import type { Output, Progress } from "../framework/output.ts";
import { type Fault, unusable } from "../framework/stop.ts";
import { simulateFaults, simulateTexts } from "../texts/simulate.ts";
import { paceOf } from "./pace.ts";

export type SimulationRequest = {
  readonly scenario: Scenario;
  readonly scale: number;
  readonly seed: string;
  readonly out: string;
};

/**
 * Holds a simulated election, or continues one that was broken off in the same folder. Whatever ends this process, the next one goes on:
 * being asked to stop is no different from being killed.
 */
export async function simulateInto(context: Context, request: SimulationRequest): Promise<Simulation> {
  const { out, world } = context;
  const stages = stageProgress(out, world.clock);
  const broken = world.stopped().then((): never => {
    throw unusable(simulateFaults.brokenOff(request.out));
  });
  const running = trySimulate({
    ...request,
    onProgress: stages.report,
    onContinue: ({ round, rounds }) => out.note(simulateTexts.continuing(round, rounds)),
  });
  const simulation = await Promise.race([running, broken]);
  stages.end();
  if (!simulation.ok) throw unusable(faultOf(request.out, simulation.error));
  if (simulation.value.wasFinished) out.note(simulateTexts.finished(request.out));
  return simulation.value;
}

function faultOf(path: string, refusal: FolderRefusal): Fault {
  switch (refusal.code) {
    case "FOLDER_FOREIGN":
      return simulateFaults.foreign(path);
    case "FOLDER_IN_USE":
      return simulateFaults.inUse(path, refusal.pid);
    case "FOLDER_OF_ANOTHER": {
      const { scenario, scale, seed } = refusal.other;
      return simulateFaults.ofAnother(path, scenario, scale, seed);
    }
  }
}

type Running = {
  readonly stage: Stage;
  readonly progress: Progress;
  readonly pace: (done: number, total: number) => string | undefined;
};

/** One progress after the other, as the stages come; those that take long with their pace. */
function stageProgress(
  out: Output,
  clock: Clock,
): {
  readonly report: (progress: SimulationProgress) => void;
  readonly end: () => void;
} {
  let current: Running | undefined;
  return {
    report: ({ stage, done, total }) => {
      if (current?.stage !== stage) {
        current?.progress.end();
        const progress = out.progress(simulateTexts.stages[stage]);
        const pace = paceOf(clock, (perSecond, secondsLeft) =>
          out.say(simulateTexts.pace(perSecond, secondsLeft)),
        );
        current = { stage, progress, pace };
      }
      current.progress.update(done, total, current.pace(done, total));
    },
    end: () => current?.progress.end(),
  };
}
