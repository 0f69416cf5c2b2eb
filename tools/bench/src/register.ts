import { Readable } from "node:stream";
import { expectOk } from "@veche/base";
import { importRegister, type OpenedDatabase, openDatabase, personsCsv, testPersons } from "@veche/registrar";
import { type Figure, reading } from "./figure.ts";
import { timed } from "./measure.ts";

export type RegisterInput = {
  /** Rows of the state register; a large country's region has about 1.2 million. */
  readonly persons: number;
  /** A new folder for the database. */
  readonly folder: string;
};

const MICROSECONDS = 1_000_000;
const BYTES_IN_MB = 1_000_000;
const FULL = { kind: "full", date: "2026-09-01", absentMax: 0 } as const;

/**
 * A register that comes in whole, into an empty database with every durable setting on, and the same file once more, which changes
 * nothing. Its persons are invented while it is read; what that costs is measured apart. The database's own processor time is in the rate
 * only.
 */
export async function measureRegister(
  { persons, folder }: RegisterInput,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<readonly Figure[]> {
  const generator = await timed(async () => exhaust(personsCsv(testPersons("bench", persons))));
  onProgress(1, 3);
  const opened = expectOk(await openDatabase({ folder }), "database");
  try {
    const first = await timed(() => takeIn(opened, persons, persons));
    onProgress(2, 3);
    const again = await timed(() => takeIn(opened, persons, 0));
    onProgress(3, 3);
    return [
      reading("register.rate-wall", "per-s", (persons * MICROSECONDS) / first.wall),
      reading("register.again-wall", "per-s", (persons * MICROSECONDS) / again.wall),
      reading("register.import", "us", first.cpu / persons),
      reading("register.generator", "us", generator.cpu / persons),
      reading("register.peak", "MB", (process.resourceUsage().maxRSS * 1_024) / BYTES_IN_MB),
    ];
  } finally {
    await opened.close();
  }
}

async function takeIn({ db }: OpenedDatabase, persons: number, changed: number): Promise<void> {
  const file = Readable.from(personsCsv(testPersons("bench", persons)));
  const report = expectOk(await importRegister(db, file, { ...FULL, now: Date.now() }), "import");
  if (report.accepted !== persons || report.changed !== changed) {
    throw new Error(`${report.accepted} rows of ${persons} came in, ${report.changed} changed`);
  }
}

function exhaust(pieces: Iterable<string>): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}
