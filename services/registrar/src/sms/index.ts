export { type CodePurpose, isHostShortEnough, type Language } from "./code-message.ts";
export {
  type CodeScope,
  type ConfirmCode,
  type ConfirmCodeError,
  type SendCode,
  type SendCodeError,
  SmsCodes,
} from "./codes.ts";
export type { DeliveryReport, SmsAccepted, SmsFailure, SmsGateway, SmsMessage } from "./gateway/contract.ts";
export { failOver } from "./gateway/fail-over.ts";
export { HttpGateway } from "./gateway/http/gateway.ts";
export { Outbox, type OutboxMessage } from "./gateway/outbox.ts";
export { Messenger, type Outgoing } from "./messenger.ts";
export {
  type OpenedGateways,
  openSmsGateways,
  type SettingsWorld,
  type SmsSettingError,
} from "./settings.ts";
export { maskTelephone } from "./telephone.ts";
