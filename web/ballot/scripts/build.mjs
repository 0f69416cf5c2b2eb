import { rm } from "node:fs/promises";
import { build } from "vite";
import { ballotPage } from "./vite.mjs";

// Names carry a hash of what they hold: those of an earlier build would stay for ever.
await rm(`${ballotPage.build.outDir}/assets`, { recursive: true, force: true });
await build(ballotPage);
