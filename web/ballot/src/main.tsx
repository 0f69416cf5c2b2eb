import "@veche/ui/styles.css";
import { storeLanguage } from "@veche/ui";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { openPage } from "./app/open-page.tsx";
import { takeFragment } from "./browser/address.ts";
import { languageIn } from "./voting/fragments.ts";

// §12.2.1: before anything else.
const fragment = takeFragment();

// Who has read the portal in one language goes on in it.
const language = languageIn(fragment);
if (language !== undefined) storeLanguage(language);

const opened = await openPage(location.pathname);
opened.start(fragment);

// A link may be followed into a page that is already open: then only the fragment changes.
addEventListener("hashchange", () => {
  const next = takeFragment();
  if (next !== "") opened.start(next);
});

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App opened={opened} />);
