/** A sentence in both languages that says what happened and what to do. */
export type Sentence = { readonly en: string; readonly ru: string };

const say = (en: string, ru: string): Sentence => ({ en, ru });

/**
 * What to tell a person about each outcome code of §06.6, and about the answers of a node that are not outcomes
 * (`PROMISED`, `BUSY`, `UNKNOWN_ELECTION`). A test of the ledger's registry against these keys stands in the CLI.
 */
export const SENTENCES: Readonly<Record<string, Sentence>> = {
  ACCEPTED: say("Accepted: it stands in the log.", "Принято: запись стоит в журнале."),
  BLAMED: say(
    "Entered as wrong: the check failed, the log shows who sent it, and it has no effect. Send a right one.",
    "Записано как ошибочное: проверка не прошла, журнал показывает отправителя, действия нет. Отправьте верное.",
  ),
  MALFORMED: say(
    "This is not an object of the specification. Make it again with an up-to-date tool.",
    "Это не объект спецификации. Создайте его заново свежей версией программы.",
  ),
  TOO_LARGE: say(
    "An entry may have at most 60,000 bytes. Cut it into parts.",
    "Запись не может быть больше 60 000 байт. Разделите её на части.",
  ),
  ELECTION_UNDEFINED: say(
    "This election has not been defined on this node yet. Define it first.",
    "Эти выборы на узле ещё не объявлены. Сначала объявите их.",
  ),
  ALREADY: say(
    "This stands in the log already; nothing more is needed.",
    "Это уже есть в журнале; делать больше ничего не нужно.",
  ),
  MANIFEST_INVALID: say(
    "The manifest breaks a rule of the specification. Correct it and sign it again.",
    "Манифест нарушает правило спецификации. Исправьте его и подпишите заново.",
  ),
  GENESIS_MISMATCH: say(
    "The manifest names other genesis organisations than this node. Ask the node's operator for the genesis file.",
    "В манифесте указаны не те организации-учредители, что на этом узле. Запросите файл genesis у оператора узла.",
  ),
  PHASE: say(
    "The election is not in the phase for this. See `veche election status`.",
    "Сейчас не тот этап выборов. Посмотрите `veche election status`.",
  ),
  UNKNOWN_REFERENCE: say(
    "It names a style, trustee or issuer that the manifest does not have.",
    "Указан бюллетень, хранитель ключа или издатель, которого нет в манифесте.",
  ),
  CONTROL_TAKEN: say(
    "Another control transaction came in the same moment. Sign and send again.",
    "В тот же момент пришло другое управляющее действие. Подпишите и отправьте снова.",
  ),
  CEREMONY_STEP: say(
    "The key ceremony is at another step or attempt, or this trustee was excluded. Run `veche trustee ceremony` again.",
    "Церемония ключа на другом шаге или попытке, либо хранитель исключён. Запустите `veche trustee ceremony` снова.",
  ),
  CEREMONY_TOO_FEW: say(
    "Too few trustees would remain. A new election must be defined.",
    "Останется слишком мало хранителей. Нужно объявить выборы заново.",
  ),
  DEADLINE_NOT_DUE: say(
    "That deadline has not passed. Wait until it has.",
    "Этот срок ещё не истёк. Подождите.",
  ),
  ROLL_ORDER: say(
    "The roll entries are not in order, or a part of the roll is missing. Send the roll from its beginning.",
    "Записи списка не по порядку или часть списка пропущена. Отправьте список с начала.",
  ),
  ROLL_DUPLICATE: say(
    "A roll entry stands twice. Draw new salts and make the roll again.",
    "Запись списка повторяется. Возьмите новую соль и составьте список заново.",
  ),
  ISSUER_KEY_INVALID: say(
    "The issuer's RSA key fails its proof of form. Make a new key.",
    "Ключ RSA издателя не прошёл проверку. Создайте новый ключ.",
  ),
  ISSUER_SET_INVALID: say(
    "This replacement of an issuer is not allowed: it must be in the set, its spare never used, and replacements left.",
    "Такая замена издателя недопустима: он должен быть в наборе, запасной не использован, и лимит замен не исчерпан.",
  ),
  OPEN_NOT_READY: say(
    "Voting cannot be opened yet: keys, canaries or issuer keys are missing. See `veche election status`.",
    "Открыть голосование пока нельзя: не хватает ключей, проверок хранителей или ключей издателей. Смотрите `veche election status`.",
  ),
  OPEN_MISMATCH: say(
    "What was signed differs from what stands in the log. Make the transaction again from your own view.",
    "Подписанное отличается от журнала. Составьте действие заново по собственной копии журнала.",
  ),
  EXTEND_INVALID: say(
    "These styles cannot be extended so far: see their latest end, and that issuing has not ended.",
    "Так продлить нельзя: проверьте предельный срок и что выдача ещё не закончилась.",
  ),
  DATE_ORDER: say(
    "Totals for this day or a later one are in already.",
    "Итоги за этот или более поздний день уже внесены.",
  ),
  WINDOW_NOT_OPEN: say(
    "Voting has not begun for this ballot. Come back when it opens.",
    "Голосование по этому бюллетеню ещё не началось. Вернитесь после открытия.",
  ),
  WINDOW_ENDED: say("The time for this ballot is over.", "Время для этого бюллетеня истекло."),
  SUSPENDED: say(
    "Voting is suspended. Keep your ballot and try again later.",
    "Голосование приостановлено. Сохраните бюллетень и попробуйте позже.",
  ),
  ROLL_ENTRY_UNKNOWN: say(
    "This entry is not in the roll of this ballot.",
    "Этой записи нет в списке по данному бюллетеню.",
  ),
  ISSUER_SET_STALE: say(
    "The set of issuers has changed. Ask again.",
    "Набор издателей сменился. Запросите снова.",
  ),
  TICK_WAIT: say(
    "Ballots of this kind enter together at set moments. Keep it and send it again.",
    "Такие бюллетени вносятся вместе в назначенные моменты. Сохраните и отправьте снова.",
  ),
  CREDENTIAL_IN_BLOCK: say(
    "A ballot with this credential enters right now. Try again in a moment.",
    "Бюллетень с этим правом вносится прямо сейчас. Повторите через мгновение.",
  ),
  SEQ_WRONG: say(
    "This ballot does not follow the last one of this credential, or re-voting is not allowed.",
    "Этот бюллетень не следует за последним, или переголосование не разрешено.",
  ),
  TOKEN_INVALID: say(
    "The issuers' signatures on this ballot are not valid.",
    "Подписи издателей на бюллетене недействительны.",
  ),
  CAST_BEYOND_ISSUES: say(
    "More ballots than were issued: this one is refused and kept as evidence of forged tokens. Tell the commission.",
    "Бюллетеней больше, чем выдано: этот отклонён и сохранён как улика подделки. Сообщите комиссии.",
  ),
  PROOF_INVALID: say(
    "The ballot's proofs do not hold. Make the ballot again.",
    "Доказательства бюллетеня неверны. Заполните бюллетень заново.",
  ),
  CLOSE_NOT_DUE: say(
    "Voting has not ended for all ballots. Wait until it has.",
    "Голосование закончилось не по всем бюллетеням. Подождите.",
  ),
  TALLY_NOT_DUE: say(
    "The tally may not begin before the time in the manifest.",
    "Подсчёт нельзя начинать раньше срока из манифеста.",
  ),
  HEAD_DIFFERS: say(
    "Your tally head is missing or is not the log's. Stop and compare the 20 characters with the others.",
    "Ваша итоговая отметка отсутствует или не совпадает с журналом. Остановитесь и сверьте 20 знаков с другими.",
  ),
  RESULT_DIFFERS: say(
    "The result is not computed yet, or it is another one than signed.",
    "Результат ещё не вычислен или отличается от подписанного.",
  ),
  PART_ORDER: say(
    "Parts must come in order. Send them again from the first.",
    "Части должны идти по порядку. Отправьте их заново с первой.",
  ),
  SIGNERS_WRONG: say(
    "Signers are missing, repeated or of the wrong kind. Collect the quorum's signatures.",
    "Подписей не хватает, они повторяются или не те. Соберите подписи кворума.",
  ),
  SIGNATURE_INVALID: say(
    "A signature is not valid for the log as it stands now. Sign again.",
    "Подпись недействительна для текущего журнала. Подпишите заново.",
  ),
  BLAME_LIMIT: say(
    "Three wrong ones stand in the log already. Only a right one is taken.",
    "Три ошибочных уже записаны. Принимается только верное.",
  ),
  PROMISED: say(
    "Checked and kept; it enters the log at the next set moment. This is no receipt yet.",
    "Проверено и сохранено; войдёт в журнал в ближайший назначенный момент. Это ещё не квитанция.",
  ),
  BUSY: say(
    "The node is busy. Your ballot is not lost: send the same bytes again shortly.",
    "Узел занят. Бюллетень не потерян: отправьте те же данные чуть позже.",
  ),
  UNKNOWN_ELECTION: say(
    "This node does not know this election. Check the election id and the address.",
    "Узел не знает этих выборов. Проверьте идентификатор и адрес.",
  ),
};

/** The sentence for a code; an unknown code is named as it stands. */
export const sentenceFor = (code: string): Sentence =>
  SENTENCES[code] ?? say(`Refused with the code ${code}.`, `Отклонено с кодом ${code}.`);
