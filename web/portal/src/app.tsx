import { CrashGuard, type Language, LanguageProvider } from "@veche/ui";
import { type Hotline, hotlineOf } from "@veche/ui/texts";
import { Suspense, useEffect, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { HomePage } from "./pages/home.tsx";
import { SignedOutPage, SignOutPage } from "./pages/signed-out.tsx";
import { LoadingPage, NotFoundPage, SignedIn } from "./parts/failure.tsx";
import { later } from "./parts/later.tsx";
import { useOwnLinks } from "./parts/links.ts";
import { SessionWarning } from "./parts/session-warning.tsx";
import { SessionProvider } from "./state/session.tsx";
import { type World, WorldContext } from "./state/world.ts";
import { TEXTS } from "./texts/index.ts";

const ElectionPages = later(async () => (await import("./pages/election-pages.tsx")).ElectionPages);
const AccountPages = later(async () => (await import("./pages/account-pages.tsx")).AccountPages);
const IssuePage = later(async () => (await import("./pages/issue.tsx")).IssuePage);
const ReadinessPage = later(async () => (await import("./pages/readiness.tsx")).ReadinessPage);

/** The voter's account. `language`: instead of the reader's, for tests. */
export function Portal({ world, language }: { readonly world: World; readonly language?: Language }) {
  const hotline = useHotline(world);
  return (
    <WorldContext value={world}>
      <LanguageProvider
        texts={TEXTS}
        {...(language === undefined ? {} : { language })}
        {...(hotline === undefined ? {} : { hotline })}
      >
        <CrashGuard>
          <SessionProvider>
            <Suspense fallback={<LoadingPage />}>
              <Pages />
            </Suspense>
            <SessionWarning />
          </SessionProvider>
        </CrashGuard>
      </LanguageProvider>
    </WorldContext>
  );
}

/** The number of whoever runs this portal; `undefined`: not known (yet). */
function useHotline({ client }: World): Hotline | undefined {
  const [hotline, setHotline] = useState<Hotline>();
  useEffect(() => {
    void client.support().then((answer) => {
      if (answer.kind === "ok" && answer.value.hotline !== "") setHotline(hotlineOf(answer.value.hotline));
    });
  }, [client]);
  return hotline;
}

function Pages() {
  useOwnLinks();
  const [path] = useLocation();
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/readiness">
        <ReadinessPage />
      </Route>
      <Route path="/signed-out">
        <SignedOutPage />
      </Route>
      <Route path="/sign-out">
        <SignedIn>
          <SignOutPage />
        </SignedIn>
      </Route>
      <Route path="/issue/:id">{({ id }) => <IssuePage key={id} id={id} />}</Route>
      <Route path="/elections/*?">
        <SignedIn>
          <ElectionPages key={path} />
        </SignedIn>
      </Route>
      <Route path="/account/*?">
        <SignedIn>
          <AccountPages />
        </SignedIn>
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
