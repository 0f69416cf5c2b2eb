import { webcrypto } from "node:crypto";
import { join } from "node:path";
import { type Bytes, expectOk, type RandomBytes, toHex } from "@veche/base";
import { httpOver, NodeLink, type Proposal } from "@veche/client";
import { decodeManifest, electionIdOf, type Member } from "@veche/election";
import type { PublicParties } from "../election/manifest.ts";
import { makeParties, newKey, type Parties, publicOf } from "../election/parties.ts";
import { PartyWork } from "../election/party-work.ts";
import { serveParent } from "./serve-parent.ts";

/** Organisation of the node, commission and trustees: of every election their own keys but for the organisation. */
export type PartiesKeys = { readonly folder: string; readonly campaign: string };
export type PartiesBegin = {
  readonly campaign: string;
  readonly manifest: Bytes;
  readonly nodes: readonly string[];
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const organisation = newKey("Practice organisation", randomBytes);
const made = new Map<string, Promise<Parties>>();
const work = new Map<string, PartyWork>();

/** Asked again, the same. */
async function keys({ folder, campaign }: PartiesKeys): Promise<Partial<PublicParties>> {
  const making =
    made.get(campaign) ?? makeParties(join(folder, `parties-${campaign}`), organisation, randomBytes);
  made.set(campaign, making);
  return publicOf(await making);
}

async function begin({ campaign, manifest, nodes }: PartiesBegin): Promise<void> {
  const parties = await made.get(campaign);
  if (parties === undefined) throw new RangeError(`no parties of ${campaign}`);
  const electionId = electionIdOf(manifest);
  const election = { electionId, manifest: expectOk(decodeManifest(manifest), "the manifest") };
  const links = nodes.map((url) => new NodeLink(url, electionId, httpOver(fetch)));
  const own = await PartyWork.begin({ election, parties, nodes: links, randomBytes });
  work.set(toHex(electionId), own);
  own.run((error) => {
    console.error(error);
    process.exit(1);
  });
}

function of(electionId: Bytes): PartyWork {
  const own = work.get(toHex(electionId));
  if (own === undefined) throw new RangeError("no such election");
  return own;
}

serveParent(
  {
    genesis: (): Member => organisation.member,
    keys,
    begin,
    roll: ({ electionId, chunks }: { electionId: Bytes; chunks: readonly Proposal[] }) =>
      of(electionId).enterRoll(chunks),
    open: ({ electionId }: { electionId: Bytes }) => of(electionId).open(),
    status: ({ electionId }: { electionId: Bytes }) => {
      const { state } = of(electionId);
      return { phase: state?.phase ?? "undefined", certified: state?.certified ?? false };
    },
  },
  async () => {
    for (const own of work.values()) await own.stop();
  },
);
