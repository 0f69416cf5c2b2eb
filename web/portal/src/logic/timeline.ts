import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";

export type Application = NonNullable<ApplicationAnswer["application"]>;
export type Event = Application["timeline"][number];

/** Events that pages have words for, in the order of what happens. */
export const EVENT_KINDS = [
  "applied",
  "checked",
  "accepted",
  "refused",
  "recalled",
  "appealed",
  "appeal-granted",
  "appeal-rejected",
  "telephone-changed",
  "letter",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type StatusRow =
  | {
      readonly row: "event";
      readonly kind: EventKind;
      readonly at: number;
      readonly code?: string;
      readonly place: number;
    }
  | { readonly row: "can-recall"; readonly until: number }
  | { readonly row: "voting"; readonly from: number; readonly until: number; readonly isNow: boolean }
  /** ⚔ Without a time: beside the public log it would join a person to a ballot. */
  | { readonly row: "issued" };

const isKnown = (kind: string): kind is EventKind => (EVENT_KINDS as readonly string[]).includes(kind);

/**
 * Status of an application, past, present and to come. Events of kinds unknown to this page are left out, and so is anything that
 * would tell when a ballot was issued (P4), whatever the service sends.
 */
export function statusRows(
  campaign: CampaignAnswer,
  answer: ApplicationAnswer,
  now: number,
): readonly StatusRow[] {
  const application = answer.application;
  if (application === undefined) return [];
  const counts = new Map<string, number>();
  const past = application.timeline.flatMap((event): readonly StatusRow[] => {
    if (!isKnown(event.kind)) return [];
    const place = (counts.get(event.kind) ?? 0) + 1;
    counts.set(event.kind, place);
    const code = event.code === undefined ? {} : { code: event.code };
    return [{ row: "event", kind: event.kind, at: event.at, place, ...code }];
  });
  if (application.state !== "accepted" || answer.onPaper) return past;
  const recall: readonly StatusRow[] =
    application.canRecall && now < campaign.recallUntil
      ? [{ row: "can-recall", until: campaign.recallUntil }]
      : [];
  if (answer.issued) return [...past, { row: "issued" }];
  const isNow = now >= campaign.votingFrom && now < campaign.votingUntil;
  return [
    ...past,
    ...recall,
    { row: "voting", from: campaign.votingFrom, until: campaign.votingUntil, isNow },
  ];
}
