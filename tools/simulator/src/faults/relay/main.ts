import { once } from "node:events";
import { ordersIn } from "./orders.ts";
import { Relay } from "./relay.ts";

// Between an engine and its application, as the orders in a file say.
const [socket = "", application = "", orders = ""] = process.argv.slice(2);
const note = (lie: string): void => {
  process.stdout.write(`${new Date().toISOString()} proposes ${lie}\n`);
};
const server = new Relay(application, () => ordersIn(orders), note).listen(socket);
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => process.exit(0));
await once(server, "close");
