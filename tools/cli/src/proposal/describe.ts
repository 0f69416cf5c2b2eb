import { type Bytes, type CborMap, toHex } from "@veche/base";
import { electionIn } from "@veche/client";
import type { Election, Manifest, Text } from "@veche/election";
import { BODIES, type TransactionType } from "@veche/ledger";
import type { Output } from "../framework/output.ts";
import { factLines } from "../framework/table.ts";
import { proposalTexts as texts } from "../texts/proposals.ts";
import type { Proposals } from "./file.ts";
import { manifestLines } from "./manifest-lines.ts";
import { stopOf } from "./signing.ts";

type Facts = (readonly [string, string])[];

/** What proposals say, for those who are to sign them. */
export function proposalLines(out: Output, proposals: Proposals, { manifest }: Election): readonly string[] {
  const [{ electionId, type, body }] = proposals;
  if (type === "define") return manifestLines(out, electionId, manifest);
  const { say } = out;
  const facts: Facts = [
    [say(texts.type), type],
    [say(texts.title), manifest.title[out.language]],
    [say(texts.electionId), toHex(electionId)],
    [say(texts.transactions), String(proposals.length)],
    ...bodyFacts(out, type, body, manifest),
  ];
  if (type === "roll") facts.push([say(texts.entries), String(rollEntries(proposals))]);
  return factLines(facts);
}

/** The election that a `define` is about: its manifest is its own proof. */
export function definedIn([proposal]: Proposals): Election {
  const election = electionIn(proposal);
  if (!election.ok) throw stopOf(election.error);
  return election.value;
}

function bodyFacts(out: Output, type: TransactionType, body: CborMap, manifest: Manifest): Facts {
  const { say, language } = out;
  const reason = ({ reason }: { readonly reason: Text }): Facts => [[say(texts.reason), reason[language]]];
  switch (type) {
    case "suspend":
    case "resume":
      return reason(body as { readonly reason: Text });
    case "extend": {
      const { by, styles, ...rest } = body as { by: number; styles: readonly number[]; reason: Text };
      return [
        [say(texts.moves), say(texts.seconds(by / 1_000))],
        [say(texts.styles), styles.map((style) => manifest.styles[style]?.id ?? "?").join(", ")],
        ...reason(rest),
      ];
    }
    case "issuer-set": {
      const { in: joins, out: leaves } = body as { in: number; out: number };
      const named = (issuer: number): string =>
        `${issuer} (${manifest.issuers.members[issuer - 1]?.name ?? "?"})`;
      return [
        [say(texts.issuerOut), named(leaves)],
        [say(texts.issuerIn), named(joins)],
      ];
    }
    case "ceremony-restart": {
      const { excluded } = body as { excluded: readonly number[] };
      return [[say(texts.excluded), excluded.length === 0 ? say(texts.nobody) : excluded.join(", ")]];
    }
    case "open":
      return [[say(texts.keyHash), `${toHex((body as { key: Bytes }).key)} (${say(texts.asInView)})`]];
    case "certify":
      return [
        [say(texts.resultHash), `${toHex((body as { result: Bytes }).result)} (${say(texts.asInView)})`],
      ];
    default:
      return [];
  }
}

function rollEntries(proposals: Proposals): number {
  return proposals.reduce((sum, { body }) => {
    const roll = BODIES.roll(body, "");
    return sum + (roll.ok ? roll.value.entries.length / 32 : 0);
  }, 0);
}
