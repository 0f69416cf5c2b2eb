import { jsonHex, jsonList, jsonObject, jsonText, jsonUint } from "@veche/api";
import type { HomeConfig } from "@veche/node";
import { readForm } from "../files/read.ts";

const readFields = jsonObject({
  format: (value: unknown) => (value === 1 ? 1 : undefined),
  organisations: jsonList(jsonObject({ key: jsonHex(32), name: jsonText(200) }), 50),
  quorum: jsonUint,
});

/** The organisations that let elections begin, of a file of `veche keys genesis`. */
export async function foundersIn(path: string): Promise<HomeConfig["genesis"]> {
  const { organisations, quorum } = await readForm(path, readFields, "genesis.json");
  return { organisations, quorum };
}
