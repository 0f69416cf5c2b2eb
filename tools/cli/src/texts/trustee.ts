import { say } from "./say.ts";

/** What a trustee's commands say. */
export const trusteeTexts = {
  keysMade: (home: string) =>
    say(
      `Keys are on both media. Hand out ${home}/public.json. Keep the media apart, and the passphrase with neither.`,
      `Ключи на обоих носителях. Передайте ${home}/public.json. Храните носители порознь, а пароль отдельно от них.`,
    ),
  stepDone: (action: string, indices: string) =>
    say(`Done: ${action}, log entry ${indices}.`, `Сделано: ${action}, запись журнала ${indices}.`),
  complained: (dealers: string) =>
    say(
      `Bad shares came from trustees ${dealers}: complained.`,
      `Негодные доли от хранителей ${dealers}: подана жалоба.`,
    ),
  waitDefinition: say("Waiting until the election is defined.", "Ждём, пока выборы объявят."),
  waitOpening: say(
    "Both canaries are in; the commission can open.",
    "Обе проверки внесены; комиссия может открывать.",
  ),
  waitTrustees: (step: string, missing: string, deadline: string) =>
    say(
      `Waiting for trustees ${missing} in step ${step}, until ${deadline}.`,
      `Ждём хранителей ${missing} на шаге ${step}, до ${deadline}.`,
    ),
  waitIssuerKeys: (have: number, need: number) =>
    say(
      `Waiting for issuer keys: ${have} of ${need} are in.`,
      `Ждём ключи издателей: есть ${have} из ${need}.`,
    ),
  waitVoting: (castEnds: string) =>
    say(`Voting goes on until ${castEnds}.`, `Голосование идёт до ${castEnds}.`),
  waitTally: (from: string) => say(`The tally begins at ${from}.`, `Подсчёт начнётся в ${from}.`),
  waitHeads: (have: number, need: number) =>
    say(
      `${have} trustees signed this head, ${need} are needed. If no more can sign, read the characters aloud and give --heard.`,
      `Отметку подписали ${have} хранителей, нужно ${need}. Если больше некому, прочитайте знаки вслух и укажите --heard.`,
    ),
  nothingLeft: say("Nothing is left to do in this election.", "В этих выборах больше нечего делать."),
  excluded: say(
    "This trustee was excluded, and does not come back in this election.",
    "Этот хранитель исключён и в эти выборы не вернётся.",
  ),
  ceremonyFailed: say(
    "The key ceremony failed: too few trustees remain. A new election must be defined.",
    "Церемония ключа не удалась: хранителей слишком мало. Нужно объявить выборы заново.",
  ),
  headDiffers: say(
    "This trustee signed another head than this log has. Stop, and tell the commission.",
    "Этот хранитель подписал другую отметку, чем в журнале. Остановитесь и сообщите комиссии.",
  ),
  dueStep: (step: string) => say(`Due now: ${step}.`, `Пора: ${step}.`),
  dueCanary: (stage: string) =>
    say(`Due now: the canary of stage ${stage}.`, `Пора: проверка доли, этап ${stage}.`),
  dueHead: (code: string) => say(`Due now: the head ${code}.`, `Пора: отметка ${code}.`),
  dueDecryption: say("Due now: the decryption.", "Пора: расшифровка."),
  headShown: (code: string) =>
    say(`The head of this log has the characters ${code}`, `Знаки отметки этого журнала: ${code}`),
  askCode: say("Type the 20 characters as they were announced: ", "Введите 20 знаков, как их объявили: "),
  trustee: say("Trustee", "Хранитель"),
  next: say("Next", "Далее"),
  repaired: (items: string) =>
    say(`Written to the medium that lacked them: ${items}.`, `Записано на носитель, где не было: ${items}.`),
  nothingToRepair: say("Both media have everything.", "На обоих носителях есть всё."),
};
