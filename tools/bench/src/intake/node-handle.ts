import { once } from "node:events";
import { BugError } from "@veche/base";
import { start } from "../process/fork.ts";
import type { FromNode, ToNode } from "../process/messages.ts";
import type { BenchRecord } from "../record/records.ts";
import type { NodeCpu } from "./intake-node.ts";

export type NodeHandle = {
  readonly port: number;
  readonly cpu: () => Promise<NodeCpu>;
  readonly stop: () => Promise<void>;
};

/** Starts the node that takes the casts, in a process of its own. */
export async function startIntakeNode(
  record: BenchRecord,
  home: string,
  onProgress: (done: number, total: number) => void,
): Promise<NodeHandle> {
  const child = start("node-process");
  const ended = once(child, "exit").then(([code]) => {
    throw new BugError(`the node of the bench ended with ${code}`);
  });
  // The one who waits for an answer hears of it; nobody has to wait.
  ended.catch(() => undefined);
  const answer = <K extends FromNode["kind"]>(kind: K): Promise<Extract<FromNode, { kind: K }>> =>
    Promise.race([
      ended,
      new Promise<Extract<FromNode, { kind: K }>>((resolve) => {
        const hear = (message: unknown): void => {
          const heard = message as FromNode;
          if (heard.kind === "progress") onProgress(heard.done, heard.total);
          if (heard.kind !== kind) return;
          child.off("message", hear);
          resolve(heard as Extract<FromNode, { kind: K }>);
        };
        child.on("message", hear);
      }),
    ]);
  const ask = <K extends FromNode["kind"]>(message: ToNode, kind: K) => {
    const answered = answer(kind);
    child.send(message);
    return answered;
  };
  const { port } = await ask({ kind: "open", record, home }, "ready");
  return {
    port,
    cpu: async () => (await ask({ kind: "cpu" }, "cpu")).cpu,
    stop: async () => {
      await ask({ kind: "close" }, "closed");
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
