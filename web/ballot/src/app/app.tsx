import { BALLOT_HOST_ROUTES } from "@veche/api";
import { LanguageProvider } from "@veche/ui";
import { useEffect, useState } from "react";
import { CheckPages } from "../pages/check/check-pages.tsx";
import { FindPages } from "../pages/find/find-pages.tsx";
import { PracticePages, Unknown } from "../pages/practice.tsx";
import { VoterPages } from "../pages/voter/voter-pages.tsx";
import { TEXTS } from "../texts/index.ts";
import type { CheckDevice, FindDevice, PracticeBallot, VoterDevice } from "../voting/contract.ts";
import { shownSettings, UNKNOWN_SETTINGS } from "./settings.ts";

/** The page that the address names, with the device that stands behind it. */
export type Opened =
  | { readonly page: "voter"; readonly device: VoterDevice; readonly home: string }
  | { readonly page: "check"; readonly device: CheckDevice; readonly home: string }
  | { readonly page: "find"; readonly device: FindDevice; readonly home: string }
  | { readonly page: "practice"; readonly ballot: PracticeBallot }
  | { readonly page: "unknown" };

export function App({ opened }: { readonly opened: Opened }) {
  const settings = useSettings();
  return (
    <LanguageProvider texts={TEXTS} hotline={settings.hotline}>
      <OpenedPage opened={opened} portal={settings.portal} />
    </LanguageProvider>
  );
}

function OpenedPage({ opened, portal }: { readonly opened: Opened; readonly portal: string | undefined }) {
  switch (opened.page) {
    case "voter":
      return <VoterPages device={opened.device} home={opened.home} portal={portal} />;
    case "check":
      return <CheckPages device={opened.device} home={opened.home} />;
    case "find":
      return <FindPages device={opened.device} home={opened.home} />;
    case "practice":
      return <PracticePages ballot={opened.ballot} />;
    default:
      return <Unknown />;
  }
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
