import type { Migration } from "kysely";
import { up as registrar } from "./0001-registrar.ts";
import { up as queues } from "./0002-queues.ts";
import { up as telephones } from "./0003-telephones.ts";

/** In the order in which they are run; a published one is never changed. */
export const MIGRATIONS: { readonly [name: string]: Migration } = {
  "0001-registrar": { up: registrar },
  "0002-queues": { up: queues },
  "0003-telephones": { up: telephones },
};
