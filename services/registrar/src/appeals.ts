import { runAppeals } from "./operator/appeals-command.ts";

/** Appeals of voters: `node services/registrar/dist/appeals.js --help`. */
process.exitCode = await runAppeals(process.argv.slice(2));
