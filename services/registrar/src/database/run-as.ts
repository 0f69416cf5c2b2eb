import { spawnSync } from "node:child_process";
import { err, ok, type Result } from "@veche/base";

/** Whom PostgreSQL runs as; empty: as this process does. */
export type RunAs = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root. */
const INSTEAD_OF_ROOT = ["postgres", "nobody"] as const;

export function runAs(): Result<RunAs, string> {
  if (process.getuid?.() !== 0) return ok({});
  for (const name of INSTEAD_OF_ROOT) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== undefined && gid !== undefined) return ok({ uid, gid });
  }
  return err("it does not run as root, and there is no user postgres or nobody");
}

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  const id = Number(stdout?.trim());
  return status === 0 && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
