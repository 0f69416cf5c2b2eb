import { type Bytes, toHex } from "@veche/base";
import { knownFault } from "../known.ts";
import type { Coverage } from "./coverage.ts";
import { minimise } from "./minimise.ts";
import { INPUT_BYTES_MAX, mutateBytes } from "./mutate-bytes.ts";
import { Random } from "./random.ts";
import { Fault, type FaultKind, type Finding, type OpenTarget, SHAPES, type Target } from "./target.ts";

/** Told before each run, so that whoever watches knows what hangs. */
export type Watch = (input: Bytes) => void;

/** So many inputs are run between two looks at the coverage. */
const BATCH = 100;
/** Inputs kept in memory to build on. */
const POOL_MAX = 2_000;
/** Bytes outside V8's heap that a run may leave behind before it counts as a fault. */
const EXTERNAL_BYTES_MAX = 1_500_000_000;

/** Fuzzes one open target. The inputs follow from the seed, the examples and the corpus alone. */
export class Session {
  readonly target: Target;
  readonly #open: OpenTarget;
  readonly #random: Random;
  readonly #watch: Watch;
  readonly #coverage: Coverage | undefined;
  readonly #pool: Bytes[];
  readonly #outcomes = new Map<string, number>();
  readonly #faults = new Set<string>();
  readonly #news: Bytes[] = [];
  #batch: Bytes[] = [];
  executions = 0;

  constructor(
    target: Target,
    open: OpenTarget,
    settings: {
      readonly seed: string;
      readonly corpus: readonly Bytes[];
      readonly watch?: Watch;
      readonly coverage?: Coverage;
    },
  ) {
    this.target = target;
    this.#open = open;
    this.#random = new Random(`${settings.seed} ${target.name}`);
    this.#watch = settings.watch ?? (() => {});
    this.#coverage = settings.coverage;
    this.#pool = [...open.examples, ...settings.corpus];
  }

  /** How often each outcome came. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes;
  }

  /** Inputs since the last call that did something no input did before. */
  takeNews(): readonly Bytes[] {
    return this.#news.splice(0);
  }

  /** Runs all examples and the corpus as they are. */
  async replay(): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const input of [...this.#pool]) findings.push(...(await this.#try(input, false)));
    return findings;
  }

  /** One input more. */
  async step(): Promise<readonly Finding[]> {
    const input = this.#next();
    const findings = await this.#try(input, true);
    if (this.#coverage !== undefined) {
      this.#batch.push(input);
      if (this.#batch.length >= BATCH) await this.#lookAtCoverage(this.#coverage);
    }
    return findings;
  }

  #next(): Bytes {
    const random = this.#random;
    if (random.once(100)) return random.bytes(random.below(random.pick([4, 40, 300])));
    let input = random.pick(this.#pool);
    const mutate = SHAPES[this.target.shape];
    for (let changes = random.pick([1, 1, 1, 2, 3, 6]); changes > 0; changes--) {
      input = (random.once(8) ? mutateBytes : mutate)(input, random, this.#pool);
    }
    return input.slice(0, INPUT_BYTES_MAX);
  }

  async #try(input: Bytes, isNew: boolean): Promise<readonly Finding[]> {
    this.executions++;
    const result = await this.#run(input);
    if (typeof result === "string") {
      const times = this.#outcomes.get(result) ?? 0;
      this.#outcomes.set(result, times + 1);
      if (times === 0 && isNew) this.#keep(input);
      return [];
    }
    if (knownFault(this.target.name, result.kind, input) !== undefined) {
      this.#outcomes.set("known fault", (this.#outcomes.get("known fault") ?? 0) + 1);
      return [];
    }
    const name = nameOf(result);
    // One fault is told once, however many inputs show it.
    if (this.#faults.has(name)) return [];
    this.#faults.add(name);
    const small = await minimise(input, async (candidate) => {
      const again = await this.#run(candidate);
      const isKnown =
        typeof again !== "string" && knownFault(this.target.name, again.kind, candidate) !== undefined;
      return typeof again !== "string" && !isKnown && nameOf(again) === name;
    });
    return [{ target: this.target.name, kind: result.kind, message: result.message, input: small }];
  }

  async #run(input: Bytes): Promise<string | { readonly kind: FaultKind; readonly message: string }> {
    this.#watch(input);
    // A target must not change what it is given, and must not be helped by what it gets being the caller's own.
    const given = input.slice();
    try {
      const outcome = await this.#open.run(given);
      if (toHexIfSmall(given) !== toHexIfSmall(input))
        return { kind: "threw", message: "the input was changed" };
      if (this.executions % 64 === 0 && externalBytes() > EXTERNAL_BYTES_MAX) {
        return { kind: "memory", message: `${externalBytes()} bytes outside the heap` };
      }
      return outcome;
    } catch (error) {
      if (error instanceof Fault) return { kind: error.kind, message: error.message };
      return {
        kind: "threw",
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      };
    }
  }

  #keep(input: Bytes): void {
    this.#news.push(input);
    if (this.#pool.length < POOL_MAX) this.#pool.push(input);
    else
      this.#pool[this.#open.examples.length + this.#random.below(POOL_MAX - this.#open.examples.length)] =
        input;
  }

  async #lookAtCoverage(coverage: Coverage): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    const fresh = coverage.take();
    if (fresh.length === 0) return;
    for (const input of batch) {
      await this.#run(input);
      const own = coverage.take();
      if (own.length > 0) this.#keep(input);
      coverage.learn(own);
    }
    coverage.learn(fresh);
  }
}

/** The same fault whatever numbers and texts stand in its message. */
const nameOf = ({ kind, message }: { readonly kind: FaultKind; readonly message: string }): string =>
  `${kind} ${message.replace(/[0-9a-f]{4,}|[0-9]+|"[^"]*"|'[^']*'/g, "#").replace(/#+/g, "#")}`;

const toHexIfSmall = (bytes: Bytes): string => (bytes.length <= 4_096 ? toHex(bytes) : String(bytes.length));

function externalBytes(): number {
  const { external, arrayBuffers } = process.memoryUsage();
  return external + arrayBuffers;
}
