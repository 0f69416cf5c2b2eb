import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findCometbft } from "@veche/node";
import { readOptions, type StartOptions } from "./options.ts";
import { PortTaken, Practice } from "./practice.ts";
import { both, report, stepLine } from "./report.ts";
import { texts } from "./texts.ts";

/** `npm start`: everything on one machine, until Ctrl-C or until a process dies. */
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (!options.ok) {
    const { option } = options.error;
    print(option === "" ? both(texts.usage) : `${both(texts.wrongOption(option))}\n${both(texts.usage)}`);
    return option === "" ? 0 : 2;
  }
  const { PATH } = process.env;
  const program = options.value.chain ? findCometbft(PATH) : undefined;
  if (options.value.chain && program === undefined) {
    print(both(texts.noComet));
    return 1;
  }
  const { folder, isTemporary } = await folderOf(options.value);
  if (folder === undefined) return 2;
  try {
    return await run(options.value, folder, program);
  } finally {
    if (isTemporary) await rm(folder, { recursive: true, force: true });
  }
}

async function run(options: StartOptions, folder: string, program: string | undefined): Promise<number> {
  const stopped = stopSignal();
  print(both(texts.intro));
  const pages = { portal: builtPage("web/portal/dist"), ballot: builtPage("web/ballot/dist") };
  const { minutes, port, lan } = options;
  const told = (step: Parameters<typeof stepLine>[0]): void => print(stepLine(step));
  const chain = program === undefined ? undefined : { program };
  const started = await Practice.start({ folder, minutes, port, lan, pages, told, chain }).catch(
    (error: unknown) => {
      const words = error instanceof PortTaken ? texts.portTaken(error.port) : texts.failed(reasonOf(error));
      print(both(words));
      return undefined;
    },
  );
  if (started === undefined) return 1;
  const { addresses, a, processes } = started;
  const hasPages = pages.portal !== undefined && pages.ballot !== undefined;
  print(`\n${report({ addresses, a, processes, hasPages })}\n`);
  const ended = await Promise.race([stopped, started.failed]);
  print(
    ended === undefined
      ? both(texts.stopping)
      : `${both(texts.died(ended.process, ended.how))}\n${ended.lastWords}`,
  );
  await started.stop();
  print(both(texts.stopped));
  return ended === undefined ? 0 : 1;
}

/** A folder of its own, or the one that was named, if it is empty. The database's user must be able to pass through it. */
async function folderOf({
  folder,
}: StartOptions): Promise<{ folder: string | undefined; isTemporary: boolean }> {
  const path = folder === undefined ? await mkdtemp(join(tmpdir(), "veche-practice-")) : resolve(folder);
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) {
    print(both(texts.folderFilled(path)));
    return { folder: undefined, isTemporary: false };
  }
  await chmod(path, 0o711);
  return { folder: path, isTemporary: folder === undefined };
}

function builtPage(path: string): string | undefined {
  const folder = join(ROOT, path);
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}

/** Resolves at the first Ctrl-C; a second one ends this process at once, and with it the others. */
function stopSignal(): Promise<undefined> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        done(undefined);
      });
    }
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
