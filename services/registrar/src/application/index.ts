export type { AnswerError, AppealAnswer, OpenAppeal } from "./appeals.ts";
export { Applications, type ApplicationsParts } from "./applications.ts";
export { type CampaignError, type CampaignPlan, createCampaign } from "./campaigns.ts";
export { type ApplicationFacts, type CampaignRules, type Judgement, judge } from "./judge.ts";
