import { command } from "../framework/command.ts";
import { choice, FOLDER } from "../framework/kinds.ts";
import { flag, type Kind, maybe, usually } from "../framework/options.ts";
import { benchTexts } from "../texts/bench.ts";

/** The areas of the bench, here too so that help need not load it; a test compares. */
export const BENCH_AREAS = [
  "ops",
  "verify",
  "bytes",
  "tally",
  "intake",
  "register",
  "voters",
  "chain",
] as const;
type BenchArea = (typeof BENCH_AREAS)[number];

const AREA = choice("AREA", BENCH_AREAS);
const AREA_LIST: Kind<readonly BenchArea[]> = {
  placeholder: "AREA[,AREA]",
  known: BENCH_AREAS,
  read: (word, name) => word.split(",").map((one) => AREA.read(one, name)),
};

export const bench = command({
  name: "bench",
  about: benchTexts.about,
  options: {
    quick: flag(benchTexts.quick),
    only: maybe(AREA_LIST, benchTexts.only),
    compare: flag(benchTexts.compare),
    out: maybe(FOLDER, benchTexts.out),
    cache: usually(FOLDER, ".cache/bench", benchTexts.cache),
  },
  examples: [
    { line: "veche bench --quick" },
    { line: "veche bench --only ops,verify --compare" },
    { line: "veche bench --out docs" },
    { line: "veche bench --only chain --out docs" },
  ],
  run: async (context, options) => (await import("../bench/run.ts")).runBenchCommand(context, options),
});
