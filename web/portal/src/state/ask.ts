import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer } from "../api/answer.ts";

export type Asked<T> = {
  /** `undefined` while the first answer is on its way. */
  readonly answer: Answer<T> | undefined;
  readonly again: () => Promise<void>;
};

/** Asks when the page opens, and again on demand; an answer that comes after the page was left is dropped. */
export function useAsk<T>(ask: () => Promise<Answer<T>>): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T>>();
  const round = useRef(0);
  const again = useCallback(async () => {
    round.current += 1;
    const mine = round.current;
    const next = await ask();
    if (mine === round.current) setAnswer(next);
  }, [ask]);
  useEffect(() => {
    void again();
    return () => {
      round.current += 1;
    };
  }, [again]);
  return { answer, again };
}

/** Runs one thing at a time: a second press while the first still runs does nothing. */
export function useBusy(): readonly [isBusy: boolean, run: (work: () => Promise<void>) => void] {
  const [isBusy, setBusy] = useState(false);
  const running = useRef(false);
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    void work().finally(() => {
      running.current = false;
      setBusy(false);
    });
  }, []);
  return [isBusy, run];
}

/** The time, renewed every second while `isOn`. */
export function useSeconds(now: () => number, isOn: boolean): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!isOn) return undefined;
    setTime(now());
    const timer = setInterval(() => setTime(now()), 1_000);
    return () => clearInterval(timer);
  }, [now, isOn]);
  return time;
}
