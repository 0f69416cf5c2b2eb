import type { Catalog } from "@veche/ui/texts";
import type { ReactNode } from "react";

/** A page with the device that stands behind it. */
export type Opened = {
  readonly texts: Catalog;
  /** Takes a fragment as it came; an empty text where none came. */
  readonly start: (fragment: string) => void;
  readonly draw: (portal: string | undefined) => ReactNode;
};
