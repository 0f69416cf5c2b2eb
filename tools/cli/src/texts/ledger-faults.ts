import { sentenceFor } from "@veche/api";
import type { Fault } from "../framework/stop.ts";
import { fault } from "./say.ts";

/** What the ledger, a node or the own view of the log says against a command. */
export const ledgerFaults = {
  nodeWrong: (node: string, code: string, reason: string): Fault =>
    fault(
      code,
      `The node ${node} does not show a right log (${code}: ${reason}). Ask another node; your own copy is unchanged.`,
      `Узел ${node} показывает неверный журнал (${code}: ${reason}). Обратитесь к другому узлу; ваша копия не изменилась.`,
    ),
  manifestInvalid: (reason: string): Fault =>
    fault(
      "MANIFEST_INVALID",
      `The manifest of this election breaks the specification: ${reason}.`,
      `Манифест этих выборов нарушает спецификацию: ${reason}.`,
    ),
  logForged: (code: string, place: string | undefined): Fault =>
    fault(
      code,
      `The log was signed and breaks the rules (${code}). Stop, and tell the commission.${place === undefined ? "" : ` The evidence is in ${place}.`}`,
      `Подписанный журнал нарушает правила (${code}). Остановитесь и сообщите комиссии.${place === undefined ? "" : ` Доказательство в ${place}.`}`,
    ),
  refusedByLedger: (code: string): Fault => ({ code, sentence: sentenceFor(code) }),
  notIncluded: (node: string, index: number): Fault =>
    fault(
      "NOT_INCLUDED",
      `The node ${node} says that it stands at ${index}, and the verified log does not show it. Nothing is confirmed; try again.`,
      `Узел ${node} называет место ${index}, но проверенный журнал этого не показывает. Ничего не подтверждено; повторите.`,
    ),
  promiseWrong: (node: string): Fault =>
    fault(
      "PROMISE_WRONG",
      `The node ${node} gave a promise that no validator signed. Ask another node.`,
      `Узел ${node} дал обещание без подписи. Обратитесь к другому узлу.`,
    ),
};
