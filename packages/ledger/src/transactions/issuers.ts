import { sha256 } from "@veche/base";
import { type BallotStyle, replaceIssuer } from "@veche/election";
import { refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import { firstUnknown, unknownIssuer, unknownStyle } from "./references.ts";

/** §04.2 */
export const issuerKeys: Rule<"issuer-keys"> = (work, body) => {
  const { issuer, style, modulus, roots } = body;
  const isKnown =
    issuer <= 255 && style <= 65_535 && work.overlay.get(keyOf.modulus(issuer, style)) !== undefined;
  if (isKnown) return refuse("ALREADY", `issuer ${issuer} has a key for style ${style}`);
  const name = keyOf.knownModulus(sha256(modulus));
  return {
    named: issuer,
    reference: () => unknownIssuer(work, issuer) ?? unknownStyle(work, style),
    content: () => {
      const { electionId } = work.state;
      const styleId = (work.manifest.styles[style] as BallotStyle).id;
      // §04.2.2: ⚔ one modulus twice would make two issuers, or two styles, one.
      if (work.overlay.get(name) !== undefined)
        return refuse("ISSUER_KEY_INVALID", "the modulus stands twice");
      return work.checks.issuerKey({ electionId, issuer, styleId, modulus, roots })
        ? undefined
        : refuse("ISSUER_KEY_INVALID", "not of the form of §04.2.2");
    },
    apply: () => {
      work.overlay.set(keyOf.modulus(issuer, style), modulus);
      work.overlay.set(name, new Uint8Array(0));
      work.change({ issuerKeys: work.state.issuerKeys + 1 });
      return undefined;
    },
  };
};

/** §04.3.1 */
export const issuerSet: Rule<"issuer-set"> = (work, body) => {
  const next = (): ReturnType<typeof replaceIssuer> => replaceIssuer(work.state.issuerSets, body);
  return {
    reference: () => firstUnknown([body.in, body.out], (issuer) => unknownIssuer(work, issuer)),
    conditions: () => {
      const sets = next();
      return sets.ok ? undefined : refuse("ISSUER_SET_INVALID", sets.error.reason);
    },
    apply: () => {
      const sets = next();
      if (sets.ok) work.change({ issuerSets: sets.value });
      return undefined;
    },
  };
};
