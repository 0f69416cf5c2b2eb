import { useCallback, useEffect, useState } from "react";

const KEY = "vechePage";

/** The address stays the same on every page of the ballot; the browser's Back leads through them all the same. */
const stepIn = (state: unknown): number => {
  const step = (state as Readonly<Record<string, unknown>> | null)?.[KEY];
  return typeof step === "number" ? step : 0;
};

/** Which page of the ballot is shown, counted from 0. `first`: where it begins; what it is later does not matter. */
export function useSteps(first: number): {
  readonly step: number;
  readonly goTo: (step: number) => void;
} {
  const [begin] = useState(first);
  const [step, setStep] = useState(begin);
  useEffect(() => {
    history.replaceState({ [KEY]: begin }, "");
    const follow = (event: PopStateEvent) => setStep(stepIn(event.state));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, [begin]);
  const goTo = useCallback((next: number) => {
    history.pushState({ [KEY]: next }, "");
    setStep(next);
  }, []);
  return { step, goTo };
}
