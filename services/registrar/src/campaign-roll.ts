import { runRoll } from "./operator/roll-command.ts";

/** The roll of a campaign: `node services/registrar/dist/campaign-roll.js --help`. */
process.exitCode = await runRoll(process.argv.slice(2));
