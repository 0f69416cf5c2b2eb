import { readFileSync } from "node:fs";

/** That of package.json, which stands one folder above the source and above the build. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  }
).version;
