import { type Bytes, fromUtf8, sha256, toHex, utf8 } from "@veche/base";

/** What stands in the list: of one credential only the first that comes. */
export type Listed = { readonly credential: string; readonly payload: string };

const FORM = /^[0-9a-z-]{1,40}:[0-9a-z-]{1,200}$/;

export const listedBytes = ({ credential, payload }: Listed): Bytes => utf8(`${credential}:${payload}`);

export function listedOf(tx: Bytes): Listed | undefined {
  const text = fromUtf8(tx) ?? "";
  if (!FORM.test(text)) return undefined;
  const [credential = "", payload = ""] = text.split(":");
  return { credential, payload };
}

export const hashOf = (tx: Bytes): string => toHex(sha256(tx));
