import { type JsonReader, jsonBase64, jsonList, jsonObject } from "@veche/api";
import { equalBytes, toBase64 } from "@veche/base";
import { decodeProposal, encodeProposal, type Proposal } from "@veche/client";
import { readForm } from "../files/read.ts";
import { jsonText } from "../files/write.ts";

/**
 * What goes round to be signed: one or more proposals of one type and one election, as base64 in JSON. A control transaction
 * comes alone; a roll has as many as it has chunks.
 */
export type Proposals = readonly [Proposal, ...Proposal[]];

const FORMAT = 1;
const PROPOSAL_BYTES_MAX = 1_200_000;
const PROPOSALS_MAX = 100_000;

const readFile = jsonObject({
  format: (value: unknown) => (value === FORMAT ? FORMAT : undefined),
  proposals: jsonList(jsonBase64(1, PROPOSAL_BYTES_MAX), PROPOSALS_MAX),
});

const readProposalsJson: JsonReader<Proposals> = (value) => {
  const file = readFile(value);
  const decoded = file?.proposals.map(decodeProposal);
  const proposals = decoded?.flatMap((read) => (read.ok ? [read.value] : []));
  const [first, ...others] = proposals ?? [];
  if (first === undefined || proposals?.length !== decoded?.length) return undefined;
  const alike = others.every(
    ({ type, electionId }) => type === first.type && equalBytes(electionId, first.electionId),
  );
  return alike ? [first, ...others] : undefined;
};

export const readProposals = (path: string): Promise<Proposals> =>
  readForm(path, readProposalsJson, "proposal");

export const proposalsText = (proposals: Proposals): string =>
  jsonText({ format: FORMAT, proposals: proposals.map((proposal) => toBase64(encodeProposal(proposal))) });
