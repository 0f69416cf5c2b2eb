import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Bytes, concat, utf8 } from "@veche/base";
import type { Domain, Unit } from "./places.ts";

/** Whose folder it is, below the folder of a practice start; what lies elsewhere is nobody's and may hold nothing. */
function ownerOf(path: string): { readonly domain: Domain; readonly issuer?: number } {
  const [top = ""] = path.split("/");
  const issuer = /^issuer-(\d+)$/.exec(top)?.[1];
  if (issuer !== undefined) return { domain: "issuer", issuer: Number(issuer) };
  if (top === "registrar" || top === "node") return { domain: top };
  return { domain: "parties" };
}

/** Every file below the folder of a practice start, whole, with its name. PostgreSQL's own are `cluster`. */
export function fileUnits(folder: string, below = ""): readonly Unit[] {
  const found = readdirSync(join(folder, below), { recursive: true, withFileTypes: true });
  return found.flatMap((one): readonly Unit[] => {
    if (!one.isFile()) return [];
    const path = join(one.parentPath, one.name);
    const name = relative(folder, path).split(sep).join("/");
    const kind = name.startsWith("registrar/database/") ? "cluster" : "file";
    const bytes = contentOf(path);
    if (bytes === undefined) return [];
    return [{ ...ownerOf(name), kind, name: nameOf(name), bytes: withName(name, bytes) }];
  });
}

/** `undefined`: gone since it was seen; what was written beside a file takes that file's name. */
function contentOf(path: string): Bytes | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A name can tell as much as a content. */
const withName = (name: string, bytes: Bytes): Bytes => concat(utf8(`${name}\n`), bytes);

const nameOf = (path: string): string => path.replace(/[0-9a-f]{64}/g, ":id");
