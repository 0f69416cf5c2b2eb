import { writeFileSync } from "node:fs";
import { type ReadAnswer, readTransactionAnswer } from "@veche/api";
import { type Bytes, type RandomBytes, sha256, toHex } from "@veche/base";
import { checkReceipt, httpOver, NodeLink } from "@veche/client";
import { seededRandom, uniform } from "../../seeded-random.ts";
import { Journal } from "../journal.ts";
import { sleep } from "../shell.ts";
import { twoOf } from "../two-of.ts";
import { storedTape, type TapedVoter } from "./tape.ts";

const PAUSE_MS = 1_000;
/** A sender gives up then; what it had sent may enter all the same. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 500;
/** When it is told to stop it waits so long for what is under way. */
const LAST_ANSWERS_MS = 20_000;

const [file = "", seed = "", tapeFile = "", ...targets] = process.argv.slice(2);
const journal = new Journal(file);
const { election, setUp, voters } = await storedTape(tapeFile);
const http = httpOver(fetch);
const links = targets.map((target) => {
  const [name = "", url = ""] = target.split("=");
  return { name, link: new NodeLink(url, election.electionId, http) };
});
type Target = (typeof links)[number];
let stopped = false;
process.once("SIGTERM", () => {
  stopped = true;
});

/** Asks one validator until it answers; nothing if it does not in time. */
async function ask(link: NodeLink, transaction: Bytes, late: number): Promise<ReadAnswer | undefined> {
  while (performance.now() < late) {
    const posted = await link.post(transaction);
    const answer = posted.ok ? readTransactionAnswer(posted.value.json) : undefined;
    const isFinal = answer?.kind === "ENTERED" || (answer?.kind === "REFUSED" && !answer.transient);
    if (isFinal || (answer?.kind === "ALREADY" && answer.index !== undefined)) return answer;
    await sleep(AGAIN_MS);
  }
  return undefined;
}

/** The receipt of an entry: signed by more than two thirds, or there is none. */
async function receipt(
  link: NodeLink,
  index: number,
  late: number,
): Promise<
  { readonly index: number; readonly size: number; readonly root: string; readonly hash: string } | undefined
> {
  while (performance.now() < late) {
    const proof = await link.proof(index);
    const checked = proof.ok ? checkReceipt(proof.value, election.manifest) : undefined;
    if (checked?.ok) {
      const { checkpoint, transaction } = checked.value;
      const { size, root } = checkpoint;
      return { index: checked.value.index, size, root: toHex(root), hash: toHex(sha256(transaction)) };
    }
    await sleep(AGAIN_MS);
  }
  return undefined;
}

/** Sends one transaction to one validator and writes down what was said; whether there is a receipt. */
async function send(
  id: string,
  { name, link }: Target,
  credential: string,
  transaction: Bytes,
): Promise<boolean> {
  const facts = { id, to: name, credential, hash: toHex(sha256(transaction)) };
  const late = performance.now() + PATIENCE_MS;
  journal.write({ at: Date.now(), what: "request", ...facts });
  const answer = await ask(link, transaction, late);
  if (answer?.kind === "REFUSED") {
    journal.write({ at: Date.now(), what: "refusal", ...facts, code: answer.outcome });
    return false;
  }
  const index = answer !== undefined && "index" in answer ? answer.index : undefined;
  const shown = index === undefined ? undefined : await receipt(link, index, late);
  if (shown === undefined) {
    journal.write({ at: Date.now(), what: "silence", ...facts });
    return false;
  }
  journal.write({ at: Date.now(), what: "receipt", ...facts, ...shown });
  return true;
}

/** One voter: is issued a ballot, then sends one, or the same to two validators, or two that differ. */
async function vote(
  number: number,
  { issue, credential, yes, no }: TapedVoter,
  random: RandomBytes,
): Promise<void> {
  const [first, second] = twoOf(links, random);
  const way = uniform(random, 4);
  if (!(await send(`${number}i`, first, "", issue))) return;
  const other = way === 0 ? yes : no;
  await Promise.all([
    send(`${number}a`, first, credential, yes),
    ...(way < 2 ? [send(`${number}b`, second, credential, other)] : []),
  ]);
}

async function playSetUp(): Promise<void> {
  const [first] = links;
  for (const [block, transactions] of setUp.entries()) {
    const sent = transactions.map((transaction, at) =>
      send(`set-up ${block} ${at}`, first as Target, "", transaction),
    );
    if ((await Promise.all(sent)).includes(false))
      throw new Error(`the set-up was refused at block ${block}`);
  }
}

await playSetUp();
writeFileSync(`${file}.ready`, "");
const random = seededRandom(seed, "loader");
const underWay = new Set<Promise<void>>();
for (let number = 0; !stopped && number < voters.length; number++) {
  const voting = vote(number, voters[number] as TapedVoter, random);
  underWay.add(voting);
  void voting.then(() => underWay.delete(voting));
  await sleep(PAUSE_MS);
}
while (!stopped) await sleep(AGAIN_MS);
await Promise.race([Promise.all(underWay), sleep(LAST_ANSWERS_MS)]);
process.exit(0);
