import {
  BALLOT_HOST_ROUTES,
  type CredentialAnswer,
  electionPath,
  jsonBoolean,
  jsonList,
  jsonObject,
  jsonUint,
  type PageSettings,
  type StatusAnswer,
  type TrackerAnswer,
} from "@veche/api";
import { type Bytes, fromHex, toHex } from "@veche/base";
import { type Fetch, type Http, httpOver, jsonOf, NodeLink } from "@veche/client";
import type { DeviceWorld } from "./contract.ts";

/** What a node answers, or that it has nothing (404), or that it gave no answer. */
export type Asked<T> = { readonly kind: "answer"; readonly value: T } | { readonly kind: "none" | "silent" };

const TIMEOUT_MS = 15_000;
const MAX_SETTINGS_BYTES = 64_000;
const MAX_VOTING_BYTES = 8_000_000;
const MAX_ANSWER_BYTES = 256_000;
const PLACES_MAX = 1_000;

const readTracker = jsonObject({
  entries: jsonList(jsonObject({ index: jsonUint, superseded: jsonBoolean }), PLACES_MAX),
});
const readCredential = jsonObject({ entries: jsonList(jsonObject({ index: jsonUint }), PLACES_MAX) });

/** The nodes that a page asks, and what it knows of their operator. Nothing that they answer is believed here. */
export class Hosts {
  readonly settings: PageSettings;
  /** This host first. */
  readonly links: readonly NodeLink[];
  readonly #http: Http;
  readonly #id: string;

  private constructor(settings: PageSettings, id: string, http: Http) {
    this.settings = settings;
    this.#http = http;
    this.#id = id;
    const electionId = fromHex(id) ?? new Uint8Array(32);
    this.links = settings.nodes.map((node) => new NodeLink(node, electionId, http, TIMEOUT_MS));
  }

  /** Reads the settings of this host; `undefined` if they cannot be had. */
  static async open(world: DeviceWorld): Promise<Hosts | undefined> {
    const http = httpOver(plain(world.fetch));
    const url = BALLOT_HOST_ROUTES.settings;
    const answer = await http({ method: "GET", url, maxBytes: MAX_SETTINGS_BYTES, timeoutMs: TIMEOUT_MS });
    const settings =
      answer.ok && answer.value.status === 200 ? settingsOf(jsonOf(answer.value.body)) : undefined;
    return settings && new Hosts(settings, world.electionId, http);
  }

  /** §12.3.1, as the node gave it. */
  voting(link: NodeLink, style: number): Promise<Asked<unknown>> {
    return this.#get(link, `voting/${style}`, MAX_VOTING_BYTES, (value) => value);
  }

  status(link: NodeLink): Promise<Asked<StatusAnswer>> {
    return this.#get(link, "status", MAX_ANSWER_BYTES, statusOf);
  }

  tracker(link: NodeLink, tracker: string): Promise<Asked<TrackerAnswer>> {
    return this.#get(link, `tracker/${tracker.replaceAll("-", "")}`, MAX_ANSWER_BYTES, readTracker);
  }

  /** ⚔ The voter's own page asks it only of a ballot that is in the log: it never sends X before the cast (§12.3.2). */
  credential(link: NodeLink, credential: Uint8Array): Promise<Asked<CredentialAnswer>> {
    return this.#get(link, `credential/${toHex(credential)}`, MAX_ANSWER_BYTES, readCredential);
  }

  /** §12.7.3: what the node gives as the receipt of `certify`. */
  certified(link: NodeLink): Promise<Asked<Bytes>> {
    return this.#ask(link, "certified", MAX_ANSWER_BYTES);
  }

  async #get<T>(
    link: NodeLink,
    resource: string,
    maxBytes: number,
    read: (value: unknown) => T | undefined,
  ): Promise<Asked<T>> {
    const asked = await this.#ask(link, resource, maxBytes);
    if (asked.kind !== "answer") return asked;
    const json = jsonOf(asked.value);
    const value = json === undefined ? undefined : read(json);
    return value === undefined ? { kind: "silent" } : { kind: "answer", value };
  }

  async #ask(link: NodeLink, resource: string, maxBytes: number): Promise<Asked<Bytes>> {
    const url = `${link.base}${electionPath(this.#id, resource)}`;
    const answer = await this.#http({ method: "GET", url, maxBytes, timeoutMs: TIMEOUT_MS });
    if (answer.ok && answer.value.status === 404) return { kind: "none" };
    return answer.ok && answer.value.status === 200
      ? { kind: "answer", value: answer.value.body }
      : { kind: "silent" };
  }
}

/** ⚔ No cookie, no referrer, no cache: a request says nothing of who asks (§12.1.2). */
function plain(fetch: typeof globalThis.fetch): Fetch {
  return (url, init) =>
    fetch(url, { ...init, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
}

const ORIGIN = /^https?:\/\/[^/?#\s]+$/;

function settingsOf(value: unknown): PageSettings | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { nodes, portal, hotline } = value as { readonly [K in keyof PageSettings]?: unknown };
  const isOrigin = (text: unknown): text is string => typeof text === "string" && ORIGIN.test(text);
  if (!Array.isArray(nodes) || nodes.length === 0 || !nodes.every(isOrigin)) return undefined;
  return isOrigin(portal) && typeof hotline === "string" ? { nodes, portal, hotline } : undefined;
}

/** As much of §12.7 as the page shows; fields that later versions add are passed over. */
function statusOf(value: unknown): StatusAnswer | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { phase, styles, suspended } = value as { readonly [K in keyof StatusAnswer]?: unknown };
  const isStatus = typeof phase === "string" && Array.isArray(styles) && typeof suspended === "boolean";
  return isStatus ? (value as StatusAnswer) : undefined;
}
