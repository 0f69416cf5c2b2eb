import { Actions, Button, Dialog, Notice } from "@veche/ui";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useSeconds } from "../state/ask.ts";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

const WARN_MS = 120_000;

/** Two minutes before the session ends: one press keeps it. When it has ended, the page says so and keeps nothing of the account. */
export function SessionWarning() {
  const say = useSay();
  const { client, clock, leave } = useWorld();
  const { endsAt, refresh } = useSession();
  const [path] = useLocation();
  const [isFailed, setFailed] = useState(false);
  const isOn = endsAt !== undefined;
  const time = useSeconds(clock, isOn);
  const left = endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - time;
  const isOver = left <= 0;
  const isNear = left <= WARN_MS && !isOver;
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (endsAt !== undefined) setSeen(client.calls());
  }, [endsAt, client]);
  // Who went on using the account has prolonged the session already: only the page does not know it yet.
  const wasUsed = client.calls() !== seen;
  useEffect(() => {
    if (isNear && wasUsed) void refresh().then(() => setSeen(client.calls()));
  }, [isNear, wasUsed, refresh, client]);
  useEffect(() => {
    if (!isOver) return;
    // What the page says is made true, even if the service would have waited a little longer.
    const over = (): void => leave(`/signed-out?return=${encodeURIComponent(path)}`, "replace");
    void client.signOut().then(over);
  }, [isOver, client, leave, path]);
  const extend = async (): Promise<void> => {
    const answer = await refresh();
    setFailed(answer.kind !== "ok");
  };
  const end = async (): Promise<void> => {
    await client.signOut();
    leave("/signed-out", "replace");
  };
  const minutes = Math.ceil(left / 60_000);
  return (
    <Dialog title={say("session.title")} isOpen={isNear && !wasUsed} onClose={() => void extend()}>
      <p>{left <= 60_000 ? say("session.soon") : say("session.text", { minutes })}</p>
      {isFailed ? (
        <div role="alert">
          <Notice tone="warn" title={say("session.failed")} />
        </div>
      ) : null}
      <Actions>
        <Button isSmall onClick={() => void extend()}>
          {say("session.extend")}
        </Button>
        <Button kind="second" isSmall onClick={() => void end()}>
          {say("session.end")}
        </Button>
      </Actions>
    </Dialog>
  );
}
