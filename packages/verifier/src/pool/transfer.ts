import type { Bytes } from "@veche/base";
import type { Job, JobKind, JobResult } from "./jobs.ts";

/** Memory that goes to another thread instead of being copied: bundles and what was read in them. */
export function buffersOfJob(job: Job): ArrayBuffer[] {
  if (job.kind === "selected") return distinct([job.selection.bytes]);
  return job.kind === "bundles" || job.kind === "hints" ? distinct([job.batch.bytes, job.batch.hints]) : [];
}

export function buffersOfResult(kind: JobKind, result: JobResult<JobKind>): ArrayBuffer[] {
  if (kind === "bundles") {
    const { bytes, columns, roots } = result as JobResult<"bundles">;
    return distinct([bytes, roots, ...Object.values(columns)]);
  }
  if (kind !== "hints") return [];
  const { bytes, hints } = result as JobResult<"hints">;
  return distinct([bytes, hints]);
}

/** Empty buffers may be shared by many views, and no buffer may be named twice. */
function distinct(views: readonly (Bytes | ArrayBufferView)[]): ArrayBuffer[] {
  const buffers = views.map((view) => view.buffer as ArrayBuffer);
  return [...new Set(buffers.filter((buffer) => buffer.byteLength > 0))];
}
