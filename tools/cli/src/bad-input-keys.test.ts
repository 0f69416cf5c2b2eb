import { at, party, pass, testBadInput } from "./testing/bad-input.ts";

testBadInput([
  [
    "unknown role",
    () => ["keys", "new", "--role", "king", "--name", "x", "--home", at("new")],
    /"king" is none of/,
  ],
  [
    "home exists",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("anna"), ...pass()],
    /exists already/,
  ],
  [
    "home is a file",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("pass"), ...pass()],
    /exists already/,
  ],
  [
    "home below a file",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("pass", "new"), ...pass()],
    /operating system refused/,
  ],
  [
    "a name no note can have",
    () => ["keys", "new", "--role", "validator", "--name", "Node 1", "--home", at("new"), ...pass()],
    /cannot be the name/,
  ],
  [
    "a name too long",
    () => ["keys", "new", "--role", "issuer", "--name", "я".repeat(101), "--home", at("new"), ...pass()],
    /200 bytes/,
  ],
  [
    "passphrase too short",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("new"), ...pass("short-pass")],
    /fewer than 12/,
  ],
  [
    "no passphrase",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("new")],
    /no terminal/,
  ],
  [
    "passphrase file empty",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("new"), ...pass("empty")],
    /first line/,
  ],
  [
    "passphrase file missing",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("new"), ...pass("nothing")],
    /no file/,
  ],
  [
    "passphrase file is a folder",
    () => ["keys", "new", "--role", "issuer", "--name", "x", "--home", at("new"), ...pass("filled")],
    /not a file/,
  ],
  [
    "wrong passphrase",
    () => ["keys", "show", "--home", at("anna"), "--check", ...pass("wrong-pass")],
    /does not open/,
  ],
  [
    "export of a party that opens its own home",
    () => ["keys", "export", "--home", at("anna"), "--out", at("new"), ...pass()],
    /role commission/,
  ],
  [
    "export with a wrong passphrase",
    () => ["keys", "export", "--home", at("registry"), "--out", at("new"), ...pass("wrong-pass")],
    /does not open/,
  ],
  [
    "export into a filled folder",
    () => ["keys", "export", "--home", at("registry"), "--out", at("filled"), ...pass()],
    /exists already/,
  ],
  ["no home", () => ["keys", "show", "--home", at("nobody")], /no folder/],
  ["home without keys", () => ["keys", "show", "--home", at("filled")], /no file .*public\.json/],
  [
    "genesis of the wrong role",
    () => ["keys", "genesis", ...party("anna"), "--quorum", "1", "--out", at("new")],
    /role commission/,
  ],
  [
    "genesis quorum too large",
    () => ["keys", "genesis", ...party("hall"), "--quorum", "2", "--out", at("new")],
    /quorum of 2/,
  ],
  [
    "genesis party twice",
    () => ["keys", "genesis", ...party("hall"), ...party("hall"), "--quorum", "2", "--out", at("new")],
    /twice/,
  ],
  [
    "genesis target exists",
    () => ["keys", "genesis", ...party("hall"), "--quorum", "1", "--out", at("pass")],
    /exists already/,
  ],
  [
    "genesis party not JSON",
    () => ["keys", "genesis", "--party", at("text.json"), "--quorum", "1", "--out", at("new")],
    /not JSON/,
  ],
  [
    "genesis party of another form",
    () => ["keys", "genesis", "--party", at("other.json"), "--quorum", "1", "--out", at("new")],
    /form of a file/,
  ],
]);
