import type { Sentence } from "@veche/api";
import { refused, type Stop, unusable } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** Why a service does not start with a home, by the code that it gives. */
const REASONS: Readonly<Record<string, Sentence>> = {
  NO_ACCOUNTS: say(
    "there is no roll yet: run `veche registrar roll` first",
    "списка ещё нет: сначала выполните `veche registrar roll`",
  ),
  ISSUERS_MISSING: say(
    "an address is missing: give --issuer for every issuer of the manifest, spare ones too",
    "не хватает адреса: укажите --issuer для каждого издателя манифеста, и запасных",
  ),
  ISSUE_KEY_WRONG: say(
    "its key is not the registrar's in the manifest",
    "его ключ не тот, что у регистратора в манифесте",
  ),
  KEYS_MISSING: say("it lacks the RSA key of a ballot style", "в ней нет ключа RSA для одного из бюллетеней"),
  KEYS_DIFFER: say(
    "its RSA keys are not those in the public log; look for the right folder or its copy",
    "её ключи RSA не те, что в журнале; найдите нужную папку или её копию",
  ),
  NO_SUCH_ISSUER: say("the manifest has no such issuer", "такого издателя нет в манифесте"),
  JOURNAL_MISSING: say(
    "its journal is gone, and nobody knows what was signed: put the journal back",
    "журнал подписей пропал, и неизвестно, что подписано: верните его на место",
  ),
  RECORDS_CORRUPT: say(
    "its journal is damaged: restore it from a copy; nothing is guessed",
    "журнал подписей повреждён: восстановите его из копии; ничего не угадывается",
  ),
  WITNESS_STATE_MISSING: say(
    "what it has cosigned of a log is gone, and to begin anew could let that log be rolled back: put the file back, or take a new key",
    "пропало то, что он уже подписал, и с нуля журнал можно было бы откатить: верните файл или возьмите новый ключ",
  ),
  WITNESS_STATE_MALFORMED: say(
    "the file is not what this witness has written: restore it from a copy; nothing is guessed",
    "этот файл записал не этот свидетель: восстановите его из копии; ничего не угадывается",
  ),
  IN_USE: say("another process works with it", "с ней работает другой процесс"),
  STORAGE_CORRUPT: say("its copy of the public log is damaged", "её копия журнала повреждена"),
};

/** Codes that say something against the log, not against the home. */
const ALARMS: Readonly<Record<string, Sentence>> = {
  HALTED_BEFORE: say(
    "it found proof of a forged log before, kept below; tell the commission",
    "раньше здесь найдено доказательство подделки журнала, оно сохранено; сообщите комиссии",
  ),
  FORK: say("the log was forked; the evidence is kept", "журнал раздвоен; доказательство сохранено"),
  ENTRY_REFUSED: say(
    "an entry stands in the log that must not; the evidence is kept",
    "в журнале стоит недопустимая запись; доказательство сохранено",
  ),
  MANIFEST_INVALID: say("the manifest breaks the specification", "манифест нарушает спецификацию"),
};

export function serviceStop(home: string, code: string): Stop {
  const alarm = ALARMS[code];
  const why = alarm ?? REASONS[code] ?? say(code, code);
  const made = fault(
    code,
    `The service does not start with ${home}: ${why.en}.`,
    `Служба не запускается с ${home}: ${why.ru}.`,
  );
  return alarm === undefined ? unusable(made) : refused(made);
}
