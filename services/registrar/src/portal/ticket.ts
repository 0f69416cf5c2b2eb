import { type Bytes, concat, readUint, u64, utf8 } from "@veche/base";
import { isSame, macOf, ownBytes } from "../account/keys.ts";

const TIME_BYTES = 8;
const MAC_BYTES = 32;

/**
 * A dated place in the queue of one account for one election (L23): it says when somebody asked, and nothing else, and is worth
 * nothing in other hands. base64url of u64 time and HMAC-SHA256.
 */
export function writeTicket(key: Bytes, electionId: Bytes, account: string, at: number): string {
  const time = u64(at);
  return Buffer.from(concat(time, macOf(key, about(electionId, account, time)))).toString("base64url");
}

/** When its owner asked; `undefined` if it is not ours, or somebody else's, or from the future. */
export function readTicket(
  key: Bytes,
  electionId: Bytes,
  account: string,
  ticket: string,
  now: number,
): number | undefined {
  const bytes = ownBytes(ticket);
  if (bytes?.length !== TIME_BYTES + MAC_BYTES) return undefined;
  const time = bytes.slice(0, TIME_BYTES);
  if (!isSame(bytes.slice(TIME_BYTES), macOf(key, about(electionId, account, time)))) return undefined;
  const at = readUint(time, 0, TIME_BYTES);
  return at <= now ? at : undefined;
}

const about = (electionId: Bytes, account: string, time: Bytes): Bytes =>
  concat(electionId, time, utf8(account));
