import "@veche/ui/styles.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { openPage } from "./app/open-page.tsx";
import { takeFragment } from "./browser/address.ts";

// §12.2.1: before anything else.
const fragment = takeFragment();

const opened = await openPage(location.pathname);
opened.start(fragment);

// A link may be followed into a page that is already open: then only the fragment changes.
addEventListener("hashchange", () => {
  const next = takeFragment();
  if (next !== "") opened.start(next);
});

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App opened={opened} />);
