import type { SessionAnswer } from "@veche/api/portal";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import type { Answer } from "../api/answer.ts";
import { useWorld } from "./world.ts";

export type Person = NonNullable<SessionAnswer["person"]>;

export type SessionState = {
  /** `undefined` while it is asked for the first time. */
  readonly answer: Answer<SessionAnswer> | undefined;
  readonly person: Person | undefined;
  /** By the device's clock; `undefined`: nobody is signed in. */
  readonly endsAt: number | undefined;
  /** Asks again, which also prolongs the session. */
  readonly refresh: () => Promise<Answer<SessionAnswer>>;
  /** The server's time: a wrong clock of the device does no harm. */
  readonly now: () => number;
};

const SessionContext = createContext<SessionState | undefined>(undefined);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { client, clock } = useWorld();
  const [answer, setAnswer] = useState<Answer<SessionAnswer>>();
  const [offset, setOffset] = useState(0);
  const refresh = useCallback(async () => {
    const before = clock();
    const next = await client.session();
    // Half of the way there and back belongs to the way back.
    if (next.kind === "ok") setOffset(next.value.now - (before + clock()) / 2);
    setAnswer((last) => (next.kind === "offline" && last?.kind === "ok" ? last : next));
    return next;
  }, [client, clock]);
  useEffect(() => void refresh(), [refresh]);
  const now = useCallback(() => clock() + offset, [clock, offset]);
  const state = useMemo(() => {
    const known = answer?.kind === "ok" && answer.value.signedIn ? answer.value : undefined;
    const endsAt = known?.endsAt === undefined ? undefined : known.endsAt - offset;
    return { answer, person: known?.person, endsAt, refresh, now };
  }, [answer, offset, refresh, now]);
  return <SessionContext value={state}>{children}</SessionContext>;
}

export function useSession(): SessionState {
  const state = use(SessionContext);
  if (state === undefined) throw new Error("a page of the portal stands inside a SessionProvider");
  return state;
}
