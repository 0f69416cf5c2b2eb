import { electionFaults } from "./faults-election.ts";
import { fileFaults } from "./faults-files.ts";
import { lineFaults } from "./faults-line.ts";

/** What makes a command stop. First what happened, then what to do. */
export const faults = { ...lineFaults, ...fileFaults, ...electionFaults } as const;
