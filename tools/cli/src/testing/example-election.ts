import { expectOk } from "@veche/base";
import { type Election, electionIdOf, encodeManifest, formatAgeRecipient } from "@veche/election";
import { ed25519PublicKey, encodePoint, multiplyBase, randomScalar } from "@veche/group";
import { type Draft, readDraft } from "../draft/draft.ts";
import { exampleDraft } from "../draft/example.ts";
import { manifestOf } from "../draft/manifest-of.ts";
import { secureRandomBytes as randomBytes } from "../framework/world.ts";
import type { PartyRole, PublicKeys } from "../keys/public-keys.ts";

export const EXAMPLE_TIMES = {
  opens: Date.parse("2026-12-04T08:00:00Z"),
  ends: Date.parse("2026-12-06T20:00:00Z"),
  latestEnd: Date.parse("2026-12-06T22:00:00Z"),
  stepSeconds: 60,
};

/** The example of `veche election draft`, read. */
export function exampleDraftRead(changes: object = {}): Draft {
  const draft = { ...exampleDraft(EXAMPLE_TIMES), ...changes };
  return expectOk(readDraft(JSON.parse(JSON.stringify(draft))), "the example");
}

const key = () => ed25519PublicKey(randomBytes(32));

export function publicKeys(role: PartyRole, name: string): PublicKeys {
  return {
    role,
    name,
    key: key(),
    ...(role === "validator" ? { logKey: key() } : {}),
    ...(role === "registrar" ? { issueKey: encodePoint(multiplyBase(randomScalar(randomBytes))) } : {}),
    ...(role === "trustee" ? { age: formatAgeRecipient(randomBytes(32)) } : {}),
  };
}

/** Parties enough for the example. */
export const exampleParties = (): readonly PublicKeys[] => [
  publicKeys("genesis", "hall"),
  ...["anna", "boris", "clara"].map((name) => publicKeys("commission", name)),
  ...["1", "2", "3", "4", "5"].map((name) => publicKeys("trustee", name)),
  ...["1", "2", "3"].map((name) => publicKeys("issuer", name)),
  publicKeys("registrar", "registry"),
  publicKeys("validator", "node1.example.org"),
];

export function exampleElection(): Election {
  const manifest = manifestOf(exampleDraftRead(), exampleParties(), randomBytes);
  return { electionId: electionIdOf(encodeManifest(manifest)), manifest };
}
