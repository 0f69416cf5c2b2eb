import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { type Bytes, equalBytes, err, fromHex, ok, type Result, toBase64 } from "@veche/base";
import {
  encodeProposal,
  httpOver,
  LedgerFollower,
  memoryStorage,
  NodeLink,
  type Proposal,
} from "@veche/client";
import type { Election } from "@veche/election";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import type { Kysely } from "kysely";
import { campaignRow } from "../application/store.ts";
import { type Configured, type StartError, startError } from "../config.ts";
import type { Database } from "../database/schema.ts";
import { type MakeRollError, makeRollFor } from "../roll/make-roll-for.ts";
import {
  CONFIG_OPTION,
  type Command,
  EXIT,
  type Exit,
  type Given,
  runCommand,
  say,
  stop,
  withDatabase,
  wrongArguments,
} from "./command.ts";

const LINE = "node services/registrar/dist/campaign-roll.js";

const ROLL: Command<"config" | "campaign" | "election" | "out" | "early"> = {
  line: LINE,
  about: {
    en: "Makes the roll of a campaign once its election is defined, ends applications, and writes what the commission signs. Asked again it gives the same roll.",
    ru: "Составляет список избирателей кампании, когда выборы объявлены, завершает приём заявлений и пишет то, что подпишет комиссия. Повторно выдаёт тот же список.",
  },
  options: {
    config: CONFIG_OPTION,
    campaign: { value: "ID", about: { en: "its id in the portal", ru: "её имя на портале" } },
    election: {
      value: "HEX",
      about: {
        en: "the election id that `veche election define` printed",
        ru: "номер выборов из `veche election define`",
      },
    },
    early: {
      about: {
        en: "also while the campaign still takes applications and recalls: it ends both now",
        ru: "даже если кампания ещё принимает заявления и отзывы: тогда их приём кончится сейчас",
      },
    },
    out: {
      value: "FILE",
      about: {
        en: "for `veche election sign` and `veche election submit`; must not exist",
        ru: "для `veche election sign` и `veche election submit`; файла ещё не должно быть",
      },
    },
  },
  examples: [
    `${LINE} --config registrar.json --campaign spring --election $ELECTION --out roll.json`,
    "veche election sign roll.json --home anna --election $ELECTION --node https://ballot.example.org",
    "veche election submit roll.json --node https://ballot.example.org",
  ],
};

export const runRoll = (args: readonly string[]): Promise<Exit> => runCommand(ROLL, args, make);

async function make({
  config,
  campaign,
  election: id = "",
  out,
  early,
}: Given<keyof (typeof ROLL)["options"]>): Promise<Exit> {
  const electionId = fromHex(id);
  if (config === undefined || campaign === undefined || out === undefined || electionId?.length !== 32)
    return stop(wrongArguments(LINE), EXIT.notTried);
  return await withNewFile(out, (write) =>
    withDatabase(config, async (db, configured) => {
      const key = await signingKeyOf(configured);
      if (!key.ok) return stop(key.error, EXIT.notTried);
      const election = await electionOf(configured, electionId, key.value);
      if (!election.ok) return stop(election.error, EXIT.notTried);
      if (early === undefined && (await isOpen(db, campaign))) return stop(STILL_OPEN, EXIT.refused);
      const sign = (message: Bytes): Bytes => signEd25519(key.value, message);
      const made = await makeRollFor(db, {
        ...{ campaign, election: election.value, registrar: { role: "registrar", index: 1, sign } },
        randomBytes: drawn,
        now: Date.now(),
      });
      if (!made.ok) return stop(whyNot(made.error), EXIT.refused);
      const { proposals, entries } = made.value;
      await write(proposalsText(proposals));
      return say({ event: "roll-made", campaign, entries, transactions: proposals.length, file: out });
    }),
  );
}

async function isOpen(db: Kysely<Database>, id: string): Promise<boolean> {
  const campaign = await campaignRow(db, id);
  if (campaign === undefined || campaign.roll_made) return false;
  return Date.now() < Math.max(campaign.applications_until, campaign.recall_until);
}

const STILL_OPEN = startError(
  "APPLICATIONS_OPEN",
  "The campaign still takes applications or recalls: wait for their end, or end them now with --early. No roll was made.",
  "Кампания ещё принимает заявления или отзывы: дождитесь конца или завершите приём сейчас с --early. Список не составлен.",
);

const drawn = (length: number): Bytes => new Uint8Array(randomBytes(length));

/** The file is there from the beginning: nobody learns after minutes of signing that there is no place for it. It goes if nothing is written. */
async function withNewFile(
  path: string,
  run: (write: (text: string) => Promise<void>) => Promise<Exit>,
): Promise<Exit> {
  const file = await open(path, "wx").catch(() => undefined);
  if (file === undefined) return stop(noPlace(path), EXIT.notTried);
  let isWritten = false;
  try {
    return await run(async (text) => {
      await file.writeFile(text);
      await file.sync();
      isWritten = true;
    });
  } finally {
    await file.close();
    if (!isWritten) await rm(path, { force: true });
  }
}

const noPlace = (path: string): StartError =>
  startError(
    "FILE_NOT_MADE",
    `The file ${path} is there already or cannot be made: choose another for --out. Nothing was done.`,
    `Файл ${path} уже есть, или его не удаётся создать: выберите другой для --out. Ничего не сделано.`,
  );

/** The form that `veche election sign` and `submit` read. */
const proposalsText = (proposals: readonly Proposal[]): string =>
  `${JSON.stringify({ format: 1, proposals: proposals.map((one) => toBase64(encodeProposal(one))) }, null, 2)}\n`;

async function signingKeyOf({ config, secret }: Configured): Promise<Result<Bytes, StartError>> {
  if (config.signingKey === undefined)
    return err(
      startError(
        "SIGNING_KEY_MISSING",
        "The configuration names no signingKey: the roll cannot be signed. Nothing was done.",
        "В конфигурации нет signingKey: список нечем подписать. Ничего не сделано.",
      ),
    );
  const read = await secret("signingKey", config.signingKey);
  if (!read.ok) return read;
  const key = fromHex(read.value);
  return key?.length === 32 ? ok(key) : err(SIGNING_KEY_WRONG);
}

const SIGNING_KEY_WRONG = startError(
  "SIGNING_KEY_WRONG",
  "The signingKey is not the registrar's of this election: nobody would take the roll. Nothing was done.",
  "Это не ключ регистратора этих выборов: такой список никто не примет. Ничего не сделано.",
);

/** As the ledger has it, verified; before voting begins, since no roll enters later. */
async function electionOf(
  { config }: Configured,
  electionId: Bytes,
  key: Bytes,
): Promise<Result<Election, StartError>> {
  const http = httpOver(fetch);
  const nodes = config.nodes.map((url) => new NodeLink(url, electionId, http));
  const options = {
    electionId,
    nodes,
    storage: memoryStorage(),
    level: "light",
    randomBytes: drawn,
  } as const;
  const opened = await LedgerFollower.open(options);
  if (!opened.ok) return err(notSeen(opened.error.code));
  const looked = await opened.value.refresh();
  const { known } = opened.value;
  if (!looked.ok || known === undefined) return err(notSeen(looked.ok ? "EMPTY" : looked.error.code));
  if (!equalBytes(ed25519PublicKey(key), known.election.manifest.registrar.key))
    return err(SIGNING_KEY_WRONG);
  return known.state.phase === "set-up" ? ok(known.election) : err(BEGUN);
}

const notSeen = (code: string): StartError =>
  startError(
    "LEDGER_NOT_SEEN",
    `No node shows the ledger of this election so that it can be verified (${code}): check --election and the nodes. Nothing was done.`,
    `Ни один узел не показывает реестр этих выборов так, чтобы его можно было проверить (${code}): сверьте --election и узлы. Ничего не сделано.`,
  );

const BEGUN = startError(
  "ELECTION_BEGUN",
  "The election is past its preparation: no roll can enter the ledger any more. Nothing was done.",
  "Подготовка выборов закончена: список в реестр уже не войдёт. Ничего не сделано.",
);

function whyNot(error: MakeRollError): StartError {
  const [en, ru] = reasonOf(error);
  return startError(error.code, `${en} No roll was made.`, `${ru} Список не составлен.`);
}

/** Persons by their number in the register, and nothing else of them. */
function reasonOf(error: MakeRollError): readonly [en: string, ru: string] {
  switch (error.code) {
    case "UNKNOWN_CAMPAIGN":
      return ["The portal has no campaign of this id.", "На портале нет кампании с таким именем."];
    case "ELECTION_TAKEN":
      return ["This election belongs to another campaign.", "Эти выборы относятся к другой кампании."];
    case "ISSUED_ALREADY":
      return [
        "Ballots of the campaign's earlier manifest are out: its roll can no longer be replaced.",
        "По прежнему манифесту кампании уже выданы бюллетени: его список заменить нельзя.",
      ];
    case "STYLE_UNKNOWN":
      return [
        `The district of person ${error.person} leads to a ballot that the manifest does not have: compare districts of the campaign and styles.`,
        `Округу человека ${error.person} назначен бюллетень, которого нет в манифесте: сверьте округа кампании и виды бюллетеней.`,
      ];
    case "RECORD_MALFORMED":
      return [
        `The register's record of person ${error.person} is wrong (${error.field}): correct it with a file of changes.`,
        `Запись реестра о человеке ${error.person} с ошибкой (${error.field}): исправьте её файлом изменений.`,
      ];
    case "PERSON_TWICE":
    case "RECORD_TWICE":
      return [
        `Person ${error.person} would stand on the roll twice: find the double record in the register.`,
        `Человек ${error.person} попал бы в список дважды: найдите в реестре вторую запись.`,
      ];
  }
}
