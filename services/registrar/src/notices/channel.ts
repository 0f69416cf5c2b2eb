import type { Result } from "@veche/base";
import type { NoticeMessage } from "./texts.ts";

export type DeliveryError = {
  /** `REFUSED`: never at this address. `LATER`: not now at this address. `UNREACHABLE`: the channel itself is down; nothing was tried. */
  readonly code: "REFUSED" | "LATER" | "UNREACHABLE";
};

/** A way to reach people. Expected failures are values; a channel never throws, and never logs an address or a text. */
export type NoticeChannel = {
  readonly carries: (address: string) => boolean;
  /** `id`: random, the same whenever this notice is sent: who knows it already may drop it. */
  readonly send: (
    address: string,
    message: NoticeMessage,
    id: string,
  ) => Promise<Result<undefined, DeliveryError>>;
};

/** One address, and nothing that a mail program could read as several or as a header. */
export const isEmail = (address: string): boolean =>
  address.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9\u0080-\uffff.-]+$/u.test(address);

export const isTelephone = (address: string): boolean => /^\+[1-9][0-9]{7,14}$/.test(address);
