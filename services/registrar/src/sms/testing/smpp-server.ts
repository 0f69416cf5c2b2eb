import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { type AddressInfo, connect } from "node:net";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { assert } from "@veche/base";
import type { Certificate } from "../../testing/certificate.ts";

const SCRIPT = fileURLToPath(new URL("smpp-server.pl", import.meta.url));
const WAIT_MS = 10_000;

/** Perl with Net::SMPP, by which the test server speaks; `undefined` if this machine lacks it. */
export const foreignSmpp: string | undefined =
  spawnSync("perl", ["-MNet::SMPP", "-MJSON::PP", "-e", "1"]).status === 0 ? "perl" : undefined;
export const FOREIGN_SMPP_MISSING = "no Perl with Net::SMPP (Debian: apt-get install libnet-smpp-perl)";

/** A PDU as the server read it, bytes in hexadecimal. */
export type SeenPdu = { readonly command: string } & Partial<
  Readonly<Record<TextField, string> & Record<NumberField, number>>
>;
type TextField =
  | ("system_id" | "password" | "source_addr" | "destination_addr" | "validity_period")
  | ("short_message" | "message_payload");
type NumberField =
  | ("interface_version" | "source_addr_ton" | "dest_addr_ton" | "dest_addr_npi")
  | ("esm_class" | "registered_delivery" | "data_coding");

/** The SMSC of smpp-server.pl: an implementation of SMPP that shares nothing with ours. */
export class SmppServer {
  readonly seen: SeenPdu[] = [];
  port = 0;
  readonly #process: ChildProcessWithoutNullStreams;
  #mode = "normal";
  #changed: (() => void)[] = [];

  private constructor() {
    this.#process = spawn("perl", [SCRIPT], { env: { ...process.env, SMSC_PASSWORD: "secret" } });
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#read(line));
  }

  static async start(t: Pick<TestContext, "after">): Promise<SmppServer> {
    const server = new SmppServer();
    t.after(() => server.stop());
    await server.until(() => server.port > 0);
    return server;
  }

  stop(): void {
    this.#process.stdin.end();
    this.#process.kill();
  }

  async tell(mode: "drop" | "mute" | "refuse" | "normal"): Promise<void> {
    this.#mode = "";
    this.#process.stdin.write(`${mode}\n`);
    await this.until(() => this.#mode === mode);
  }

  count(command: string): number {
    return this.seen.filter((pdu) => pdu.command === command).length;
  }

  /** The PDUs of this name, once there are so many: what the client has an answer to may not be read here yet. */
  async pdus(command: string, count: number): Promise<readonly SeenPdu[]> {
    await this.until(() => this.count(command) >= count);
    return this.seen.filter((pdu) => pdu.command === command);
  }

  /** Waits until what the server has seen fulfils the condition. */
  async until(condition: () => boolean): Promise<void> {
    const end = Date.now() + WAIT_MS;
    while (!condition()) {
      assert(Date.now() < end, "the test server did not see what it should");
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.#changed.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  #read(line: string): void {
    const value = JSON.parse(line);
    if (typeof value.port === "number") this.port = value.port;
    else if (typeof value.mode === "string") this.#mode = value.mode;
    else this.seen.push(value);
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

/** A port at which the server is reached over TLS: what comes is deciphered and passed on. */
export async function overTls(
  t: Pick<TestContext, "after">,
  port: number,
  { key, cert }: Certificate,
): Promise<number> {
  const server = createTlsServer({ key, cert }, (secure) => {
    const plain = connect(port, "127.0.0.1");
    secure.pipe(plain).pipe(secure);
    for (const socket of [secure, plain]) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        secure.destroy();
        plain.destroy();
      });
    }
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}
