import type { Sentence } from "@veche/api";
import type { MachineError } from "./machine/machine-error.ts";
import type { VaultWarning } from "./vault/vault-error.ts";

const say = (en: string, ru: string): Sentence => ({ en, ru });

/** The members of a union that can have the code C; several codes may share one member. */
type WithCode<E, C> = E extends { readonly code: infer K } ? (C extends K ? E : never) : never;

type Sentences<E extends { readonly code: string }> = {
  readonly [C in E["code"]]: (error: WithCode<E, C>) => Sentence;
};

/** What happened, what is safe, what to do. In every case nothing has left the machine. */
const ERRORS: Sentences<MachineError> = {
  PASSPHRASE_WRONG: () =>
    say("The passphrase is wrong; try again.", "Неверная кодовая фраза; попробуйте ещё раз."),
  PASSPHRASE_TOO_SHORT: ({ characters }) =>
    say(
      `A passphrase of ${characters} characters can be guessed; take at least 12, better four random words.`,
      `Кодовую фразу из ${characters} знаков можно подобрать; возьмите не меньше 12, лучше четыре случайных слова.`,
    ),
  MEDIUM_UNUSABLE: ({ medium }) =>
    say(
      `The medium ${medium} cannot be used, and nothing new is kept on one medium alone; plug it in, or replace it and repair.`,
      `Носитель ${medium} недоступен, а на одном носителе ничего нового не хранят; подключите его или замените и восстановите.`,
    ),
  READ_BACK_DIFFERS: ({ medium, file }) =>
    say(
      `${file} was written to ${medium} and reads back as something else; replace this medium and repair.`,
      `${file} записан на ${medium}, а читается иначе; замените этот носитель и восстановите.`,
    ),
  SAME_MEDIUM: ({ medium }) =>
    say(
      `Both names mean ${medium}; give two media that cannot be lost together.`,
      `Оба имени означают ${medium}; укажите два носителя, которые нельзя потерять вместе.`,
    ),
  VAULT_IN_USE: ({ medium, pid }) =>
    say(
      `Process ${pid} works with ${medium}; end it first.`,
      `С носителем ${medium} работает процесс ${pid}; сначала завершите его.`,
    ),
  VAULT_EMPTY: () =>
    say(
      "There are no keys of a trustee on these media.",
      "На этих носителях нет того, что положено хранителю ключа.",
    ),
  VAULT_EXISTS: () =>
    say(
      "There are keys on these media already; new ones need empty media.",
      "На этих носителях уже есть ключи; для новых нужны пустые носители.",
    ),
  MEDIA_DISAGREE: ({ item }) =>
    say(
      `The two media hold different files of "${item}"; find out which medium is the wrong one and take it away.`,
      `На носителях разные файлы «${item}»; выясните, какой носитель чужой, и уберите его.`,
    ),
  KEPT_DIFFERS: ({ item }) =>
    say(
      `Another "${item}" is kept already, and there must be no second one.`,
      `«${item}» уже хранится в другом виде, а второго быть не должно.`,
    ),
  ITEM_UNREADABLE: ({ item }) =>
    say(
      `The file of "${item}" is damaged, and the other medium has no good one.`,
      `Файл «${item}» повреждён, и на другом носителе целого нет.`,
    ),
  ITEM_MALFORMED: ({ item }) =>
    say(
      `The file of "${item}" opens but does not belong to this election and trustee.`,
      `Файл «${item}» открывается, но относится не к этим выборам или не к этому лицу.`,
    ),
  NOT_A_TRUSTEE: () =>
    say(
      "The key on these media is no trustee's of this election.",
      "Ключ на этих носителях не принадлежит ни одному хранителю ключа этих выборов.",
    ),
  RECIPIENT_DIFFERS: () =>
    say(
      "The manifest names another age recipient for this trustee: shares sent to it could not be opened. Tell the commission.",
      "В манифесте у этого лица другой получатель age: присланные доли не открыть. Сообщите комиссии.",
    ),
  VAULT_OF_ANOTHER_ELECTION: () =>
    say(
      "These media belong to another election; each election has its own.",
      "Эти носители относятся к другим выборам; у каждых выборов свои.",
    ),
  LEDGER_OF_ANOTHER_ELECTION: () => say("This is the log of another election.", "Это журнал других выборов."),
  POLYNOMIAL_LOST: ({ attempt }) =>
    say(
      `The polynomial of attempt ${attempt} is not on the media; this trustee cannot go on in this attempt.`,
      `Многочлена попытки ${attempt} на носителях нет; в этой попытке продолжить нельзя.`,
    ),
  POLYNOMIAL_DIFFERS: ({ attempt }) =>
    say(
      `The log has the hash of another polynomial for attempt ${attempt}: somebody else used this trustee's key. Tell the commission.`,
      `В журнале хеш другого многочлена попытки ${attempt}: ключом воспользовался кто-то ещё. Сообщите комиссии.`,
    ),
  SHARE_MISSING: ({ dealer }) =>
    say(
      `The share of trustee ${dealer} cannot be opened any more.`,
      `Долю хранителя ключа ${dealer} больше не открыть.`,
    ),
  SHARE_WRONG: ({ dealer }) =>
    say(
      `The share of trustee ${dealer} does not fit its commitments.`,
      `Доля хранителя ключа ${dealer} не соответствует его обязательствам.`,
    ),
  TALLY_NOT_DUE: () =>
    say(
      "By this machine's clock voting is not over; the head is signed only then.",
      "По часам этой машины голосование не окончено; итог журнала подписывают только после.",
    ),
  HEAD_NOT_CONFIRMED: () =>
    say(
      "These are not the twenty characters of this log; compare them with those announced, and sign nothing that differs.",
      "Это не те двадцать знаков, что у этого журнала; сверьте их с объявленными и не подписывайте иного.",
    ),
  HEAD_ALREADY_SIGNED: () =>
    say(
      "Another head was signed in this election: there are two logs. Keep both and raise the alarm.",
      "В этих выборах уже подписан другой итог: журналов два. Сохраните оба и поднимите тревогу.",
    ),
  HEAD_NOT_KEPT: () =>
    say(
      "The head kept on the media is not that of this log; nothing is decrypted. Raise the alarm.",
      "Хранимый итог не совпадает с итогом этого журнала; расшифровки не будет. Поднимите тревогу.",
    ),
  HEADS_TOO_FEW: ({ have, need }) =>
    say(
      `${have} trustees have signed this head, ${need} are needed.`,
      `Этот итог подписали ${have}, а нужно ${need}.`,
    ),
  CHARACTERS_DIFFER: () =>
    say(
      "The characters heard are not those of this log; nothing is decrypted. Raise the alarm.",
      "Услышанные знаки не от этого журнала; расшифровки не будет. Поднимите тревогу.",
    ),
  ELECTION_DIFFERS: () =>
    say("The share belongs to another election or attempt.", "Доля относится к другим выборам или попытке."),
  NOTHING_TO_DECRYPT: () =>
    say("There are no sums to decrypt in this election.", "В этих выборах нечего расшифровывать."),
};

const WARNINGS: Sentences<VaultWarning> = {
  ON_ONE_MEDIUM: ({ item, medium, problem }) =>
    problem === "MISSING"
      ? say(
          `"${item}" is missing on ${medium} and was read from the other medium; repair soon.`,
          `«${item}» нет на ${medium}, прочитано с другого носителя; восстановите скорее.`,
        )
      : say(
          `"${item}" cannot be read on ${medium} and was read from the other medium; repair soon.`,
          `«${item}» не читается на ${medium}, прочитано с другого носителя; восстановите скорее.`,
        ),
  ONE_DEVICE: () =>
    say(
      "Both folders lie on one device, which can fail as one.",
      "Обе папки лежат на одном устройстве, которое может отказать целиком.",
    ),
};

export function explainError(error: MachineError): Sentence {
  const explain = ERRORS[error.code] as (error: MachineError) => Sentence;
  return explain(error);
}

export function explainWarning(warning: VaultWarning): Sentence {
  const explain = WARNINGS[warning.code] as (warning: VaultWarning) => Sentence;
  return explain(warning);
}
