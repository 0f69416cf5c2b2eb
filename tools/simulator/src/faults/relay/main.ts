import { once } from "node:events";
import { ordersIn } from "./orders.ts";
import { Relay } from "./relay.ts";

// Between an engine and its application, as the orders in a file say.
const [socket = "", application = "", orders = ""] = process.argv.slice(2);
const server = new Relay(application, () => ordersIn(orders)).listen(socket);
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => process.exit(0));
await once(server, "close");
