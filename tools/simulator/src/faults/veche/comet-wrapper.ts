import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { wordsFor } from "../siblings.ts";

const ROOT = fileURLToPath(new URL("../../../../..", import.meta.url));

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A program that is CometBFT, but for one thing: between it and the application, at `app.sock` in the folder where it is started, a relay
 * stands. The node that starts it knows nothing of that.
 */
export async function writeWrapper(
  file: string,
  cometbft: string,
  folder: string,
  orders: string,
): Promise<void> {
  const relay = [
    process.execPath,
    ...wordsFor("./relay/main"),
    `${folder}/relay.sock`,
    `${folder}/app.sock`,
    orders,
  ];
  const text = `#!/bin/sh
# CometBFT with a relay before its application.
if [ "$1" != start ]; then exec ${quoted(cometbft)} "$@"; fi
rm -f relay.sock
(cd ${quoted(ROOT)} && exec ${relay.map(quoted).join(" ")}) </dev/null >>relay.out 2>&1 &
while [ ! -S relay.sock ]; do sleep 0.05; done
exec ${quoted(cometbft)} "$@" --proxy_app unix://relay.sock
`;
  await writeFile(file, text, { mode: 0o755 });
}
