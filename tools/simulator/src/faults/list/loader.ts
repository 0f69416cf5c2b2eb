import { writeFileSync } from "node:fs";
import type { RandomBytes } from "@veche/base";
import { seededRandom, uniform } from "../../seeded-random.ts";
import { Journal } from "../journal.ts";
import { sleep } from "../shell.ts";
import { twoOf } from "../two-of.ts";
import { hashOf, listedBytes } from "./transaction.ts";

const PAUSE_MS = 250;
/** A sender gives up then; what it had sent may stand in the list all the same. */
const PATIENCE_MS = 60_000;
/** When it is told to stop it waits so long for what is under way. */
const LAST_ANSWERS_MS = 20_000;

type Target = { readonly name: string; readonly address: string };

const [file = "", seed = "", ...targets] = process.argv.slice(2);
const journal = new Journal(file);
const validators = targets.map((target) => {
  const [name = "", address = ""] = target.split("=");
  return { name, address };
});
let stopped = false;
process.once("SIGTERM", () => {
  stopped = true;
});

/** Sends one transaction and writes down what was said. */
async function send(
  id: string,
  { name, address }: Target,
  credential: string,
  payload: string,
): Promise<void> {
  const tx = listedBytes({ credential, payload });
  const facts = { id, to: name, credential, hash: hashOf(tx) };
  journal.write({ at: Date.now(), what: "request", ...facts });
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`http://${address}/`, { method: "POST", body: Buffer.from(tx), signal });
    const said = (await answer.json()) as { readonly index?: number; readonly refused?: string };
    if (said.index === undefined) {
      journal.write({ at: Date.now(), what: "refusal", ...facts, code: said.refused ?? "UNKNOWN" });
    } else {
      const receipt = said as { readonly index: number; readonly size: number; readonly root: string };
      journal.write({ at: Date.now(), what: "receipt", ...facts, ...receipt });
    }
  } catch {
    journal.write({ at: Date.now(), what: "silence", ...facts });
  }
}

/** One voter: mostly one ballot at one validator; sometimes the same at two, or two that differ, at the same moment. */
function vote(number: number, random: RandomBytes): readonly Promise<void>[] {
  const credential = `c${number}`;
  const [first, second] = twoOf(validators, random);
  const way = uniform(random, 4);
  const one = send(`${number}a`, first, credential, "yes");
  if (way === 0) return [one, send(`${number}b`, second, credential, "yes")];
  if (way === 1) return [one, send(`${number}b`, second, credential, "no")];
  return [one];
}

const random = seededRandom(seed, "loader");
writeFileSync(`${file}.ready`, "");
const underWay = new Set<Promise<void>>();
for (let number = 0; !stopped; number++) {
  for (const sent of vote(number, random)) {
    underWay.add(sent);
    void sent.then(() => underWay.delete(sent));
  }
  await sleep(PAUSE_MS);
}
await Promise.race([Promise.all(underWay), sleep(LAST_ANSWERS_MS)]);
process.exit(0);
