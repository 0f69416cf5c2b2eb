import { at, homes, ledger, NOWHERE, party, pass, stranger, testBadInput } from "./testing/bad-input.ts";

testBadInput([
  ["draft target exists", () => ["election", "draft", "--out", at("draft.json")], /exists already/],
  [
    "draft in a folder that is not there",
    () => ["election", "draft", "--out", at("no", "draft.json")],
    /operating system refused/,
  ],
  [
    "draft missing",
    () => ["election", "define", at("none"), ...party("anna"), "--propose", at("new")],
    /no file/,
  ],
  [
    "draft not JSON",
    () => ["election", "define", at("text.json"), ...party("anna"), "--propose", at("new")],
    /not JSON/,
  ],
  [
    "draft of another form",
    () => ["election", "define", at("other.json"), ...party("anna"), "--propose", at("new")],
    /kind should be/,
  ],
  [
    "draft with a bad time",
    () => ["election", "define", at("late.json"), ...party("anna"), "--propose", at("new")],
    /tallyNotBefore should be: a time/,
  ],
  [
    "no registrar",
    () => ["election", "define", at("draft.json"), ...party("anna"), "--propose", at("new")],
    /exactly one registrar/,
  ],
  [
    "nobody signs",
    () => ["election", "define", at("draft.json"), ...party("anna"), "--node", NOWHERE],
    /Nobody signs/,
  ],
  [
    "no node",
    () => ["election", "define", at("draft.json"), ...party("anna"), ...homes("anna")],
    /--node is missing/,
  ],
  ["proposal missing", () => ["election", "sign", at("none"), ...homes("anna")], /no file/],
  ["not a proposal", () => ["election", "sign", at("other.json"), ...homes("anna")], /form of a file/],
  ["nothing to submit", () => ["election", "submit", at("text.json"), "--node", NOWHERE], /not JSON/],
  ["open: no signers", () => ["election", "open", ...ledger()], /Nobody signs/],
  [
    "open: wrong role",
    () => ["election", "open", ...ledger(), ...homes("node1"), ...pass()],
    /role validator/,
  ],
  [
    "open: wrong passphrase",
    () => ["election", "open", ...ledger(), ...homes("anna"), ...pass("wrong-pass")],
    /does not open/,
  ],
  [
    "open: three passphrases for two",
    () => ["election", "open", ...ledger(), ...homes("anna", "anna"), ...pass(), ...pass(), ...pass()],
    /2 homes and 3/,
  ],
  [
    "open: node unreachable",
    () => ["election", "open", ...ledger(), ...homes("anna"), ...pass()],
    /does not answer/,
  ],
  [
    "open: election unknown",
    () => ["election", "open", ...ledger(stranger()), ...homes("anna"), ...pass()],
    /does not know the election/,
  ],
  [
    "open: id malformed",
    () => ["election", "open", "--election", "12", "--node", NOWHERE, ...homes("anna")],
    /not an election id/,
  ],
  [
    "open: node no address",
    () => ["election", "open", ...ledger("ftp://x"), ...homes("anna")],
    /not an address/,
  ],
  [
    "open: proposal exists",
    () => ["election", "open", ...ledger(), "--propose", at("pass")],
    /exists already/,
  ],
  [
    "extend: by nothing",
    () => [
      "election",
      "extend",
      ...ledger(),
      "--style",
      "x",
      "--by",
      "0",
      "--reason-en",
      "x",
      "--reason-ru",
      "x",
    ],
    /not a whole number/,
  ],
  ["status: unreachable", () => ["election", "status", ...ledger()], /does not answer/],
  ["status: unknown", () => ["election", "status", ...ledger(stranger())], /does not know the election/],
  [
    "close: unknown",
    () => ["election", "close", ...ledger(stranger()), "--home", at("anna")],
    /does not know the election/,
  ],
  [
    "record: target exists",
    () => ["election", "record", ...ledger(), "--out", at("filled")],
    /exists already/,
  ],
  [
    "record: unknown",
    () => ["election", "record", ...ledger(stranger()), "--out", at("new")],
    /does not know the election/,
  ],
]);
