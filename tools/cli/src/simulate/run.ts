import { join } from "node:path";
import {
  type Scenario,
  type Simulation,
  type Progress as SimulationProgress,
  type Stage,
  simulate,
} from "@veche/simulator";
import { writeNewFolder } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import type { Progress } from "../framework/output.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { simulateTexts } from "../texts/simulate.ts";

export type SimulationRequest = {
  readonly scenario: Scenario;
  readonly scale: number;
  readonly seed: string;
  readonly out: string;
};

/** Holds a simulated election; its folder appears when all is done, and not at all if it is broken off. */
export async function simulateInto(context: Context, request: SimulationRequest): Promise<Simulation> {
  const { out, world } = context;
  const stages = stageProgress((stage) => out.progress(simulateTexts.stages[stage]));
  const broken = world.stopped().then(() => {
    throw unusable(faults.interrupted());
  });
  let simulation: Simulation | undefined;
  await writeNewFolder(request.out, "public", async (folder) => {
    const running = simulate({ ...request, out: folder, onProgress: stages.report });
    simulation = await Promise.race([running, broken]);
  });
  stages.end();
  return { ...(simulation as Simulation), record: join(request.out, "record") };
}

/** One progress after the other, as the stages come. */
function stageProgress(begin: (stage: Stage) => Progress): {
  readonly report: (progress: SimulationProgress) => void;
  readonly end: () => void;
} {
  let current: { readonly stage: Stage; readonly progress: Progress } | undefined;
  return {
    report: ({ stage, done, total }) => {
      if (current?.stage !== stage) {
        current?.progress.end();
        current = { stage, progress: begin(stage) };
      }
      current.progress.update(done, total);
    },
    end: () => current?.progress.end(),
  };
}
