/** What a voter is told on a second channel: whoever holds their account cannot act unnoticed. */
export const NOTICE_KINDS = [
  "applied",
  "accepted",
  "refused",
  "recalled",
  "telephone-changed",
  "issued",
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const isNoticeKind = (text: string): text is NoticeKind =>
  (NOTICE_KINDS as readonly string[]).includes(text);
