import { type JsonReader, jsonHex, jsonObject, jsonText } from "@veche/api";
import { type Bytes, toHex } from "@veche/base";
import type { ChainGenesis } from "@veche/node";
import { readForm } from "../files/read.ts";

/** What a validator's organisation hands to the others: its keys of §06.9.8, and where it is reached (`host:port`). */
export type ChainMember = ChainGenesis["validators"][number] & {
  /** CometBFT's name of the machine: 40 hexadecimal digits. */
  readonly nodeId: string;
  readonly address: string;
  /** Of its HTTP interface, without a slash at the end. */
  readonly url: string;
};

/** `host:port`; an IPv6 address in brackets. */
export const PLACE = /^(?:\[[0-9a-fA-F:]{2,39}\]|[A-Za-z0-9.-]{1,253}):[1-9][0-9]{0,4}$/;

const textLike =
  (form: RegExp): JsonReader<string> =>
  (value) =>
    typeof value === "string" && form.test(value) ? value : undefined;

const readFields = jsonObject({
  format: (value: unknown) => (value === 1 ? 1 : undefined),
  name: jsonText(100),
  consensus: jsonHex(32),
  key: jsonHex(32),
  logKey: jsonHex(32),
  nodeId: textLike(/^[0-9a-f]{40}$/),
  address: textLike(PLACE),
  url: textLike(/^https?:\/\/[^\s"]{0,390}[^/\s"]$/),
});

export const readMemberFile = async (path: string): Promise<ChainMember> => {
  const { name, consensus, key, logKey, nodeId, address, url } = await readForm(
    path,
    readFields,
    "chain.json",
  );
  return { name, consensus, key, logKey, nodeId, address, url };
};

export function memberJson(member: ChainMember): Record<string, string | number> {
  const hex = (bytes: Bytes): string => toHex(bytes);
  return {
    format: 1,
    name: member.name,
    consensus: hex(member.consensus),
    key: hex(member.key),
    logKey: hex(member.logKey),
    nodeId: member.nodeId,
    address: member.address,
    url: member.url,
  };
}

/** As CometBFT names it in `persistent_peers`. */
export const peerOf = ({ nodeId, address }: ChainMember): string => `${nodeId}@${address}`;
