import { AbciServer } from "@veche/abci";
import { expectOk } from "@veche/base";
import { listApplication } from "./application.ts";
import { Gateway } from "./gateway.ts";
import { List } from "./list.ts";

// The process beside the engine: the application at a unix socket, and its gateway at an address.
const [file = "", socket = "", rpc = "", host = "", port = ""] = process.argv.slice(2);
const list = new List(file);
const gateway = new Gateway(list, rpc);
const server = expectOk(
  await AbciServer.listen(listApplication(list, gateway.onCommit), {
    address: { kind: "unix", path: socket },
  }),
  "the application's socket",
);
await gateway.listen(host, Number(port));
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => process.exit(0));
const failed = await server.failed;
process.stderr.write(`${failed instanceof Error ? failed.stack : String(failed)}\n`);
process.exit(1);
