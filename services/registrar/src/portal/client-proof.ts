import { access, constants } from "node:fs/promises";
import { err, ok, type Result } from "@veche/base";
import type { ClientProof } from "../account/openid-provider.ts";
import { type SignerFault, signByCommand } from "../account/sign-command.ts";
import { type Configured, type StartError, startError } from "../config.ts";

export type SignerEvent = { readonly event: "signer-failed"; readonly code: SignerFault };

/** How the portal proves to the identity provider who it is, as the configuration says. */
export async function clientProof(
  { config, secret, path }: Configured,
  log: (event: SignerEvent) => void,
): Promise<Result<ClientProof, StartError>> {
  const { clientSecret, authentication } = config.identity;
  if ("command" in clientSecret) {
    if (authentication !== "signed") return err(UNLIKE);
    const [name = "", ...args] = clientSecret.command;
    const program = path(name);
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isThere) return err(missing(program));
    const report = (code: SignerFault): void => log({ event: "signer-failed", code });
    const sign = signByCommand({ command: [program, ...args], folder: path("."), report });
    return ok({ kind: "signed", sign });
  }
  if (authentication === "signed") return err(UNLIKE);
  const read = await secret("identity.clientSecret", clientSecret);
  return read.ok ? ok({ kind: authentication, secret: read.value }) : read;
}

const UNLIKE = startError(
  "CONFIG_MALFORMED",
  'The configuration is wrong at /identity/clientSecret: "signed" takes {"command": […]}, "post" and "basic" take the place of a secret. The service does not start.',
  'Ошибка в конфигурации, место /identity/clientSecret: для «signed» нужна {"command": […]}, для «post» и «basic» — место секрета. Служба не запускается.',
);

const missing = (program: string): StartError =>
  startError(
    "SIGNER_MISSING",
    `The program ${program} of identity.clientSecret is missing or may not be run. The service does not start without it.`,
    `Программы ${program} из identity.clientSecret нет, или её нельзя запустить. Без неё служба не запускается.`,
  );
