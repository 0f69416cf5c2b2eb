import type { Applications } from "../application/applications.ts";
import { type NoticeChannel, NoticeWorker, telephoneChannel } from "../notices/index.ts";
import { assemblePortal, type PortalSettings } from "./assemble.ts";
import { every } from "./every.ts";
import type { ServiceEvent } from "./parts.ts";
import { portalServer } from "./server.ts";

export type ServeSettings = Omit<PortalSettings, "log"> & {
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Carries the notices. */
  readonly mail: NoticeChannel;
  readonly log: (event: ServiceEvent) => void;
  /** Before anybody is served. */
  readonly prepare?: (applications: Applications) => Promise<boolean>;
};

export type ServedPortal = {
  readonly port: number;
  readonly applications: Applications;
  readonly close: () => Promise<void>;
};

const NOTICES_MS = 5_000;
const FORGET_MS = 600_000;

/** The voter's account on a port, with what goes on beside it: notices are sent, and what has ended is forgotten. `undefined`: `prepare` said no. */
export async function servePortal(settings: ServeSettings): Promise<ServedPortal | undefined> {
  const { listen, mail, log, db, now, origin, hotline } = settings;
  const parts = assemblePortal(settings);
  if (settings.prepare !== undefined && !(await settings.prepare(parts.applications))) {
    parts.close();
    return undefined;
  }
  if (settings.outbox !== undefined)
    log({ event: "practice-outbox", note: `messages are shown at ${origin}/outbox and sent nowhere` });
  const app = await portalServer(parts);
  try {
    // fastify writes into what it is given.
    await app.listen({ ...listen });
  } catch (error) {
    await app.close();
    parts.close();
    throw error;
  }
  const places = { portal: origin, hotline };
  // The telephone comes first: an outbox that stands for the mail takes whatever it is given.
  const channels = [telephoneChannel(settings.gateway, now), mail];
  const worker = new NoticeWorker({ db, channels, places, startedAt: now() });
  const forget = async (): Promise<void> => {
    await parts.codes.forget(now());
    await parts.sessions.forget();
  };
  const stops = [
    every(NOTICES_MS, () => worker.pass(now()), failedChore(log, "notices")),
    every(FORGET_MS, forget, failedChore(log, "forget")),
  ];
  const address = app.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : listen.port,
    applications: parts.applications,
    close: async () => {
      await app.close();
      await Promise.all(stops.map((stop) => stop()));
      parts.close();
    },
  };
}

/** What went wrong by its name alone: messages of errors may quote rows. */
export const failedChore =
  (log: (event: ServiceEvent) => void, chore: string) =>
  (error: unknown): void =>
    log({ event: "chore-failed", chore, error: error instanceof Error ? error.name : "unknown" });
