export type { DeliveryError, NoticeChannel } from "./channel.ts";
export { NOTICE_KINDS, type NoticeKind } from "./kinds.ts";
export { memoryOutbox, type SentNotice } from "./outbox.ts";
export { type NewNotice, queueIssuedNotices, queueNotice } from "./queue.ts";
export { type SmtpSettings, smtpChannel } from "./smtp.ts";
export { telephoneChannel } from "./telephone.ts";
export { type NoticeMessage, type NoticePlaces, noticeMessage } from "./texts.ts";
export { NoticeWorker, type NoticeWorkerParts, type PassReport } from "./worker.ts";
