import type { Engine } from "../voting/engine.ts";

/**
 * The few messages between page and worker: one call at a time by number, its arguments and its answer as they are cloned. Everything that
 * an engine says is a value; an exception in the worker is a bug, and ends the call with an error.
 */
type Method = keyof Engine;
export type Call = { readonly id: number; readonly method: Method; readonly args: readonly unknown[] };
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: string };

/** The part of `Worker` and of `MessagePort` that is needed. */
export type Port = {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "error", listener: () => void): void;
};

/** The worker did not start or broke: nothing that it held is left, and only a new page has a new one. */
export class EngineLost extends Error {
  override readonly name = "EngineLost";
}

const LOST = "the worker is lost";

const METHODS: { readonly [M in Method]: true } = {
  read: true,
  readManifest: true,
  begin: true,
  reopen: true,
  resume: true,
  accept: true,
  seal: true,
  unseal: true,
  release: true,
  reveal: true,
  checkReceipt: true,
  readBallot: true,
  checkCertificate: true,
  checkPromise: true,
  recompute: true,
  practise: true,
};

/** The worker's side: answers calls with an engine, in the order in which they came. */
export function serveEngine(port: Port, engine: Engine): void {
  let last: Promise<void> = Promise.resolve();
  port.addEventListener("message", ({ data }) => {
    const call = readCall(data);
    if (call === undefined) return;
    last = last.then(async () => port.postMessage(await answerTo(engine, call)));
  });
}

async function answerTo(engine: Engine, { id, method, args }: Call): Promise<Answer> {
  try {
    const run = engine[method] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id, value: await run.apply(engine, [...args]) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

function readCall(data: unknown): Call | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { id, method, args } = data as { readonly [K in keyof Call]?: unknown };
  const isCall = typeof id === "number" && typeof method === "string" && Array.isArray(args);
  return isCall && Object.hasOwn(METHODS, method) ? (data as Call) : undefined;
}

/** The page's side: an engine whose work is done behind the port. */
export function connectEngine(port: Port): Engine {
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  port.addEventListener("message", ({ data }) => {
    const answer = data as Answer;
    const settle = waiting.get(answer.id);
    waiting.delete(answer.id);
    settle?.(answer);
  });
  let isLost = false;
  port.addEventListener("error", () => {
    isLost = true;
    const left = [...waiting.entries()];
    waiting.clear();
    for (const [id, settle] of left) settle({ id, failure: LOST });
  });
  const call =
    (method: Method) =>
    (...args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = count++;
        waiting.set(id, (answer) => {
          if ("value" in answer) resolve(answer.value);
          else
            reject(
              answer.failure === LOST ? new EngineLost(method) : new Error(`${method}: ${answer.failure}`),
            );
        });
        if (isLost) waiting.get(id)?.({ id, failure: LOST });
        else port.postMessage({ id, method, args } satisfies Call);
      });
  const methods = Object.keys(METHODS).map((method) => [method, call(method as Method)] as const);
  return Object.fromEntries(methods) as unknown as Engine;
}
