import type { ReactNode } from "react";

/** A page with the device that stands behind it. */
export type Opened = {
  /** Takes a fragment as it came; an empty text where none came. */
  readonly start: (fragment: string) => void;
  readonly draw: (portal: string | undefined) => ReactNode;
};
