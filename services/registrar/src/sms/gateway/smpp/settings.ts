/** How to reach an SMSC over SMPP 3.4. There are no defaults for what is secret or decides on security. */
export type SmppSettings = {
  /** Of our own choice; stands in the delivery log. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly systemId: string;
  readonly password: string;
  readonly systemType?: string | undefined;
  /** What the telephone shows: up to 11 letters and digits, or a number. */
  readonly sender: string;
  /** `none` only where the line itself is protected, as by a tunnel. `ca`: certificate of an authority of one's own, PEM. */
  readonly tls: "none" | { readonly ca?: string | undefined };
  /** Long texts: in parts with a header each, or whole as `message_payload` for the SMSC to cut. */
  readonly longTexts: "parts" | "payload";
  /** Some SMSCs answer a message with a hexadecimal id and report on it with the same in decimal. */
  readonly receiptIds: "same" | "decimal-of-hexadecimal";
  /** ms; for connecting with the bind, and for each answer. */
  readonly answerMs: number;
  /** ms between two `enquire_link`. */
  readonly enquireMs: number;
  /** ms before the first new attempt to connect; doubles up to the second. */
  readonly backoffMs: readonly [first: number, most: number];
};

export const SMPP_TIMES = { answerMs: 10_000, enquireMs: 30_000, backoffMs: [1000, 60_000] } as const;
