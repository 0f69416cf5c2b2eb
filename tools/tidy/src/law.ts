/**
 * The house law as data. A rule changes here and in docs/architecture.md, with a reason in docs/adr/; the code
 * that enforces it knows no package by name. In a folder pattern a last `*` stands for one name.
 */

/** Who stands above whom. A member imports only from a lower layer. */
export const LAYERS: readonly { readonly folder: string; readonly layer: number }[] = [
  { folder: "packages/base", layer: 0 },
  { folder: "packages/group", layer: 1 },
  { folder: "packages/tlog", layer: 1 },
  { folder: "packages/abci", layer: 1 },
  { folder: "packages/crypto", layer: 2 },
  { folder: "packages/election", layer: 3 },
  { folder: "packages/ledger", layer: 4 },
  { folder: "packages/api", layer: 4 },
  { folder: "packages/client", layer: 5 },
  { folder: "packages/ui", layer: 5 },
  { folder: "services/*", layer: 6 },
  { folder: "web/*", layer: 6 },
  { folder: "tools/*", layer: 7 },
];

/** Members outside the layers: they share only what is listed, so that they cannot share a bug. */
export const ISLANDS: readonly {
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly importedBy: readonly string[];
}[] = [
  {
    folder: "packages/verifier",
    mayImport: ["packages/base", "packages/group"],
    importedBy: ["tools/*", "web/observer"],
  },
];

/** Imports inside one layer that the house plan allows. */
export const SIDEWAYS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: "tools/cli", to: "tools/simulator", why: "`veche simulate` is the simulator's command" },
  { from: "tools/cli", to: "tools/bench", why: "`veche bench` is the bench's command" },
  { from: "tools/cli", to: "tools/practice", why: "`npm start` is a command like any other" },
  {
    from: "tools/practice",
    to: "tools/simulator",
    why: "the parties of a practice election are the simulator's",
  },
  { from: "tools/bench", to: "tools/simulator", why: "what is measured has to be made first" },
  { from: "tools/bench", to: "tools/practice", why: "voters' services are measured together, as they run" },
];

/** Anonymity is an import rule: who a person is and what a person can cast never meet. */
export type Secret = {
  /** Path of the module without its ending: a file of this name or a folder. */
  readonly module: string;
  readonly exportedAs: string;
  /** The type that only this module may declare. */
  readonly type: string;
  /** Members that must not reach the module, not even through others. */
  readonly hiddenFrom: readonly string[];
};

export const SECRETS: readonly Secret[] = [
  {
    module: "packages/election/src/person",
    exportedAs: "@veche/election/person",
    type: "PersonId",
    hiddenFrom: ["services/node", "web/ballot"],
  },
  {
    module: "packages/election/src/credential/spend",
    exportedAs: "@veche/election/spend",
    type: "Credential",
    hiddenFrom: ["services/registrar", "services/issuer", "web/portal", "web/commission", "web/station"],
  },
];

/**
 * Members that hold code of several trust domains: there the rule is kept by each single file, and the
 * simulator, which plays all parties at once, is free of it.
 */
export const MANY_DOMAINS: readonly string[] = [
  "packages/election",
  "tools/bench",
  "tools/cli",
  "tools/fuzz",
  "tools/practice",
  "tools/simulator",
];
export const SIMULATORS: readonly string[] = [
  "tools/bench",
  "tools/cli/src/simulate",
  "tools/fuzz",
  "tools/simulator",
];

/** What stands below layer 5 touches no clock, no chance, no world and no locale. */
export const PURE: readonly string[] = [
  "packages/base",
  "packages/group",
  "packages/tlog",
  "packages/crypto",
  "packages/election",
  "packages/ledger",
  "packages/api",
];

/** The reader of records: files and workers yes, clock, chance, network and locale no. */
export const READERS: readonly string[] = ["packages/verifier"];

/** Integers only: consensus must not depend on rounding. */
export const WITHOUT_FLOATS: readonly string[] = ["packages/tlog", "packages/election", "packages/ledger"];

/**
 * Words that reach outside, as sequences of tokens. A sequence that begins with `.` names a member of anything;
 * any other names a global. A last `*` stands for any ending.
 */
export type BannedWords = { readonly words: readonly string[]; readonly because: string };

export const UNPREDICTABLE: readonly BannedWords[] = [
  { words: ["Date", "performance .", "Temporal"], because: "time is an argument" },
  { words: ["setTimeout", "setInterval", "setImmediate"], because: "timers belong above layer 5" },
  {
    words: [
      ". getRandomValues",
      ". randomUUID",
      ". randomSecretKey ( )",
      ". randomPrivateKey",
      ". keygen ( )",
    ],
    because: "randomness is an argument",
  },
  {
    words: ["Intl", ". localeCompare", ". toLocale*"],
    because: "the same bytes on every machine: no locale",
  },
  { words: ["fetch (", "XMLHttpRequest", "WebSocket"], because: "the network belongs above layer 5" },
];

export const WORLDLY: readonly BannedWords[] = [
  { words: ["process .", "console .", "navigator .", "localStorage"], because: "no I/O below layer 5" },
];

export const FLOATING: readonly BannedWords[] = [
  { words: ["parseFloat", ". toFixed", ". toPrecision"], because: "integers only in consensus" },
];

/** Imported names that hide a source of randomness, by module. */
export const RANDOM_IMPORTS: readonly { readonly from: RegExp; readonly names: RegExp }[] = [
  {
    from: /^(node:)?crypto$/,
    names: /^(random\w*|generate\w+|webcrypto|getRandomValues|default|\*)$/,
  },
  { from: /^@noble\//, names: /^random\w*$/ },
];

/** Node modules that pure code may import, and where. */
export const NODE_MODULES_ALLOWED: readonly {
  readonly folder: string;
  readonly modules: readonly string[];
}[] = [
  { folder: "packages/base", modules: ["node:crypto"] },
  { folder: "packages/crypto", modules: ["node:crypto"] },
];

/** Node modules that reach what even a reader of records must not reach. */
export const NODE_MODULES_OF_THE_NETWORK =
  /^node:(net|http|https|http2|dgram|dns|tls|child_process|cluster)(\/|$)/;

/** Single exceptions to the rules above. Each needs its reason. */
export const ALLOWED: readonly {
  readonly module: string;
  readonly names: readonly string[];
  readonly why: string;
}[] = [
  {
    module: "packages/crypto/src/blind-rsa/signer",
    names: ["generateKeyPairSync", "generateKeyPair"],
    why: "RSA key generation takes its randomness from the operating system: node:crypto accepts no other",
  },
];

/** The longest file a reader is asked to hold in mind. */
export const LINES_MAX = 450;
