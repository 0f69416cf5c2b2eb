import { type Bytes, toHex } from "@veche/base";
import type { Manifest, Member } from "@veche/election";
import { momentText } from "../framework/moments.ts";
import type { Output } from "../framework/output.ts";
import { factLines, tableLines } from "../framework/table.ts";
import { proposalTexts as texts } from "../texts/proposals.ts";

/** A manifest as those who sign it should read it. */
export function manifestLines(out: Output, electionId: Bytes, manifest: Manifest): readonly string[] {
  const { say, language } = out;
  const { title, kind, origin, revoteMax, minimumGroup, tiny, tallyNotBefore } = manifest;
  return [
    ...factLines([
      [say(texts.electionId), toHex(electionId)],
      [say(texts.title), title[language]],
      [say(texts.kind), kind],
      [say(texts.origin), origin],
      [say(texts.revotes), String(revoteMax)],
      [say(texts.groups), `${minimumGroup} (${tiny})`],
      [say(texts.tallyFrom), momentText(tallyNotBefore)],
    ]),
    "",
    ...contestLines(out, manifest),
    "",
    ...styleLines(out, manifest),
    "",
    ...partyLines(out, manifest),
  ];
}

function contestLines({ say, language }: Output, { contests }: Manifest): readonly string[] {
  const lines = contests.flatMap(({ id, title, min, max, options }) => [
    `  ${id}: ${title[language]} (${say(texts.choose(min, max, options.length))})`,
    ...options.map((option) => `    ${option.id}: ${option.title[language]}`),
  ]);
  return [say(texts.contestsTitle), ...lines];
}

function styleLines({ say }: Output, { styles, contests }: Manifest): readonly string[] {
  const head = [
    texts.style,
    texts.district,
    texts.contests,
    texts.opens,
    texts.issueEnds,
    texts.castEnds,
    texts.latestEnd,
    texts.tick,
  ].map(say);
  const rows = styles.map((style) => [
    style.id,
    style.district,
    style.contests.map((index) => contests[index]?.id ?? "").join(", "),
    momentText(style.opens),
    momentText(style.issueEnds),
    momentText(style.castEnds),
    momentText(style.latestEnd),
    String(style.tick),
  ]);
  return [say(texts.styles), ...tableLines(head, rows)];
}

function partyLines({ say }: Output, manifest: Manifest): readonly string[] {
  const { genesis, commission, trustees, registrar, issuers, validators, witnesses } = manifest;
  const groups: readonly { role: string; quorum: number | undefined; members: readonly Member[] }[] = [
    { role: "genesis", quorum: genesis.quorum, members: genesis.organisations },
    { role: "commission", quorum: commission.quorum, members: commission.members },
    { role: "trustee", quorum: trustees.quorum, members: trustees.members },
    { role: "registrar", quorum: undefined, members: [registrar] },
    { role: "issuer", quorum: issuers.active.length, members: issuers.members },
    { role: "validator", quorum: undefined, members: validators },
    { role: "witness", quorum: witnesses.quorum, members: witnesses.members },
  ];
  const rows = groups.flatMap(({ role, quorum, members }) =>
    members.map(({ key, name }, at) => [
      quorum === undefined ? role : `${role} (${say(texts.quorumOf(quorum, members.length))})`,
      String(at + 1),
      name,
      toHex(key),
    ]),
  );
  const head = [texts.role, texts.number, texts.name, texts.key].map(say);
  return [say(texts.parties), ...tableLines(head, rows, ["left", "right"])];
}
