import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeMutant, instrument } from "./instrument.ts";

/** Files of the verifier in which nothing is judged, and why. */
const WITHOUT_CHECKS: readonly { readonly file: string; readonly because: string }[] = [
  { file: "checks.ts", because: "names" },
  { file: "format-report.ts", because: "text of a report" },
  { file: "folder-reader.ts", because: "reads a disk; its own tests need one" },
  { file: "fsck.ts", because: "another command over the same checks" },
  { file: "index.ts", because: "exports" },
  { file: "reasons-ledger.ts", because: "texts" },
  { file: "reasons-record.ts", because: "texts" },
  { file: "reasons.ts", because: "texts" },
  { file: "report.ts", because: "shape of a report" },
  { file: "show.ts", because: "facts that are shown" },
  { file: "utc.ts", because: "writes times" },
  { file: "verify-record.ts", because: "chooses a pool" },
  { file: "words.ts", because: "texts" },
  { file: "pool/inline-pool.ts", because: "chooses where work is done" },
  { file: "pool/thread-pool.ts", because: "chooses where work is done" },
  { file: "pool/transfer.ts", because: "moves buffers" },
  { file: "pool/worker.ts", because: "chooses where work is done" },
  { file: "bulk/make-hints.ts", because: "writes hints, which change no verdict (09.6)" },
  { file: "hints/make-hints.ts", because: "writes hints, which change no verdict (09.6)" },
  { file: "hints/hints-file.ts", because: "hints change no verdict (09.6)" },
];

/** The files of the verifier that judge, by their path under `src`. */
export function judgingFiles(source: string): readonly string[] {
  return filesUnder(source, "")
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/"))
    .filter((file) => !WITHOUT_CHECKS.some((one) => one.file === file))
    .sort();
}

function filesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, path) : [path];
  });
}

export type Copy = { readonly source: string; readonly mutants: readonly CodeMutant[] };

/** A copy of the verifier in which every mutant waits behind its switch; `plant` changes files before. */
export function instrumentedCopy(
  root: string,
  folder: string,
  plant: (file: string, source: string) => string = (_, source) => source,
): Copy {
  const from = join(root, "packages/verifier");
  const to = join(folder, "packages/verifier");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "packages"), { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !/(dist|node_modules)$/.test(path) });
  symlinkSync(join(root, "spec"), join(folder, "spec"));
  const mutants: CodeMutant[] = [];
  for (const file of judgingFiles(join(from, "src"))) {
    const text = plant(file, readFileSync(join(from, "src", file), "utf8"));
    const instrumented = instrument(file, text, mutants.length);
    mutants.push(...instrumented.mutants);
    writeFileSync(join(to, "src", file), instrumented.source);
  }
  return { source: join(to, "src"), mutants };
}
