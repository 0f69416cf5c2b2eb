import type { Fault } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** Changes of a chain's validators (§06.9.8). */
export const changeAbouts = {
  change: say(
    "Write down a change of a chain's validators, and sign it with the keys of organisations in the genesis",
    "Записать смену состава узлов цепочки и подписать её ключами организаций из начального документа",
  ),
  sign: say(
    "Read a change of validators and add an organisation's signature to it",
    "Прочитать смену состава узлов и добавить к ней подпись организации",
  ),
  submit: say(
    "Send a change of validators that a quorum has signed to the chain",
    "Отправить в цепочку смену состава узлов, подписанную кворумом",
  ),
};

export const changeOptions = {
  add: say("File of `veche chain keys` of a validator to add", "Файл `veche chain keys` добавляемого узла"),
  remove: say(
    "Validator to remove: its name in the genesis, or its engine key in hexadecimal digits",
    "Удаляемый узел: его имя в начальном документе или ключ движка (шестнадцатеричный)",
  ),
  sequence: say(
    "How many changes have entered this chain before",
    "Сколько смен состава вошло в эту цепочку раньше",
  ),
  home: say(
    "Home of an organisation of the genesis that signs",
    "Папка подписывающей организации из начального документа",
  ),
  file: say("File of `veche chain change`", "Файл команды `veche chain change`"),
};

export const changeTexts = {
  chain: say("chain", "цепочка"),
  number: say("change", "смена"),
  adds: say("adds", "добавляет"),
  removes: say("removes", "удаляет"),
  signed: say("signed by", "подписали"),
  quorum: (have: number, need: number) => say(`${have} of ${need}`, `${have} из ${need}`),
  nobody: say("nobody", "никто"),
  ask: say("Sign this? Type yes: ", "Подписать? Введите yes: "),
  written: (path: string) =>
    say(
      `${path} holds the change. Each organisation reads and signs it: veche chain sign ${path}`,
      `Смена состава записана в ${path}. Каждая организация читает и подписывает её: veche chain sign ${path}`,
    ),
  entered: (index: number) =>
    say(
      `Change ${index} is in the chain. The new validators vote two blocks later.`,
      `Смена ${index} вошла в цепочку. Новый состав голосует через два блока.`,
    ),
};

export const changeFaults = {
  body: (): Fault =>
    fault(
      "CHANGE_INVALID",
      "There can be no such change: it names 1…50 validators in all, each once, with right keys. Nothing was written.",
      "Такой смены быть не может: в ней 1…50 узлов, каждый один раз, с верными ключами. Ничего не записано.",
    ),
  unknown: (word: string): Fault =>
    fault(
      "VALIDATOR_UNKNOWN",
      `${word} is neither a validator's name in the genesis nor an engine key of 64 hexadecimal digits. Nothing was written.`,
      `${word} не имя узла в начальном документе и не ключ движка из 64 шестнадцатеричных цифр. Ничего не записано.`,
    ),
  notFounder: (home: string): Fault =>
    fault(
      "NOT_IN_GENESIS",
      `The key in ${home} is not that of an organisation in the genesis. Nothing was signed; take that organisation's home.`,
      `Ключ из ${home} не принадлежит организации из начального документа. Ничего не подписано; возьмите папку организации.`,
    ),
  signature: (index: number): Fault =>
    fault(
      "SIGNATURE_WRONG",
      `The signature of organisation ${index} in the file is wrong, or made for another chain. Nothing was changed; take the file from before it.`,
      `Подпись организации ${index} в файле неверна или сделана для другой цепочки. Ничего не изменено; возьмите файл без неё.`,
    ),
  tooFew: (have: number, need: number): Fault =>
    fault(
      "SIGNATURES_MISSING",
      `${have} of ${need} organisations have signed. Nothing was sent; let the others run veche chain sign.`,
      `Подписали ${have} из ${need} организаций. Ничего не отправлено; остальным нужно выполнить veche chain sign.`,
    ),
  busy: (url: string): Fault =>
    fault(
      "BUSY",
      `${url} has taken the change or is busy, and it is not yet in the chain. Run the command again: the same change enters once.`,
      `${url} принял смену или занят, но в цепочке её ещё нет. Повторите команду: та же смена войдёт один раз.`,
    ),
  malformed: (url: string): Fault =>
    fault(
      "ANSWER_MALFORMED",
      `${url} gave no answer of a node. Nothing is known of the change; ask another validator.`,
      `${url} ответил не как узел. О смене ничего не известно; обратитесь к другому узлу.`,
    ),
};
