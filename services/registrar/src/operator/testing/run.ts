import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const place = { env: "NOTHING" };
/** As much as the portal's own configuration needs; commands use the database, the nodes and the signing key alone. */
export const OPERATOR_CONFIG = {
  ...{
    listen: { host: "127.0.0.1", port: 0 },
    origin: "https://p.example",
    ballotOrigin: "https://b.example",
  },
  ...{ hotline: "1", home: "home", database: { url: { env: "DATABASE_URL" } } },
  ...{ dataKey: place, issueKey: place },
  ...{ nodes: ["https://n.example"], issuers: ["https://i.example"], sms: { VECHE_SMS: "outbox" } },
  mail: { kind: "outbox" },
  identity: {
    ...{ name: "id", issuer: "https://id.example", clientId: "c", clientSecret: place, scope: "openid" },
    authentication: "post",
    claims: {
      ...{ family: ["f"], given: ["g"], birthDate: ["b"], document: [["d"]], openedAt: ["o"] },
      assurance: { claim: ["a"], levels: { high: 3 } },
    },
  },
} as const;

export type Ended = { readonly code: number; readonly out: string; readonly errors: string };

/** A command as its operator runs it: `name` of its main file. */
export function commandOf(
  name: "appeals" | "campaign-roll" | "import",
  env: Readonly<Record<string, string>>,
): (args: readonly string[]) => Promise<Ended> {
  const main = fileURLToPath(new URL(`../../${name}.ts`, import.meta.url));
  return async (args) => {
    const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", main, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const [code] = (await once(child, "close")) as [number];
    return { code, out, errors };
  };
}
