import { BugError } from "@veche/base";
import { start } from "./fork.ts";
import type { JobName, Jobs, OnProgress } from "./jobs.ts";
import type { FromJob, ToJob } from "./messages.ts";

/** Does a job in a process of its own. Fails if that ends without a result; why stands on stderr then. */
export function runJob<K extends JobName>(
  name: K,
  input: Jobs[K]["input"],
  onProgress: OnProgress = () => {},
): Promise<Jobs[K]["result"]> {
  return new Promise((resolve, reject) => {
    const child = start("job-process");
    let result: Jobs[K]["result"] | undefined;
    child.on("message", (message) => {
      const heard = message as FromJob;
      if (heard.kind === "progress") onProgress(heard.done, heard.total);
      else result = heard.result as Jobs[K]["result"];
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (result !== undefined) resolve(result);
      else reject(new BugError(`the measurement ${name} ended with ${signal ?? code}`));
    });
    const job: ToJob = { name, input };
    child.send(job);
  });
}
