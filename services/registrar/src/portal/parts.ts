import type { Bytes, Clock, RandomBytes } from "@veche/base";
import type { Kysely } from "kysely";
import type { IdentityError, IdentityProvider } from "../account/identity-provider.ts";
import type { Sessions } from "../account/sessions.ts";

import type { Applications } from "../application/applications.ts";
import type { Database } from "../database/schema.ts";
import type { OpenedRegistrar } from "../open-registrar.ts";
import type { Confirmations, Passkeys, Seal, TotpFactors } from "../second-factor/index.ts";
import type { SmsCodes } from "../sms/codes.ts";
import type { HttpGateway } from "../sms/gateway/http/gateway.ts";
import type { SmppEvent } from "../sms/gateway/smpp/gateway.ts";
import type { Admission } from "./admission.ts";
import type { SignerEvent } from "./client-proof.ts";
import type { Cookies } from "./cookies.ts";
import type { ElectionsEvent } from "./elections.ts";
import type { RecentConfirmations } from "./recent-confirmations.ts";
import type { TotalsEvent } from "./totals-chore.ts";

/** What the portal's log may say: nothing of a person, and nothing that a person sent. */
export type PortalEvent =
  | {
      readonly event: "request";
      readonly method: string;
      /** The pattern, never the address. */
      readonly route: string;
      readonly status: number;
      readonly ms: number;
    }
  | { readonly event: "failed"; readonly route: string; readonly error: string }
  | ({ readonly event: "sign-in-failed" } & IdentityError);

/** What the service's log may say. */
export type ServiceEvent =
  | PortalEvent
  | ElectionsEvent
  | TotalsEvent
  | SignerEvent
  | ({ readonly event: "sms-line" } & SmppEvent)
  | { readonly event: "practice-outbox"; readonly note: string }
  | { readonly event: "chore-failed"; readonly chore: string; readonly error: string };

/** Requests a minute. */
export type PortalLimits = {
  readonly perSession: number;
  readonly perAddress: number;
  /** Codes a day to one number, from all accounts that have not confirmed it. */
  readonly codesPerNumber?: number;
};

/** What a page shows of messages that never left the machine (practice only). */
export type PracticeOutbox = {
  readonly messages: () => readonly {
    readonly to: string;
    readonly text: string;
    readonly subject?: string;
  }[];
};

export type ServedElection = Pick<OpenedRegistrar, "registrar" | "follower">;

/** Practice only: takes a campaign from registration to voting at once. */
export type Practice = {
  readonly canGoOn: (campaign: string) => boolean;
  /** `false`: not possible now. */
  readonly goOn: (campaign: string) => Promise<boolean>;
};

/** Everything that the portal's server stands on. */
export type PortalParts = {
  /** `https://portal.example`: what forms must come from. */
  readonly origin: string;
  readonly ballotOrigin: string;
  readonly hotline: string;
  /** Folder of the built pages; without it there is the interface alone. */
  readonly pages: string | undefined;
  /** Addresses of proxies whose `x-forwarded-for` counts. */
  readonly proxies: readonly string[];
  readonly db: Kysely<Database>;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly identity: IdentityProvider;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly keys: { readonly ticket: Bytes };
  /** For the cookie of a sign-in under way. */
  readonly seal: Seal;
  /** A keyed hash, for counting what must not be kept. */
  readonly blur: (text: string) => string;
  readonly limits: PortalLimits;
  readonly applications: Applications;
  readonly codes: SmsCodes;
  readonly confirmations: Confirmations;
  readonly totp: TotpFactors;
  readonly passkeys: Passkeys;
  /** An election that ballots are issued for, and what the registrar has verified of it. */
  readonly electionOf: (electionId: Bytes) => ServedElection | undefined;
  readonly admission: Admission;
  readonly recent: RecentConfirmations;
  readonly outbox: PracticeOutbox | undefined;
  readonly practice: Practice | undefined;
  /** The gateway that reports over HTTP. */
  readonly reports?: Pick<HttpGateway, "receiveReport"> | undefined;
  readonly log: (event: PortalEvent) => void;
};
