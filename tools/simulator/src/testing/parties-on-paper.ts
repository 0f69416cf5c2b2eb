import { ed25519PublicKey } from "@veche/group";
import type { Parties } from "../parties.ts";
import { seededRandom } from "../seeded-random.ts";

/** Parties that only have to stand in a manifest: no vault, no secret is ever used. */
export function partiesOnPaper(): Parties {
  const keyOf = (name: string) => {
    const secret = seededRandom("paper", name)(32);
    return { secret, member: { key: ed25519PublicKey(secret), name } };
  };
  const { secret, member } = keyOf("validator");
  const vault = { member: (name: string) => ({ age: "age1paper", key: member.key, name }) };
  return {
    genesis: [keyOf("genesis")],
    commission: ["one", "two", "three"].map(keyOf),
    trustees: ["t1", "t2", "t3"].map((name) => ({
      vault: vault as Parties["trustees"][number]["vault"],
      name,
    })),
    registrar: { ...keyOf("registrar"), issueKey: new Uint8Array(32) },
    issuers: ["i1", "i2", "i3"].map(keyOf),
    validator: { secret, logSecret: secret, validator: { ...member, logKey: member.key } },
    witness: keyOf("witness"),
  };
}
