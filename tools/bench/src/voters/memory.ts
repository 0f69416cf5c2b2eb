import { readdirSync, readFileSync } from "node:fs";

const KILOBYTES_IN_MB = 1_000_000 / 1_024;
const EVERY_MS = 500;

/** The most memory that each named process and its descendants together had, MB. Linux only: elsewhere nothing is known. */
export class MemoryWatch {
  readonly #peaks = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(roots: () => readonly { readonly name: string; readonly pid: number }[]) {
    this.#timer = setInterval(() => this.#look(roots()), EVERY_MS);
  }

  end(): ReadonlyMap<string, number> {
    clearInterval(this.#timer);
    return this.#peaks;
  }

  #look(roots: readonly { readonly name: string; readonly pid: number }[]): void {
    const children = childrenByParent();
    const note = (name: string, megabytes: number | undefined): void => {
      if (megabytes !== undefined) this.#peaks.set(name, Math.max(megabytes, this.#peaks.get(name) ?? 0));
    };
    for (const { name, pid } of roots) {
      note(name.replace(/ \d+$/, ""), memoryOf(pid));
      const below = descendants(pid, children);
      // The registrar's PostgreSQL is the only service that has processes of its own.
      if (below.length > 0) note("postgres", sum(below.map(memoryOf)));
    }
  }
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce((total: number, value) => total + (value ?? 0), 0);

/** Shared pages by parts, so that the sum of several processes counts nothing twice. */
function memoryOf(pid: number): number | undefined {
  try {
    const kilobytes = /^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / KILOBYTES_IN_MB;
  } catch {
    return undefined;
  }
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const pid of numbersIn("/proc")) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  try {
    // After the name, which may hold anything: state, parent.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 1).split(" ")[2]);
  } catch {
    return undefined;
  }
}

function descendants(pid: number, children: ReadonlyMap<number, readonly number[]>): readonly number[] {
  return (children.get(pid) ?? []).flatMap((child) => [child, ...descendants(child, children)]);
}
