import { BugError, type Bytes } from "@veche/base";
import {
  explainError,
  explainWarning,
  ledgerOf,
  type MachineError,
  TrusteeMachine,
  TrusteeVault,
  type VaultError,
  type VerifiedLedger,
} from "@veche/trustee";
import { passphraseOf } from "../files/passphrase.ts";
import type { Context } from "../framework/command.ts";
import { Stop, unusable } from "../framework/stop.ts";
import { readHomePublic } from "../keys/home.ts";
import { View } from "../live/view.ts";
import { faults } from "../texts/faults.ts";

export type DeskOptions = {
  readonly home: string;
  readonly media: readonly string[];
  readonly passphraseFile: string | undefined;
  readonly workFactor: number;
  readonly election: Bytes;
  readonly node: readonly string[];
};

/** A trustee at work: the vault's media in the machine, the own view of the log up to date. */
export type TrusteeDesk = {
  readonly machine: TrusteeMachine;
  readonly view: View;
  readonly ledger: () => VerifiedLedger;
};

/** Opens view and vault, works, and gives the media back whatever happens. */
export async function withTrustee<T>(
  context: Context,
  options: DeskOptions,
  work: (desk: TrusteeDesk) => Promise<T>,
): Promise<T> {
  const { home, election, node } = options;
  const { role } = await readHomePublic(home);
  if (role !== "trustee") throw unusable(faults.wrongRole(home, role, ["trustee"]));
  const vault = await openVault(context, options);
  try {
    // §08.3.3: a trustee signs for the whole ledger, every voter's proofs included.
    const view = await View.open(context, { election, nodes: node, home, level: "full" });
    try {
      const known = await view.refresh();
      const { clock: now, randomBytes } = context.world;
      const machine = await TrusteeMachine.open(vault, known.election, { now, randomBytes });
      if (!machine.ok) throw stopOfMachine(machine.error);
      for (const warning of vault.warnings) context.out.note(explainWarning(warning));
      return await work({ machine: machine.value, view, ledger: () => ledgerIn(view) });
    } finally {
      await view.close();
    }
  } finally {
    await vault.close();
  }
}

export async function openVault(
  context: Context,
  options: Pick<DeskOptions, "media" | "passphraseFile" | "workFactor">,
): Promise<TrusteeVault> {
  const { passphraseFile, workFactor } = options;
  const media = twoMedia(options.media);
  const passphrase = await passphraseOf(context, passphraseFile, media.join(", "));
  const vault = await TrusteeVault.open({ media, passphrase, workFactor });
  if (!vault.ok) throw stopOfMachine(vault.error);
  return vault.value;
}

export function twoMedia(media: readonly string[]): readonly [string, string] {
  const [first, second, third] = media;
  if (first === undefined || second === undefined || third !== undefined) throw unusable(faults.twoMedia());
  return [first, second];
}

function ledgerIn(view: View): VerifiedLedger {
  const ledger = ledgerOf(view.follower);
  if (ledger === undefined) throw new BugError("the view was refreshed");
  return ledger;
}

/** What a trustee's machine found wrong with the election, not with its own input. */
const ALARMS: ReadonlySet<string> = new Set<MachineError["code"]>([
  "HEAD_NOT_CONFIRMED",
  "HEAD_ALREADY_SIGNED",
  "HEAD_NOT_KEPT",
  "CHARACTERS_DIFFER",
  "POLYNOMIAL_DIFFERS",
  "RECIPIENT_DIFFERS",
  "SHARE_WRONG",
]);

export function stopOfMachine(error: MachineError | VaultError): Stop {
  const sentence = explainError(error as never);
  return new Stop(ALARMS.has(error.code) ? 1 : 2, { code: error.code, sentence });
}
