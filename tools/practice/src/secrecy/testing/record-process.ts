import childProcess, { type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, openSync, writeSync } from "node:fs";
import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { basename, join } from "node:path";
import { LEFT_OUT, RECORD_FOLDER, type Recorded } from "./recorded.ts";

/**
 * Loaded into every process of a practice start before its own program: writes down each request and answer of its servers as they stand
 * on the wire, whatever it says on its outputs, and what programs that it starts say. A file for each process, one JSON object a line.
 */
const folder = process.env[RECORD_FOLDER];
const role = /^([a-z]+)-process\.[jt]s$/.exec(basename(process.argv[1] ?? ""))?.[1];
if (folder !== undefined && role !== undefined) record(folder, role);

function record(into: string, name: string): void {
  mkdirSync(into, { recursive: true });
  const file = openSync(join(into, `${name}.${process.pid}.jsonl`), "a", 0o600);
  const keep = (one: Recorded): void => void writeSync(file, `${JSON.stringify(one)}\n`);
  recordOutputs(keep);
  recordPrograms(keep);
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]): boolean {
    if (event === "request") recordExchange(args[0] as IncomingMessage, args[1] as ServerResponse, keep);
    return (emit as (...all: unknown[]) => boolean).call(this, event, ...args);
  } as typeof emit;
}

function recordOutputs(keep: (one: Recorded) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      keep({ kind: "said", text: Buffer.from(chunk as string).toString() });
      return write(chunk, ...rest);
    }) as typeof stream.write;
  }
}

/** PostgreSQL, in the registrar's process. */
function recordPrograms(keep: (one: Recorded) => void): void {
  const { spawn } = childProcess;
  childProcess.spawn = ((...args: Parameters<typeof spawn>): ChildProcess => {
    const child = spawn(...args);
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.on("data", (chunk: string | Uint8Array) =>
        keep({ kind: "said", text: Buffer.from(chunk as string).toString() }),
      );
    }
    return child;
  }) as typeof childProcess.spawn;
  syncBuiltinESMExports();
}

function recordExchange(
  request: IncomingMessage,
  response: ServerResponse,
  keep: (one: Recorded) => void,
): void {
  const { remoteAddress = "", remotePort = 0 } = request.socket;
  const asked = collected(request, "push");
  const answered: Buffer[] = [];
  for (const method of ["write", "end"] as const) {
    const original = response[method].bind(response) as (...args: unknown[]) => unknown;
    response[method] = ((chunk: unknown, encoding: unknown, ...rest: unknown[]) => {
      if (typeof chunk === "string" || chunk instanceof Uint8Array) {
        const as = typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8";
        answered.push(typeof chunk === "string" ? Buffer.from(chunk, as) : Buffer.from(chunk));
      }
      return original(chunk, encoding, ...rest);
    }) as never;
  }
  response.once("close", () => {
    const { method = "", url = "", rawHeaders } = request;
    const body = Buffer.concat(answered);
    keep({
      kind: "exchange",
      ...{ address: remoteAddress, port: remotePort, method, url, headers: rawHeaders },
      body: Buffer.concat(asked).toString("base64"),
      head: (response as unknown as { readonly _header?: string })._header ?? "",
      answer: LEFT_OUT.test(url)
        ? Buffer.from(createHash("sha256").update(body).digest("hex")).toString("base64")
        : body.toString("base64"),
    });
  });
}

/** Whatever the parser hands to the request, without reading it in the place of the program. */
function collected(request: IncomingMessage, method: "push"): readonly Buffer[] {
  const chunks: Buffer[] = [];
  const push = request[method].bind(request);
  request[method] = (chunk: Uint8Array | null, encoding?: BufferEncoding) => {
    if (chunk !== null) chunks.push(Buffer.from(chunk));
    return push(chunk, encoding);
  };
  return chunks;
}
