import type { Fault } from "../framework/stop.ts";
import { fault } from "./say.ts";

/** What can be wrong with drafts, parties, proposals, letters, choices and services. */
export const electionFaults = {
  genesisQuorum: (quorum: number, count: number): Fault =>
    fault(
      "GENESIS_QUORUM",
      `A quorum of ${quorum} does not fit ${count} organisations: it must be more than half and at most all.`,
      `Кворум ${quorum} не подходит для ${count} организаций: нужно больше половины и не больше всех.`,
    ),
  partyTwice: (): Fault =>
    fault("PARTY_TWICE", "One party stands there twice.", "Один участник указан дважды."),
  oneRegistrar: (): Fault =>
    fault(
      "ONE_REGISTRAR",
      "An election has exactly one registrar: give one public.json of that role.",
      "На выборах ровно один регистратор: дайте один public.json с этой ролью.",
    ),
  contestUnknown: (style: string, contest: string): Fault =>
    fault(
      "CONTEST_UNKNOWN",
      `Style ${style} names the contest "${contest}", which the draft does not have.`,
      `Бюллетень ${style} называет вопрос «${contest}», которого в проекте нет.`,
    ),
  manifestRule: (rule: string, reason: string): Fault =>
    fault(
      "MANIFEST_INVALID",
      `The manifest would break rule ${rule} of the specification: ${reason}.`,
      `Манифест нарушил бы правило ${rule} спецификации: ${reason}.`,
    ),
  electionUnknown: (node: string, election: string): Fault =>
    fault(
      "ELECTION_UNKNOWN",
      `The node ${node} does not know the election ${election}. Check the id and the address.`,
      `Узел ${node} не знает выборов ${election}. Проверьте идентификатор и адрес.`,
    ),
  unreachable: (url: string, reason: string): Fault =>
    fault(
      "UNREACHABLE",
      `${url} does not answer (${reason}). Nothing is lost; try again later.`,
      `${url} не отвечает (${reason}). Ничего не потеряно; повторите позже.`,
    ),
  notInManifest: (home: string): Fault =>
    fault(
      "NOT_IN_MANIFEST",
      `The party of ${home} is not in the manifest of this election.`,
      `Участника из ${home} нет в манифесте этих выборов.`,
    ),
  noWayToSign: (): Fault =>
    fault(
      "NO_WAY_TO_SIGN",
      "Nobody signs: give --home of enough members, or --propose FILE for them to sign.",
      "Некому подписать: укажите --home нужного числа членов или --propose ФАЙЛ.",
    ),
  signaturesMissing: (missing: readonly { readonly role: string; readonly more: number }[]): Fault => {
    const wanted = missing.map(({ role, more }) => `${role} +${more}`).join(", ");
    return fault(
      "SIGNATURES_MISSING",
      `Signatures are missing: ${wanted}. Nothing was sent; collect them first.`,
      `Не хватает подписей: ${wanted}. Ничего не отправлено; сначала соберите их.`,
    );
  },
  proposalMalformed: (reason: string): Fault =>
    fault(
      "PROPOSAL_MALFORMED",
      `The proposal is not one that a ledger would take: ${reason}.`,
      `Такого предложения журнал не примет: ${reason}.`,
    ),
  proposalElection: (): Fault =>
    fault(
      "PROPOSAL_OF_ANOTHER",
      "The proposal belongs to another election or log. Nothing was signed or sent.",
      "Предложение относится к другим выборам или журналу. Ничего не подписано и не отправлено.",
    ),
  proposalsDiffer: (): Fault =>
    fault(
      "PROPOSALS_DIFFER",
      "The files do not propose the same. Nothing was sent.",
      "Файлы предлагают разное. Ничего не отправлено.",
    ),
  signerWrong: (role: number, index: number): Fault =>
    fault(
      "SIGNER_WRONG",
      `Party ${index} of role ${role} does not sign this. Nothing was signed or sent.`,
      `Участник ${index} с ролью ${role} этого не подписывает. Ничего не подписано и не отправлено.`,
    ),
  signatureWrong: (role: number, index: number): Fault =>
    fault(
      "SIGNATURE_WRONG",
      `The signature of party ${index} of role ${role} is wrong. Nothing was sent.`,
      `Подпись участника ${index} с ролью ${role} неверна. Ничего не отправлено.`,
    ),
  proposalStale: (): Fault =>
    fault(
      "PROPOSAL_STALE",
      "Another control transaction took effect since this proposal was made. Make it anew.",
      "После составления предложения вступило в силу другое управляющее действие. Составьте его заново.",
    ),
  notConfirmed: (): Fault =>
    fault("NOT_CONFIRMED", "Not confirmed. Nothing was signed.", "Не подтверждено. Ничего не подписано."),
  partsNeedGenesis: (): Fault =>
    fault(
      "PARTS_NEED_GENESIS",
      "The manifest is too large for one entry, and its parts are signed by a genesis organisation: give its --home.",
      "Манифест не помещается в одну запись, а части подписывает организация-учредитель: укажите её --home.",
    ),
  styleUnknown: (id: string, known: readonly string[]): Fault =>
    fault(
      "STYLE_UNKNOWN",
      `There is no ballot style "${id}"; there are ${known.join(", ")}.`,
      `Нет бюллетеня «${id}»; есть ${known.join(", ")}.`,
    ),
  genesisKnown: (home: string): Fault =>
    fault(
      "GENESIS_KNOWN",
      `The node in ${home} has its genesis already. Leave out --genesis.`,
      `У узла в ${home} учредители уже заданы. Уберите --genesis.`,
    ),
  nodeHome: (path: string, reason: string): Fault =>
    fault(
      "NODE_HOME",
      `The node cannot work with ${path}: ${reason}.`,
      `Узел не может работать с ${path}: ${reason}.`,
    ),
  twoMedia: (): Fault =>
    fault(
      "TWO_MEDIA",
      "A trustee's secrets live on two media: give --media twice.",
      "Секреты хранителя лежат на двух носителях: укажите --media дважды.",
    ),
  letterOfAnother: (path: string): Fault =>
    fault(
      "LETTER_OF_ANOTHER",
      `The letter ${path} belongs to another election.`,
      `Письмо ${path} относится к другим выборам.`,
    ),
  letterFalse: (path: string): Fault =>
    fault(
      "LETTER_FALSE",
      `The letter ${path} was not signed by the registrar of this election, or was changed. Tell the commission.`,
      `Письмо ${path} не подписано регистратором этих выборов или изменено. Сообщите комиссии.`,
    ),
  answerUnusable: (url: string, status: number): Fault =>
    fault(
      "ANSWER_UNUSABLE",
      `${url} gave no usable answer (status ${status}). Nothing is lost; try again later.`,
      `${url} не дал пригодного ответа (статус ${status}). Ничего не потеряно; повторите позже.`,
    ),
  choiceContest: (name: string, known: readonly string[]): Fault =>
    fault(
      "CHOICE_CONTEST",
      `Your ballot has no contest "${name}"; it has ${known.join(", ")}.`,
      `В вашем бюллетене нет вопроса «${name}»; есть ${known.join(", ")}.`,
    ),
  choiceOption: (contest: string, option: string, known: readonly string[]): Fault =>
    fault(
      "CHOICE_OPTION",
      `${contest} has no option "${option}"; it has ${known.join(", ")}.`,
      `В вопросе ${contest} нет варианта «${option}»; есть ${known.join(", ")}.`,
    ),
  choiceMissing: (contest: string): Fault =>
    fault(
      "CHOICE_MISSING",
      `Nothing is said for the contest ${contest}. Give --choose ${contest}=OPTION, or ${contest}= for a blank one.`,
      `По вопросу ${contest} ничего не указано. Дайте --choose ${contest}=ВАРИАНТ или ${contest}= для пустого.`,
    ),
  choiceTwice: (name: string): Fault =>
    fault("CHOICE_TWICE", `${name} stands there twice.`, `${name} указано дважды.`),
  choiceCount: (contest: string, count: number, min: number, max: number): Fault =>
    fault(
      "CHOICE_COUNT",
      `${contest} takes ${min === max ? min : `${min} to ${max}`} options, ${count} were given.`,
      `В вопросе ${contest} выбирают ${min === max ? min : `от ${min} до ${max}`}, указано ${count}.`,
    ),
  noCommission: (): Fault =>
    fault(
      "NO_WAY_TO_SIGN",
      "The commission signs the roll: give --commission of enough members, or --propose FILE for them to sign.",
      "Список подписывает комиссия: укажите --commission нужного числа членов или --propose ФАЙЛ.",
    ),
  personTwice: (path: string, row: number): Fault =>
    fault(
      "PERSON_TWICE",
      `${path}: person ${row} of the list stands there before already.`,
      `${path}: лицо № ${row} уже есть в списке выше.`,
    ),
  personBad: (path: string, row: number, code: string): Fault =>
    fault(
      "PERSON_BAD",
      `${path}: person ${row} of the list cannot stand in the roll (${code}).`,
      `${path}: лицо № ${row} не может стоять в списке (${code}).`,
    ),
} as const;
