import { useEffect } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";

/** The title says the outcome; with a fault on the page it says so first. */
export function useTitle(title: string, hasError = false): void {
  const say = useTexts<SharedKey>();
  const whole = `${hasError ? `${say("ui.error")}: ` : ""}${title} · ${say("ui.brand")}`;
  useEffect(() => {
    document.title = whole;
  }, [whole]);
}
