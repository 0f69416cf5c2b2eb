import { useEffect } from "react";
import { useLocation } from "wouter";

/** Addresses that the service answers itself, by full navigations. */
const OF_THE_SERVICE = /^\/(auth|api)\//;

/** Plain links of the portal change the page without loading it anew; all others, and those in new tabs, stay what they are. */
export function useOwnLinks(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const isPlain =
        event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (link === null || event.defaultPrevented || !isPlain) return;
      const isOwn = link.origin === location.origin && !OF_THE_SERVICE.test(link.pathname);
      if (!isOwn || link.target !== "" || link.hasAttribute("download") || link.hash !== "") return;
      event.preventDefault();
      navigate(link.pathname + link.search);
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [navigate]);
}
