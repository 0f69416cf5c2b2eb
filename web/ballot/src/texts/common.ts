import { defineTexts } from "@veche/ui/texts";

/** What the voter's page has in common with the second device and the look-up: the camera, and what a statement rests on. */
export const COMMON_TEXTS = defineTexts({
  en: {
    "k.scan.stop": "Stop the camera",
    "k.scan.view": "Picture of the camera",
    "k.scan.hint": "Hold the QR code inside the picture.",
    "k.scan.none": "The camera cannot be used here. Type or paste the code.",
    "f.basis.title": "What this rests on",
    "f.basis.proved":
      "That the result is certified is proved: entry {index}, {time}. This page checked the signatures itself.",
    "f.basis.nodes": "That no later ballot of this voter is in the log is the word of: {nodes}.",
    "f.basis.device":
      "This device itself knows that no later ballot follows: it cast the last one that the rules allow.",
    "f.basis.silent": "Gave no word on this: {nodes}.",
    "f.basis.verify": "Whoever verifies the whole record needs nobody’s word.",
    "f.basis.save": "Save the receipt of the certificate",
    "f.basis.file": "veche-certificate.txt",
    "f.doubtful.title": "Whether it counts is not shown here",
    "f.doubtful":
      "The result is certified, but these nodes did not show whether a later ballot of this voter is in the log: {nodes}. The ballot is safe. Look again later.",
  },
  ru: {
    "k.scan.stop": "Выключить камеру",
    "k.scan.view": "Изображение камеры",
    "k.scan.hint": "Держите QR-код внутри кадра.",
    "k.scan.none": "Камера здесь недоступна. Введите или вставьте код.",
    "f.basis.title": "На чём это основано",
    "f.basis.proved":
      "Что итог утверждён, доказано: запись {index}, {time}. Подписи проверила сама страница.",
    "f.basis.nodes":
      "Что более позднего бюллетеня этого избирателя в журнале нет, известно со слов узлов: {nodes}.",
    "f.basis.device":
      "Что более позднего бюллетеня нет, знает само устройство: оно отправило последний, который допускают правила.",
    "f.basis.silent": "Ничего об этом не сказали узлы: {nodes}.",
    "f.basis.verify": "Кто проверит запись выборов целиком, тому ничьё слово не нужно.",
    "f.basis.save": "Сохранить квитанцию утверждения",
    "f.basis.file": "veche-certificate.txt",
    "f.doubtful.title": "Посчитан ли он, здесь не показано",
    "f.doubtful":
      "Итог утверждён, но эти узлы не показали, есть ли в журнале более поздний бюллетень этого избирателя: {nodes}. Бюллетень цел. Посмотрите позже ещё раз.",
  },
});
