import { type Bytes, err, fromUtf8, toHex, utf8 } from "@veche/base";
import { createHome, VecheNode, VerifierPool } from "@veche/node";
import { Fault, type Target } from "../engine/target.ts";
import { example } from "../examples.ts";
import { smallestElection } from "../golden/elections.ts";
import { internal } from "../internal.ts";
import { scratch } from "./client.ts";

/** The HTTP faces of the services, without a socket: any method, any path, any header, any body. */

type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload: Buffer;
};
type Answer = {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Record<string, unknown>;
};
type Server = { readonly inject: (request: Request) => Promise<Answer>; readonly close: () => Promise<void> };

const METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"];

/** `METHOD path content-type` on the first line, then the body. */
function requestOf(input: Bytes): Request | undefined {
  const end = input.indexOf(10);
  const [method = "", url = "", type = ""] = (fromUtf8(input.subarray(0, Math.max(0, end))) ?? "").split(" ");
  if (end < 0 || !METHODS.includes(method)) return undefined;
  // What Node's own parser refuses before any of our code sees it.
  const isLine = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);
  if (!isLine(url) || !isLine(type) || !url.startsWith("/") || url.startsWith("//")) return undefined;
  const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
  return { method, url, headers, payload: Buffer.from(input.subarray(end + 1)) };
}

/** Every answer is one that was meant: no 500, nothing of a stack, nothing of what was sent. */
async function ask(server: Server, input: Bytes): Promise<string> {
  const request = requestOf(input);
  if (request === undefined) return "no request";
  const { statusCode, body } = await server.inject(request);
  if (statusCode >= 500 && statusCode !== 503) throw new Fault("threw", `status ${statusCode}: ${body}`);
  if (/\bat .*\.ts:|node_modules|Error:/.test(body))
    throw new Fault("threw", "an answer shows the inside of the program");
  return String(statusCode);
}

const request = (line: string, body: Bytes = new Uint8Array(0)): Bytes =>
  Buffer.concat([utf8(`${line}\n`), body]);
const plain = (bytes: Bytes): Bytes => new Uint8Array(bytes);

export const HTTP_TARGETS: readonly Target[] = [
  {
    name: "http-node",
    covers: ["services/node/src/http/read-body.ts#readBody"],
    shape: "text",
    quick: 120,
    open: async () => {
      const { path, close } = scratch();
      const ledger = smallestElection();
      const { test } = ledger;
      await createHome(path("home"), { name: "node", genesis: test.manifest.genesis });
      const verifiers = new VerifierPool(1);
      const [validator] = test.secrets.validators;
      const keys = { log: validator?.logKey as Bytes, validator: validator?.key as Bytes };
      const opened = await VecheNode.open({
        home: path("home"),
        keys,
        clock: () => ledger.time,
        verifiers,
        intervalMs: 1,
      });
      if (!opened.ok) throw new RangeError("the node opens");
      for (const { time, transactions } of ledger.history)
        await opened.value.commitBlock(test.electionId, time, transactions);
      type Servers = { makeServer: (node: VecheNode, logger: () => void) => Server };
      const { makeServer } = await internal<Servers>("services/node/src/http/server.ts");
      const server = makeServer(opened.value, () => {});
      const { transactions, electionId } = example("smallest");
      const base = `/e/${toHex(electionId)}`;
      const gets = [
        "/elections",
        `${base}/checkpoint`,
        `${base}/tile/0/000.p/33`,
        `${base}/tile/entries/000.p/1`,
        `${base}/proof/5`,
        `${base}/index/${"00".repeat(32)}`,
      ];
      return {
        examples: [
          ...gets.map((url) => request(`GET ${url}`)),
          ...transactions
            .slice(0, 3)
            .concat(transactions.slice(-12))
            .map((body) => request(`POST ${base}/tx application/cbor`, body)),
        ].map(plain),
        run: (input) => ask(server, input),
        close: async () => {
          await server.close();
          await opened.value.close();
          await verifiers.close();
          await close();
        },
      };
    },
  },
  {
    name: "http-issuer",
    covers: [],
    shape: "text",
    quick: 200,
    open: async () => {
      type Scene = {
        newScene: () => { test: unknown; opened: { fork: () => unknown }; voter: (at: number) => unknown };
        staff: (node: unknown) => Promise<{ desk: unknown }>;
        requestTo: (test: unknown, issuer: number, asking: unknown) => unknown;
      };
      const { newScene, staff, requestTo } = await internal<Scene>("services/issuer/src/testing/scene.ts");
      const { makeServer } = await internal<{
        makeServer: (desks: readonly unknown[], logger: () => void) => Server;
      }>("services/issuer/src/http/server.ts");
      const { askFor, FakeNode } = await import("@veche/client/testing");
      const { encodeSignRequest } = await import("@veche/api");
      const { test, opened, voter } = newScene();
      const asking = askFor(test as Parameters<typeof askFor>[0], voter(0) as Parameters<typeof askFor>[1]);
      const { desk } = await staff(new FakeNode(opened.fork() as ConstructorParameters<typeof FakeNode>[0]));
      const server = makeServer([desk], () => {});
      const wire = encodeSignRequest(requestTo(test, 1, asking) as Parameters<typeof encodeSignRequest>[0]);
      return {
        examples: [
          request("POST /sign application/json", utf8(JSON.stringify(wire))),
          request("GET /sign"),
        ].map(plain),
        run: (input) => ask(server, input),
        close: () => server.close(),
      };
    },
  },
  {
    name: "http-registrar",
    covers: [],
    shape: "text",
    quick: 600,
    open: async () => {
      type Servers = { registrarServer: (registrar: { issue: () => Promise<unknown> }) => Server };
      const { registrarServer } = await internal<Servers>("services/registrar/src/server.ts");
      // Whoever passes the readers is told that the secret is wrong: the registrar itself has its own tests.
      const server = registrarServer({ issue: async () => err("SECRET_WRONG") });
      const blinded = Buffer.alloc(256, 3).toString("base64");
      const wire = { voter: "v-1", secret: "0000", style: "north", blinded: [blinded] };
      return {
        examples: [
          request("POST /issue application/json", utf8(JSON.stringify(wire))),
          request("GET /issue"),
        ].map(plain),
        run: (input) => ask(server, input),
        close: () => server.close(),
      };
    },
  },
];
