/// <reference path="./smpp.d.ts" />
import { connect } from "smpp";

/** A PDU as the library `smpp` reads it: parameters by their names in the specification. */
export type Pdu = {
  readonly command: string;
  readonly command_status: number;
  readonly message_id?: string;
  readonly esm_class?: number;
  readonly short_message?: unknown;
  readonly receipted_message_id?: string;
  readonly message_state?: number;
  response(): Pdu;
};
export type PduParameters = Readonly<Record<string, string | number | Uint8Array>>;
type Answer = (pdu: Pdu) => void;

/** What we use of its session. A request that cannot be written gives `false`. */
export type LibrarySession = {
  bind_transceiver(parameters: PduParameters, answer: Answer): boolean;
  submit_sm(parameters: PduParameters, answer: Answer): boolean;
  enquire_link(answer: Answer): boolean;
  unbind(answer: Answer): boolean;
  send(pdu: Pdu): boolean;
  destroy(): void;
  on(event: "pdu", listener: (pdu: Pdu) => void): void;
  on(event: "connect" | "secureConnect" | "close", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
};

export type ConnectOptions = {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly ca?: string;
  readonly rejectUnauthorized: true;
};

/** Nothing else of ours touches the library. */
export const connectSmpp: (options: ConnectOptions) => LibrarySession = connect;
