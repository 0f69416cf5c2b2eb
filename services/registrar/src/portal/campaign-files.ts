import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "@veche/base";
import { Type } from "typebox";
import { Check, Errors } from "typebox/value";
import type { Applications } from "../application/applications.ts";
import { type StartError, startError } from "../config.ts";

const Ms = Type.Integer({ minimum: 0 });

/** A campaign's file. Times are ms since 1970; see `CampaignPlan`. */
const CampaignFile = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9-]{1,64}$" }),
    trialOf: Type.Optional(Type.String()),
    kind: Type.Union([
      Type.Literal("election"),
      Type.Literal("poll"),
      Type.Literal("practice"),
      Type.Literal("test"),
    ]),
    title: Type.Object({ en: Type.String({ minLength: 1 }), ru: Type.String({ minLength: 1 }) }),
    applicationsFrom: Ms,
    applicationsUntil: Ms,
    recallUntil: Ms,
    votingFrom: Ms,
    votingUntil: Ms,
    ageMin: Type.Integer({ minimum: 0 }),
    accountCutoff: Ms,
    assuranceMin: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
    telephoneAccountsMax: Type.Integer({ minimum: 1 }),
    districts: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
);

/** Makes the campaigns of a folder that are not in the tables yet, in the order of their names; one that is there is left as it is. */
export async function makeCampaigns(
  applications: Applications,
  folder: string,
): Promise<Result<undefined, StartError>> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return err(wrong(folder, "FOLDER_MISSING"));
  for (const name of names.filter((one) => one.endsWith(".json")).toSorted()) {
    const file = join(folder, name);
    const plan = parsed(await readFile(file, "utf8"));
    if (!Check(CampaignFile, plan)) {
      const where = Errors(CampaignFile, plan)[0]?.instancePath || "/";
      return err(wrong(`${name}, ${where}`, "CAMPAIGN_MALFORMED"));
    }
    const made = await applications.createCampaign(plan);
    if (!made.ok && made.error.code !== "CAMPAIGN_EXISTS") return err(wrong(name, made.error.code));
  }
  return ok(undefined);
}

const wrong = (where: string, code: string): StartError =>
  startError(
    code,
    `The campaign cannot be read or breaks a rule (${where}: ${code}). The service does not start.`,
    `Кампанию не удаётся прочитать, или она нарушает правило (${where}: ${code}). Служба не запускается.`,
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
