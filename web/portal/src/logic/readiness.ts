import { type StorageShare, storageRoom } from "@veche/ui";

/** What a device needs, found by trying; the ballot page checks the same on its own host before anything is issued. */
export type Readiness = {
  readonly encryption: boolean;
  readonly storage: boolean;
  readonly database: boolean;
  /** Not a private window, which forgets the ballot. */
  readonly ordinary: boolean;
  readonly cookies: boolean;
  /** Only says that shown times are the server's: a wrong clock does no harm. */
  readonly clock: boolean;
};

export type Device = {
  readonly isSecureContext: boolean;
  readonly hasSubtle: boolean;
  readonly hasWasm: boolean;
  readonly hasWorker: boolean;
  readonly cookieEnabled: boolean;
  readonly storage: Pick<Storage, "setItem" | "getItem" | "removeItem"> | undefined;
  /** Opens, writes, reads and deletes; `false` or an error: not kept. */
  readonly tryDatabase: () => Promise<boolean>;
  readonly share: StorageShare | undefined;
  /** Device minus server, ms. */
  readonly clockAhead: number;
};

const CLOCK_MAX_MS = 300_000;

export async function readinessOf(device: Device): Promise<Readiness> {
  return {
    encryption: device.isSecureContext && device.hasSubtle && device.hasWasm && device.hasWorker,
    storage: keeps(device.storage),
    database: await device.tryDatabase().catch(() => false),
    ordinary: !(await storageRoom(device.share)).isPrivateWindow,
    cookies: device.cookieEnabled,
    clock: Math.abs(device.clockAhead) <= CLOCK_MAX_MS,
  };
}

export const isReady = ({ encryption, storage, database, ordinary, cookies }: Readiness): boolean =>
  encryption && storage && database && ordinary && cookies;

function keeps(storage: Device["storage"]): boolean {
  const name = "veche.readiness";
  try {
    storage?.setItem(name, "kept");
    const isKept = storage?.getItem(name) === "kept";
    storage?.removeItem(name);
    return isKept;
  } catch {
    return false;
  }
}
