import { type Bytes, type Clock, type RandomBytes, toHex, utf8 } from "@veche/base";
import type { Kysely } from "kysely";
import type { IdentityProvider } from "../account/identity-provider.ts";
import { derivedKey, macOf } from "../account/keys.ts";
import { Sessions } from "../account/sessions.ts";
import { Applications } from "../application/applications.ts";
import type { Database } from "../database/schema.ts";
import { Confirmations, Passkeys, Seal, TotpFactors } from "../second-factor/index.ts";
import { SmsCodes } from "../sms/codes.ts";
import type { SmsGateway } from "../sms/gateway/contract.ts";
import { Messenger } from "../sms/messenger.ts";
import { Admission, type AdmissionLimits } from "./admission.ts";
import { Cookies } from "./cookies.ts";
import type { PortalLimits, PortalParts } from "./parts.ts";
import { RecentConfirmations } from "./recent-confirmations.ts";

export type PortalSettings = Pick<
  PortalParts,
  | "origin"
  | "ballotOrigin"
  | "hotline"
  | "pages"
  | "proxies"
  | "electionOf"
  | "outbox"
  | "practice"
  | "reports"
  | "log"
> & {
  readonly db: Kysely<Database>;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  /** The registrar's data key, 32 bytes: every other key of the portal follows from it. */
  readonly dataKey: Bytes;
  readonly identity: IdentityProvider;
  readonly gateway: SmsGateway;
  readonly limits?: PortalLimits;
  readonly admission?: AdmissionLimits;
};

/** A page with its calls is about ten requests; a house or an office may share one address. */
const LIMITS: PortalLimits = { perSession: 120, perAddress: 1_200 };
/** One issue waits for a block and for the issuers, about a second. */
const ADMISSION: AdmissionLimits = { atOnce: 200, waiting: 1_000, patienceMs: 10_000 };

/** Joins the parts of the portal; `close` ends what they have begun. */
export function assemblePortal(settings: PortalSettings): PortalParts & { readonly close: () => void } {
  const { origin, db, now, randomBytes, dataKey, gateway } = settings;
  const { hostname } = new URL(origin);
  const blurKey = randomBytes(32);
  const seal = new Seal(dataKey);
  const messenger = new Messenger({ db, gateway, random: randomBytes, now });
  const limits = settings.limits ?? LIMITS;
  const toANumber = limits.codesPerNumber;
  const codes = new SmsCodes({ db, messenger, random: randomBytes, host: hostname, toANumber });
  const totp = new TotpFactors({ db, seal, random: randomBytes, issuer: hostname });
  const passkeys = new Passkeys({ db, random: randomBytes, site: { name: "Veche", rpId: hostname, origin } });
  return {
    ...settings,
    sessions: new Sessions({ db, now, randomBytes }),
    cookies: new Cookies(origin),
    keys: { ticket: derivedKey(dataKey, "ticket") },
    seal: new Seal(derivedKey(dataKey, "cookies")),
    blur: (text) => toHex(macOf(blurKey, utf8(text)).slice(0, 16)),
    limits,
    applications: new Applications({
      db,
      randomBytes,
      rollView: (id) => settings.electionOf(id)?.follower.known,
    }),
    codes,
    confirmations: new Confirmations({ sms: codes, totp, passkeys }),
    totp,
    passkeys,
    admission: new Admission(settings.admission ?? ADMISSION, now),
    recent: new RecentConfirmations(),
    close: () => messenger.close(),
  };
}
