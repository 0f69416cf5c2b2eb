import type { Sentence } from "@veche/api";
import type { Action, Wait } from "@veche/trustee";
import { momentText } from "../framework/moments.ts";
import { trusteeTexts as texts } from "../texts/trustee.ts";

export function waitSentence(until: Wait): Sentence {
  switch (until.code) {
    case "DEFINITION":
      return texts.waitDefinition;
    case "OPENING":
      return texts.waitOpening;
    case "TRUSTEES":
      return texts.waitTrustees(until.step, until.missing.join(", "), momentText(until.deadline));
    case "ISSUER_KEYS":
      return texts.waitIssuerKeys(until.have, until.need);
    case "VOTING":
      return texts.waitVoting(momentText(until.castEnds));
    case "TALLY_TIME":
      return texts.waitTally(momentText(until.from));
    case "HEADS":
      return texts.waitHeads(until.have, until.need);
  }
}

export function actionSentence(action: Action): Sentence {
  switch (action.kind) {
    case "wait":
      return waitSentence(action.until);
    case "done":
      return texts.nothingLeft;
    case "excluded":
      return texts.excluded;
    case "failed":
      return action.reason === "CEREMONY_FAILED" ? texts.ceremonyFailed : texts.headDiffers;
    case "canary":
      return texts.dueCanary(action.stage);
    case "tally-head":
      return texts.dueHead(action.characters);
    case "decryption":
      return texts.dueDecryption;
    default:
      return texts.dueStep(action.kind);
  }
}
