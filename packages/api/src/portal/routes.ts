/**
 * HTTP routes of the voter's account (`portal`), all on the portal's own host. `:campaign` is a campaign's id, `:id` an electionId in
 * hexadecimal. Every POST needs the session's cookie, the header `x-veche-csrf` with the session's value, and an `origin` that is the portal's.
 */
export const PORTAL_ROUTES = {
  /** Full navigations, answered with redirects. `?return=` is a path of the portal, `?lang=` (`en`, `ru`) its language. */
  signIn: "/auth/sign-in",
  signedIn: "/auth/callback",
  signOut: "/api/sign-out",
  session: "/api/session",
  /** Public: works without a session. */
  campaigns: "/api/campaigns",
  application: "/api/campaigns/:campaign/application",
  recall: "/api/campaigns/:campaign/recall",
  appeal: "/api/campaigns/:campaign/appeal",
  letter: "/api/campaigns/:campaign/letter",
  /** What the ballot page is handed over (§12.2.2). */
  handover: "/api/campaigns/:campaign/handover",
  sendCode: "/api/codes",
  telephone: "/api/telephone",
  issue: "/api/e/:id/issue",
  totpEnrol: "/api/second-factors/totp",
  totpConfirm: "/api/second-factors/totp/confirm",
  passkeyOptions: "/api/second-factors/passkey/options",
  passkeyEnrol: "/api/second-factors/passkey",
  /** Options for proving a passkey in place of an SMS code. */
  passkeyChallenge: "/api/second-factors/passkey/challenge",
  support: "/api/support",
} as const;
