export { type Formats, formatsOf } from "./language/formats.ts";
export { type Bilingual, LANGUAGES, type Language, storeLanguage } from "./language/language.ts";
export {
  LanguageProvider,
  useFormats,
  useLanguage,
  useSentence,
  useTexts,
} from "./language/provider.tsx";
export type { Say, TextValues } from "./language/say.tsx";
export { CrashGuard } from "./page/crash-guard.tsx";
export { Columns, Page, type PageLink, type PageProps, Side } from "./page/page.tsx";
export { browserStorage, type StorageRoom, type StorageShare, storageRoom } from "./page/storage-share.ts";
export { useTitle } from "./page/title.ts";
export { Actions, Button, type ButtonKind, LinkButton, TextButton } from "./parts/button.tsx";
export { Contest, Option, type OptionProps, Progress } from "./parts/contest.tsx";
export { Dialog } from "./parts/dialog.tsx";
export { CodeField, Field, FieldError, type FieldProps } from "./parts/field.tsx";
export { Icon, type IconName } from "./parts/icon.tsx";
export {
  AlarmHead,
  CallButton,
  ErrorSummary,
  type FieldFault,
  Notice,
  Tag,
  type Tone,
} from "./parts/notice.tsx";
export { prepareQr, QrCode } from "./parts/qr-code.tsx";
export { Choices, type ChosenRow, Facts } from "./parts/review.tsx";
export { Skeleton, Slip, Spinner, Tracker } from "./parts/slip.tsx";
export {
  type CheckRow,
  Checks,
  ProgressBar,
  type Step,
  type StepState,
  Steps,
  Timeline,
  type TimelineRow,
  type TimelineState,
} from "./parts/steps.tsx";
