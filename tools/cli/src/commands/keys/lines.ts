import { toHex } from "@veche/base";
import type { Output } from "../../framework/output.ts";
import { factLines } from "../../framework/table.ts";
import type { PublicKeys } from "../../keys/public-keys.ts";
import { resultTexts } from "../../texts/results.ts";

/** Public keys for people. */
export function keyLines(
  out: Output,
  { role, name, key, logKey, issueKey, age }: PublicKeys,
): readonly string[] {
  const { say } = out;
  const facts: (readonly [string, string])[] = [
    [say(resultTexts.role), role],
    [say(resultTexts.name), name],
    [say(resultTexts.key), toHex(key)],
  ];
  if (logKey !== undefined) facts.push([say(resultTexts.logKey), toHex(logKey)]);
  if (issueKey !== undefined) facts.push([say(resultTexts.issueKey), toHex(issueKey)]);
  if (age !== undefined) facts.push([say(resultTexts.ageRecipient), age]);
  return factLines(facts);
}
