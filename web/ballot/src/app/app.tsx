import { BALLOT_HOST_ROUTES } from "@veche/api";
import { CrashGuard, LanguageProvider } from "@veche/ui";
import { useEffect, useState } from "react";
import type { Opened } from "./routes/opened.ts";
import { shownSettings, UNKNOWN_SETTINGS } from "./settings.ts";

export function App({ opened }: { readonly opened: Opened }) {
  const settings = useSettings();
  return (
    <LanguageProvider texts={opened.texts} hotline={settings.hotline}>
      <CrashGuard>{opened.draw(settings.portal)}</CrashGuard>
    </LanguageProvider>
  );
}

function useSettings() {
  const [settings, setSettings] = useState(UNKNOWN_SETTINGS);
  useEffect(() => {
    fetch(BALLOT_HOST_ROUTES.settings)
      .then((answer) => answer.json())
      .then((answer: unknown) => setSettings(shownSettings(answer)))
      // Without it a link is missing; the device reports on its own whether the network is there.
      .catch(() => setSettings(UNKNOWN_SETTINGS));
  }, []);
  return settings;
}
