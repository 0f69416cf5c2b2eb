import { fstatSync, writeSync } from "node:fs";
import { utf8 } from "@veche/base";
import type { Sink } from "./world.ts";

const DEFAULT_COLUMNS = 100;
const STDOUT = 1;

/**
 * Results must not be lost unseen: a verdict that nobody can read is no verdict. `onLost` ends the program, with whatever
 * the system said when the text could not be written.
 */
export function standardOutput(stream: NodeJS.WriteStream, onLost: (reason: Error) => void): Sink {
  stream.on("error", onLost);
  const isFile = isFileOrDevice(stream);
  return {
    write: (text) => {
      if (isFile) writeWhole(text, onLost);
      else stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? DEFAULT_COLUMNS,
  };
}

/** What is lost on stderr is no result, and changes none. */
export function standardError(stream: NodeJS.WriteStream): Sink {
  stream.on("error", () => {});
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? DEFAULT_COLUMNS,
  };
}

/** Resolves when everything has been taken by whoever reads; `onLost` if it cannot be. */
export function flushed(stream: NodeJS.WriteStream, onLost: (reason: Error) => void): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", (error) => {
      // The stream's own error says why; it is told after this one, which says that the stream has ended.
      if (error) setImmediate(onLost, error);
      else resolve();
    });
  });
}

function isFileOrDevice(stream: NodeJS.WriteStream): boolean {
  if (stream.isTTY === true) return false;
  const kind = fstatSync(STDOUT);
  return kind.isFile() || kind.isCharacterDevice();
}

/** A full disk takes the first part and no error: only the next write is refused. The stream does not write again. */
function writeWhole(text: string, onLost: (reason: Error) => void): void {
  const bytes = utf8(text);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(STDOUT, bytes, done);
  } catch (error) {
    onLost(error instanceof Error ? error : new Error(String(error)));
  }
}
