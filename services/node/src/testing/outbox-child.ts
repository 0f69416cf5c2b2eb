import { writeSync } from "node:fs";
import { toHex, u64 } from "@veche/base";
import { Outbox, outboxKey } from "../chain/outbox.ts";

/** Keeps one transaction after the other in the outbox of the folder that it is given, and says each key when it is durable. */
const outbox = await Outbox.open(process.argv[2] ?? "");
const electionId = new Uint8Array(32).fill(1);
const first = Number(process.argv[3] ?? "0");
for (let at = first; ; at += 4) {
  const four = [at, at + 1, at + 2, at + 3].map((number) => {
    const transaction = u64(number);
    const key = outboxKey(electionId, transaction);
    // In one write, at once: what was kept is known outside before anything else happens.
    return outbox
      .add({ key, electionId, transaction, since: number, height: 1 })
      .then(() => writeSync(1, `${toHex(key)}\n`));
  });
  await Promise.all(four);
}
