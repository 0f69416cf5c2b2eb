import { assert } from "@veche/base";
import { type IntakeNode, openIntakeNode } from "../intake/intake-node.ts";
import type { FromNode, ToNode } from "./messages.ts";

/** The process of the node that takes the casts. */
const send = (message: FromNode): void => {
  process.send?.(message);
};

let node: IntakeNode | undefined;

process.on("message", (message) => {
  void obey(message as ToNode);
});
// Without its parent nobody needs it.
process.once("disconnect", () => process.exit(0));

async function obey(message: ToNode): Promise<void> {
  if (message.kind === "open") {
    node = await openIntakeNode(message.record, message.home, (done, total) =>
      send({ kind: "progress", done, total }),
    );
    return send({ kind: "ready", port: node.port });
  }
  assert(node !== undefined, "opened first");
  if (message.kind === "cpu") return send({ kind: "cpu", cpu: node.cpu() });
  await node.close();
  send({ kind: "closed" });
}
