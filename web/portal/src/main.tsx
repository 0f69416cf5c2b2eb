import "@veche/ui/styles.css";
import "./portal.css";
import { createRoot } from "react-dom/client";
import { openPortal } from "./api/client.ts";
import { Portal } from "./app.tsx";
import { takePending } from "./handover/pending.ts";
import { begunIn } from "./state/begun.ts";
import type { World } from "./state/world.ts";

// §12.2.1: before anything else.
const pending = takePending(location, (path) => history.replaceState(null, "", path), sessionStorage);

const world: World = {
  client: openPortal((...request) => fetch(...request)),
  pending,
  clock: Date.now,
  leave: (address, how) => (how === "replace" ? location.replace(address) : location.assign(address)),
  begun: begunIn(sessionStorage),
};

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Portal world={world} />);
