import type { Item } from "./items.ts";
import type { MediumError } from "./medium.ts";

/** Why a vault refuses. Nothing has left the machine, and nothing that was kept has been changed. */
export type VaultError =
  | MediumError
  | { readonly code: "SAME_MEDIUM"; readonly medium: string }
  | { readonly code: "VAULT_IN_USE"; readonly medium: string; readonly pid: number }
  | { readonly code: "VAULT_EMPTY" | "PASSPHRASE_WRONG" | "VAULT_EXISTS" }
  | { readonly code: "PASSPHRASE_TOO_SHORT"; readonly characters: number }
  | { readonly code: "MEDIA_DISAGREE" | "KEPT_DIFFERS" | "ITEM_UNREADABLE"; readonly item: Item };

/** What a trustee should see to although the work could go on. */
export type VaultWarning =
  /** The item could be read on one medium only; `medium` is the other one. */
  | {
      readonly code: "ON_ONE_MEDIUM";
      readonly item: Item;
      readonly medium: string;
      readonly problem: "MISSING" | "UNREADABLE";
    }
  /** Both folders lie on one device, which can fail as one. */
  | { readonly code: "ONE_DEVICE" };
