import { say } from "./say.ts";

/** What the options of the commands mean. */
export const optionTexts = {
  home: say("The party's folder", "Папка участника"),
  newHome: say(
    "Folder to be made for the party; it must not exist",
    "Папка, которая будет создана; её не должно быть",
  ),
  secretsOut: say(
    "Folder to be made for the secrets, readable for its owner alone; best in memory (/run)",
    "Папка, которая будет создана для секретов, доступная только владельцу; лучше в памяти (/run)",
  ),
  passphraseFile: say(
    "File whose first line is the passphrase (else it is asked for)",
    "Файл, первая строка которого пароль (иначе он будет запрошен)",
  ),
  passphraseFiles: say(
    "File with the passphrase: one for all homes, or one for each in the same order",
    "Файл с паролем: один на все папки или по одному на каждую в том же порядке",
  ),
  workFactor: say(
    "Cost of one guess of the passphrase, as a power of two",
    "Цена одной попытки подбора пароля, степень двойки",
  ),
  role: say("What the party is in elections", "Кем участник будет на выборах"),
  partyName: say(
    "The party's name, as it will stand in manifests",
    "Имя участника, как оно будет стоять в манифестах",
  ),
  page: say(
    "Folder of the built ballot page: the node is a ballot host, too",
    "Папка собранной страницы бюллетеня: узел становится и её хостом",
  ),
  pageSettings: say(
    "With --page: JSON of nodes that take ballots, portal and hotline",
    "С --page: JSON с узлами, принимающими бюллетени, порталом и горячей линией",
  ),
  watchedLog: say(
    "Key of a log to be watched, as `veche keys show --origin` prints it; again for every key",
    "Ключ журнала, за которым следить, как его печатает `veche keys show --origin`; повторите для каждого",
  ),
  feedWitness: say(
    "Address of a witness that is to cosign checkpoints; again for every one",
    "Адрес свидетеля, который подписывает отметки журнала; повторите для каждого",
  ),
  keyOrigin: say(
    "Of a validator: also print the key of the log with this origin, for witnesses",
    "Для узла: напечатать и ключ журнала с таким именем, для свидетелей",
  ),
  check: say("Also open the secret keys and compare", "Ещё открыть секретные ключи и сверить"),
  genesisFiles: say("public.json of each organisation", "public.json каждой организации"),
  genesisQuorum: say(
    "How many of them must sign a new election",
    "Сколько из них должны подписать новые выборы",
  ),
  newFile: say("File to be written; it must not exist", "Файл, который будет создан; его не должно быть"),
  election: say(
    "Election id, as published outside the log",
    "Идентификатор выборов, как он опубликован вне журнала",
  ),
  nodes: say(
    "Address of a node; with several the next is asked when one fails",
    "Адрес узла; при нескольких следующий спрашивают, если один не ответил",
  ),
  viewHome: say(
    "Folder that keeps your verified copy of the log (else it lives as long as the command)",
    "Папка с вашей проверенной копией журнала (иначе копия живёт, пока идёт команда)",
  ),
  yes: say("Do not ask, sign", "Не спрашивать, подписать"),
  signingHomes: say(
    "Folder of a party that signs here and now",
    "Папка участника, который подписывает здесь и сейчас",
  ),
  propose: say(
    "Write a proposal for the others to sign instead of sending it; the file must not exist",
    "Записать предложение на подпись остальным вместо отправки; файла не должно быть",
  ),
  reasonEn: say("Reason in English, public", "Причина по-английски, публичная"),
  reasonRu: say("Reason in Russian, public", "Причина по-русски, публичная"),
  opensIn: say("Voting begins so many seconds from now", "Голосование начнётся через столько секунд"),
  lasts: say("Voting lasts so long", "Голосование длится столько"),
  reserve: say("By so much the end may be moved later", "На столько конец можно будет отодвинуть"),
  step: say("Time for each step of the key ceremony", "Время на каждый шаг церемонии ключа"),
  draft: say("The draft, as `veche election draft` writes it", "Проект, какой пишет `veche election draft`"),
  parties: say(
    "public.json of every party; each gets its number in the order given",
    "public.json каждого участника; номера идут в порядке перечисления",
  ),
  styles: say("Id of a ballot style", "Код бюллетеня"),
  by: say("By how many seconds the ends move", "На сколько секунд сдвигаются сроки"),
  issuerOut: say("Number of the issuer that leaves the set", "Номер издателя, который выходит из набора"),
  issuerIn: say("Number of the spare issuer that joins it", "Номер запасного издателя, который входит"),
  excluded: say(
    "Number of a trustee to be excluded for good",
    "Номер хранителя, который исключается навсегда",
  ),
  proposal: say("The proposal", "Предложение"),
  proposals: say(
    "The proposal; several files of the same one, signed side by side, are merged",
    "Предложение; несколько файлов одного и того же, подписанных порознь, объединяются",
  ),
  recordOut: say(
    "Folder to be made for the record; it must not exist",
    "Папка для записи выборов; её не должно быть",
  ),
  submitHome: say(
    "Folder of a genesis organisation, if the manifest is too large for one entry",
    "Папка организации-учредителя, если манифест не помещается в одну запись",
  ),
  record: say("Folder of the record", "Папка с записью выборов"),
  receipts: say(
    "Receipt of a voter that the record has to bear out",
    "Квитанция избирателя, которую запись должна подтвердить",
  ),
  listen: say(
    "Where to listen; a port alone is on this machine only",
    "Где слушать; один порт означает только эту машину",
  ),
  genesis: say(
    "Genesis file, at the first start: who may let an election begin here",
    "Файл учредителей при первом запуске: кто может начинать здесь выборы",
  ),
  media: say(
    "Folder on a medium; twice, for two media that are not lost together",
    "Папка на носителе; дважды, для двух носителей, которые не потеряются вместе",
  ),
  once: say("Do what can be done now, and wait for nobody", "Сделать, что можно сейчас, и никого не ждать"),
  confirm: say(
    "The 20 characters of the head as announced (else asked for)",
    "20 знаков отметки, как их объявили (иначе будут запрошены)",
  ),
  heard: say(
    "The 20 characters as heard in public session, where too few trustees can sign",
    "20 знаков, услышанных в открытом заседании, если подписать могут слишком немногие",
  ),
  letter: say("Your letter from the registrar", "Ваше письмо от регистратора"),
  registrar: say("Address of the registrar", "Адрес регистратора"),
  choose: say(
    "Your choice in a contest; once for each contest of your ballot, a blank one as NAME=",
    "Ваш выбор по вопросу; по разу на каждый вопрос бюллетеня, пустой как ИМЯ=",
  ),
  voterHome: say(
    "Folder that keeps your vote until it is recorded, and your receipt; nobody else should read it",
    "Папка, где голос хранится до записи, и квитанция; кроме вас её никто не должен читать",
  ),
  again: say("Vote again, where the election allows it", "Проголосовать ещё раз, если выборы это разрешают"),
  receipt: say("The receipt", "Квитанция"),
  persons: say(
    "List of persons: CSV with the head family,given,patronymic,birthDate,document,style",
    "Список лиц: CSV с заголовком family,given,patronymic,birthDate,document,style",
  ),
  letters: say("Folder to be made for the letters; it must not exist", "Папка для писем; её не должно быть"),
  commissionHomes: say(
    "Folder of a commission member who signs the roll here and now",
    "Папка члена комиссии, который подписывает список здесь и сейчас",
  ),
  totalsDate: say("Day, as YYYY-MM-DD", "День, в виде ГГГГ-ММ-ДД"),
  applied: say("Applications", "Подано заявлений"),
  accepted: say("Accepted", "Принято"),
  recalled: say("Recalled by their voters", "Отозвано избирателями"),
  refused: say("Refused, by code: CODE=N", "Отказано, по кодам: КОД=N"),
  issuerUrls: say(
    "Number and address of an issuer, once for each: 1=http://…",
    "Номер и адрес издателя, по разу на каждого: 1=http://…",
  ),
  scenario: say("Which real vote", "Какое настоящее голосование"),
  scale: say(
    "Share of the real vote, above 0 and at most 1",
    "Доля настоящего голосования, больше 0 и не больше 1",
  ),
  seed: say(
    "The same seed gives the same choices, ciphertexts and codes",
    "То же зерно даёт те же выборы, шифротексты и коды",
  ),
  simulationOut: say(
    "Folder to be made, or to go on in if the simulation was broken off; the record will be DIR/record",
    "Папка, которая будет создана или в которой симуляция продолжится; запись выборов в DIR/record",
  ),
  demoOut: say(
    "Folder to be made (else out/demo-1 or the next free number)",
    "Папка, которая будет создана (иначе out/demo-1 или следующий номер)",
  ),
};
