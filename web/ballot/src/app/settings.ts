import type { PageSettings } from "@veche/api";
import { HOTLINE, type Hotline, hotlineOf } from "@veche/ui/texts";

export type ShownSettings = { readonly portal: string | undefined; readonly hotline: Hotline };

export const UNKNOWN_SETTINGS: ShownSettings = { portal: undefined, hotline: HOTLINE };

/** What the operator of this host says that pages show. A page without it still works: it only misses a link. */
export function shownSettings(answer: unknown): ShownSettings {
  const { portal, hotline } = (
    typeof answer === "object" && answer !== null ? answer : {}
  ) as Partial<PageSettings>;
  return {
    portal:
      typeof portal === "string" && /^https?:\/\//.test(portal) ? `${portal.replace(/\/$/, "")}/` : undefined,
    hotline:
      typeof hotline === "string" && /^[+\d][\d ()-]{2,20}$/.test(hotline) ? hotlineOf(hotline) : HOTLINE,
  };
}
