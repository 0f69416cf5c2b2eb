import { err, ok, type Result } from "@veche/base";
import { connectSmpp, type LibrarySession, type Pdu, type PduParameters } from "./library.ts";
import type { SmppSettings } from "./settings.ts";

export type SessionEvents = {
  readonly onDeliver: (pdu: Pdu) => void;
  /** The session is over, whoever ended it. */
  readonly onEnd: () => void;
};
/** `status`: command_status of the refused bind (SMPP 3.4, 5.1.3); missing if there was no answer. */
export type OpenFailure = { readonly status?: number | undefined };

type Request = (answer: (pdu: Pdu) => void) => boolean;

/** One connection, bound as transceiver (SMPP 3.4, 4.1.5), which answers the SMSC and asks whether it still lives (4.11). */
export class SmppSession {
  readonly #session: LibrarySession;
  readonly #settings: SmppSettings;
  readonly #waiting = new Set<() => void>();
  #enquiring: NodeJS.Timeout | undefined;
  #isOver = false;

  private constructor(session: LibrarySession, settings: SmppSettings, events: SessionEvents) {
    this.#session = session;
    this.#settings = settings;
    // Without a listener an error would end the process; "close" follows it, except for what cannot be read.
    session.on("error", () => session.destroy());
    session.on("close", () => this.#end(events.onEnd));
    session.on("pdu", (pdu) => this.#serve(pdu, events));
  }

  static async open(
    settings: SmppSettings,
    events: SessionEvents,
  ): Promise<Result<SmppSession, OpenFailure>> {
    const { host, port, tls, answerMs } = settings;
    const secure = tls === "none" ? {} : tls.ca === undefined ? {} : { ca: tls.ca };
    const raw = connectSmpp({ host, port, tls: tls !== "none", ...secure, rejectUnauthorized: true });
    const session = new SmppSession(raw, settings, events);
    const isConnected = await session.#wait(
      (done) => raw.on(tls === "none" ? "connect" : "secureConnect", () => done(true)),
      answerMs,
    );
    const bound = isConnected === undefined ? undefined : await session.#bind();
    if (bound?.command === "bind_transceiver_resp" && bound.command_status === 0) {
      session.#enquiring = setInterval(() => void session.#enquire(), settings.enquireMs);
      return ok(session);
    }
    raw.destroy();
    return err({ status: bound?.command_status });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** `unsent`: it surely did not go out. `undefined`: it went out and was not answered. */
  async submit(parameters: PduParameters): Promise<Pdu | "unsent" | undefined> {
    return this.#request((answer) => this.#session.submit_sm(parameters, answer));
  }

  async close(): Promise<void> {
    await this.#request((answer) => this.#session.unbind(answer), 1000);
    this.#session.destroy();
  }

  async #bind(): Promise<Pdu | undefined> {
    const { systemId, password, systemType = "" } = this.#settings;
    const parameters = { system_id: systemId, password, system_type: systemType, interface_version: 0x34 };
    const answer = await this.#request((done) => this.#session.bind_transceiver(parameters, done));
    return answer === "unsent" ? undefined : answer;
  }

  /** A line on which nobody answers is dead, although it looks open. */
  async #enquire(): Promise<void> {
    const answer = await this.#request((done) => this.#session.enquire_link(done));
    if (answer === undefined || answer === "unsent") this.#session.destroy();
  }

  async #request(send: Request, ms = this.#settings.answerMs): Promise<Pdu | "unsent" | undefined> {
    if (this.#isOver) return "unsent";
    return this.#wait<Pdu | "unsent">((done) => {
      if (!send(done)) done("unsent");
    }, ms);
  }

  /** `undefined` after `ms`, and when the connection ends. */
  #wait<T>(start: (done: (value: T) => void) => void, ms: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const finish = (value?: T) => {
        clearTimeout(timer);
        this.#waiting.delete(finish);
        resolve(value);
      };
      const timer = setTimeout(finish, ms);
      this.#waiting.add(finish);
      start(finish);
    });
  }

  #serve(pdu: Pdu, { onDeliver }: SessionEvents): void {
    if (!["deliver_sm", "enquire_link", "unbind", "data_sm"].includes(pdu.command)) return;
    this.#session.send(pdu.response());
    if (pdu.command === "deliver_sm") onDeliver(pdu);
    if (pdu.command === "unbind") this.#session.destroy();
  }

  #end(onEnd: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#enquiring);
    for (const finish of [...this.#waiting]) finish();
    onEnd();
  }
}
