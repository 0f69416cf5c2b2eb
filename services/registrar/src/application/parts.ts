import type { Selectable } from "kysely";
import type { AccountTable, ApplicationTable, CampaignTable } from "../database/schema.ts";

export type AccountRow = Selectable<AccountTable>;
export type CampaignRow = Selectable<CampaignTable>;
export type ApplicationRow = Selectable<ApplicationTable>;
