import "@veche/ui/styles.css";
import { CrashGuard, type Language, LanguageProvider } from "@veche/ui";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { CheckPages } from "../pages/check/check-pages.tsx";
import { FindPages } from "../pages/find/find-pages.tsx";
import { PracticePages } from "../pages/practice.tsx";
import { Unknown } from "../pages/unknown.tsx";
import { VoterPages } from "../pages/voter/voter-pages.tsx";
import { CHECKING_PAGE_TEXTS } from "../texts/checking-pages.ts";
import type { CheckDevice, FindDevice, VoterDevice } from "../voting/contract.ts";
import { CONTESTS, ELECTION, ELECTION_ID, LOCKED_LINK, TRACKER } from "./invented.ts";
import { type GalleryState, STATES } from "./states.ts";

/** Pages with invented views, for tests and pictures: `#<state>/<language>`. No device stands behind them. */

const HOME = `/e/${ELECTION_ID}/`;
const still = { subscribe: () => () => undefined, start: async () => undefined };
const nothing = async () => undefined;

function voterDevice(view: VoterDevice["view"], election: VoterDevice["election"]): VoterDevice {
  return {
    ...still,
    view,
    election,
    open: nothing,
    resume: nothing,
    unlock: nothing,
    lockCode: async () => LOCKED_LINK,
    ask: nothing,
    seal: nothing,
    unseal: () => undefined,
    challenge: nothing,
    fillAgain: () => undefined,
    cast: nothing,
    look: nothing,
    voteAgain: nothing,
    beginAnew: nothing,
    retry: nothing,
    forget: nothing,
  };
}

const checkDevice = (view: CheckDevice["view"]): CheckDevice => ({
  ...still,
  view,
  election: ELECTION,
  take: nothing,
  lookAgain: nothing,
});

const findDevice = (view: FindDevice["view"]): FindDevice => ({
  ...still,
  view,
  election: ELECTION,
  find: nothing,
});

const PRACTICE = { contests: CONTESTS, seal: async () => ({ tracker: TRACKER }) };

/** A fault of ours. */
function Crash(): never {
  throw new Error("drawn wrongly on purpose");
}

function Shown({ shown }: { readonly shown: GalleryState["shown"] }) {
  if (shown.page === "vote") {
    return (
      <VoterPages
        device={voterDevice(shown.view, shown.election)}
        home={HOME}
        portal="https://portal.example/"
      />
    );
  }
  if (shown.page === "check") return <CheckPages device={checkDevice(shown.view)} home={HOME} />;
  if (shown.page === "find") return <FindPages device={findDevice(shown.view)} home={HOME} />;
  if (shown.page === "crash") return <Crash />;
  return shown.page === "practice" ? (
    <PracticePages ballot={PRACTICE} />
  ) : (
    <Unknown home={shown.page === "mistyped" ? HOME : undefined} />
  );
}

function Gallery() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    // Tests wait for it: the page below is drawn and knows its language by now.
    document.body.setAttribute("data-shown", hash);
  }, [hash]);
  const [name, language] = hash.slice(1).split("/");
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) return <h1>{hash}</h1>;
  return (
    <LanguageProvider key={hash} texts={CHECKING_PAGE_TEXTS} language={(language ?? "ru") as Language}>
      <CrashGuard>
        <Shown shown={state.shown} />
      </CrashGuard>
    </LanguageProvider>
  );
}

const root = document.getElementById("root");
if (root !== null) createRoot(root, { onCaughtError: () => undefined }).render(<Gallery />);
