import type { AssembleError, DecryptionRefusal, HeadRefusal } from "@veche/election";
import type { Item } from "../vault/items.ts";
import type { VaultError } from "../vault/vault-error.ts";

/** Why a step was not taken. Nothing has left the machine. */
export type MachineError =
  | VaultError
  | AssembleError
  | HeadRefusal
  | DecryptionRefusal
  /** The vault's keys are not those of a trustee in this manifest. */
  | { readonly code: "NOT_A_TRUSTEE" | "RECIPIENT_DIFFERS" }
  /** Keys are made for one election: what opens one must not open another. */
  | { readonly code: "VAULT_OF_ANOTHER_ELECTION" | "LEDGER_OF_ANOTHER_ELECTION" }
  /** The hash of this attempt is on the ledger, and its polynomial is not in the vault, or is another one. */
  | { readonly code: "POLYNOMIAL_LOST" | "POLYNOMIAL_DIFFERS"; readonly attempt: number }
  /** An item opens and is not what it should be. */
  | { readonly code: "ITEM_MALFORMED"; readonly item: Item };
