import { type Static, Type } from "typebox";

const Closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 500 });
const Url = Type.String({ pattern: "^https?://" });
const Port = Type.Integer({ minimum: 0, maximum: 65_535 });
const Path = Type.Array(Text, { minItems: 1 });

/** Where a secret stands: a variable of the environment, or a file. Never the secret itself (L33). */
export const SecretPlace = Type.Union([
  Type.Object({ env: Type.String({ pattern: "^[A-Z][A-Z0-9_]*$" }) }, Closed),
  Type.Object({ file: Text }, Closed),
]);
export type SecretPlace = Static<typeof SecretPlace>;

const Level = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]);

/** `ClaimMap` of account/claim-map.ts. */
const Claims = Type.Object(
  {
    family: Path,
    given: Path,
    patronymic: Type.Optional(Path),
    birthDate: Path,
    document: Type.Array(Path, { minItems: 1 }),
    telephone: Type.Optional(Path),
    email: Type.Optional(Path),
    openedAt: Path,
    assurance: Type.Object({ claim: Path, levels: Type.Record(Type.String(), Level) }, Closed),
  },
  Closed,
);

/** Instead of a secret that never changes: a program that proves each request. Its path is relative to the configuration. */
const Signer = Type.Object({ command: Type.Array(Text, { minItems: 1, maxItems: 32 }) }, Closed);

const Identity = Type.Object(
  {
    /** Stands in `account.provider`; must not change afterwards. */
    name: Text,
    issuer: Url,
    clientId: Text,
    /** For `signed` the program, otherwise the place of the secret. */
    clientSecret: Type.Union([SecretPlace, Signer]),
    authentication: Type.Union([Type.Literal("post"), Type.Literal("basic"), Type.Literal("signed")]),
    scope: Text,
    parameters: Type.Optional(Type.Record(Type.String(), Type.String())),
    claims: Claims,
  },
  Closed,
);

const Setting = Type.Optional(Text);
/** Settings of docs/integrations/sms.md that are no secrets; secrets stand in the environment, or in the file that `…_FILE` names. */
const Sms = Type.Object(
  {
    VECHE_SMS: Text,
    VECHE_SMS_SENDER: Setting,
    VECHE_SMS_SMPP_URL: Setting,
    VECHE_SMS_SMPP_SYSTEM_ID: Setting,
    VECHE_SMS_SMPP_SYSTEM_TYPE: Setting,
    VECHE_SMS_SMPP_PASSWORD_FILE: Setting,
    VECHE_SMS_SMPP_CA_FILE: Setting,
    VECHE_SMS_SMPP_LONG_TEXTS: Setting,
    VECHE_SMS_SMPP_RECEIPT_IDS: Setting,
    VECHE_SMS_HTTP_URL: Setting,
    VECHE_SMS_HTTP_TOKEN_FILE: Setting,
    VECHE_SMS_HTTP_REPORT_TOKEN_FILE: Setting,
    VECHE_SMS_HTTP_CA_FILE: Setting,
  },
  Closed,
);
/** Practice only: nothing leaves the machine, and `/outbox` shows it. */
const Outbox = Type.Object({ kind: Type.Literal("outbox") }, Closed);

const Smtp = Type.Object(
  {
    kind: Type.Literal("smtp"),
    host: Text,
    port: Port,
    /** TLS from the first byte (465); otherwise STARTTLS is demanded (587). */
    secure: Type.Boolean(),
    from: Text,
    user: Type.Optional(Text),
    password: Type.Optional(SecretPlace),
    ca: Type.Optional(Text),
  },
  Closed,
);

/** The registrar's configuration: a JSON file. Paths are relative to it. */
export const RegistrarConfig = Type.Object(
  {
    listen: Type.Object({ host: Text, port: Port }, Closed),
    /** As browsers see the portal: `https://portal.example`, without a path. */
    origin: Type.String({ pattern: "^https?://[^/]+$" }),
    ballotOrigin: Type.String({ pattern: "^https?://[^/]+$" }),
    /** Telephone of the hotline, as people write it. */
    hotline: Text,
    /** Folder of the built pages. */
    pages: Type.Optional(Text),
    /** Addresses of proxies in front, whose `x-forwarded-for` is believed. */
    proxies: Type.Optional(Type.Array(Text)),
    /** Folder of the registrar's own views of the ledgers. */
    home: Text,
    /** PostgreSQL as it runs already, or a folder where one of its own is started. */
    database: Type.Union([Type.Object({ url: SecretPlace }, Closed), Type.Object({ folder: Text }, Closed)]),
    /** 32 bytes in hexadecimal: seals TOTP secrets and cookies, dates tickets. */
    dataKey: SecretPlace,
    /** The registrar's key for `issue`, 32 bytes in hexadecimal. */
    issueKey: SecretPlace,
    /** The registrar's Ed25519 key, 32 bytes in hexadecimal: with it the totals of each day are posted; without it the operator does. */
    signingKey: Type.Optional(SecretPlace),
    nodes: Type.Array(Url, { minItems: 1 }),
    /** Issuers 1…m of the manifest, in order, spares included. */
    issuers: Type.Array(Url, { minItems: 1, maxItems: 30 }),
    /** Folder with a JSON file (`CampaignPlan`) for each campaign; those that are not in the tables yet are made. */
    campaigns: Type.Optional(Text),
    identity: Identity,
    sms: Sms,
    mail: Type.Union([Smtp, Outbox]),
    limits: Type.Optional(
      Type.Object(
        {
          perSession: Type.Integer({ minimum: 1 }),
          perAddress: Type.Integer({ minimum: 1 }),
          /** Codes a day to one number, from all accounts that have not confirmed it. */
          codesPerNumber: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        Closed,
      ),
    ),
  },
  Closed,
);
export type RegistrarConfig = Static<typeof RegistrarConfig>;
