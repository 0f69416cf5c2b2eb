import type { VotingAnswer } from "@veche/api";
import { type Bytes, equalBytes, fromUtf8, toBase64, toHex, u64 } from "@veche/base";
import { type HttpAnswer, type HttpRequest, jsonBytes, promiseMessage } from "@veche/client";
import { FakeNode } from "@veche/client/testing";
import { currentSet, splitBallot, trackerOf } from "@veche/election";
import { encodePoint, signEd25519 } from "@veche/group";
import { BODIES, decodeEntry, decodeTransaction, electionKeysOf, isCast } from "@veche/ledger";
import { issuerKeysBody, type OpenElection, type TestLedger } from "@veche/ledger/testing";

export type Seen = { readonly method: string; readonly url: string; readonly body: Bytes };

/** What a ballot host answers to pages, over a ledger in memory; honest unless told otherwise. */
export class TestHost {
  readonly ledger: TestLedger;
  readonly voters: OpenElection["voters"];
  /** The first is this host. */
  readonly nodes: readonly FakeNode[];
  /** Everything that was asked of any server. */
  readonly seen: Seen[] = [];
  /** Changes an answer of §12.3.1 before it is sent. */
  changeVoting: (answer: VotingAnswer, node: string) => unknown = (answer) => answer;
  /** Clock of the node, ms. */
  now: () => number;
  /** Holds casts until this time and promises so. */
  holdUntil: number | undefined;
  /** Forgets what it promised. */
  breaksPromises = false;
  /** How many of the next requests reach the node while their answers are lost. */
  loseAnswers = 0;
  readonly #held: { readonly transaction: Bytes; readonly time: number }[] = [];
  isSuspended = false;
  /** What `open` has hashed (§06.5.1); a later replacement does not change it. */
  readonly #setAtOpen: readonly number[];

  constructor(
    { ledger, voters }: OpenElection,
    nodes = 1,
    baseOf = (at: number) => `https://ballot${at}.example`,
  ) {
    this.ledger = ledger;
    this.voters = voters;
    this.now = () => this.ledger.time;
    this.#setAtOpen = currentSet(ledger.state.issuerSets);
    this.nodes = Array.from({ length: nodes }, (_, at) => new FakeNode(ledger, baseOf(at)));
    for (const node of this.nodes) node.lie = (resource, request) => this.#answer(node, resource, request);
  }

  get electionId(): string {
    return toHex(this.ledger.test.electionId);
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = String(input);
    const body = init?.body instanceof Uint8Array ? new Uint8Array(init.body) : new Uint8Array(0);
    const method = init?.method ?? "GET";
    this.seen.push({ method, url, body });
    this.#enterHeld();
    if (url === "/page/settings.json") return response(200, jsonBytes(this.settings));
    const node = this.nodes.find(({ base }) => url.startsWith(`${base}/`));
    if (node === undefined || node.down) throw new TypeError("fetch failed");
    const request = { method: method as "GET" | "POST", url, body, maxBytes: 2 ** 23, timeoutMs: 1_000 };
    const answer = await node.http(request);
    if (this.loseAnswers > 0) {
      this.loseAnswers--;
      throw new TypeError("fetch failed");
    }
    if (!answer.ok) throw new TypeError("fetch failed");
    return response(answer.value.status, answer.value.body);
  };

  get settings(): object {
    const nodes = this.nodes.map(({ base }) => base);
    return { nodes, portal: "https://portal.example", hotline: "8 800 000-00-00" };
  }

  publish(): void {
    for (const node of this.nodes) node.publish();
  }

  /** §12.3.1 */
  votingAnswer(style: number): VotingAnswer | undefined {
    const { test, state, view, entries } = this.ledger;
    const keys = electionKeysOf(state, view);
    const ballotStyle = test.manifest.styles[style];
    const open = entries.findIndex((entry) => typeOf(entry) === "open");
    if (keys === undefined || ballotStyle === undefined || open < 0) return undefined;
    const issuers = test.manifest.issuers.members.map((_, at) => issuerKeysBody(test, at + 1, style));
    return {
      manifest: toBase64(test.manifestBytes),
      open: fromUtf8(this.proof(open)) ?? "",
      key: {
        attempt: state.ceremony?.attempt ?? 0,
        electionKey: toHex(encodePoint(keys.key)),
        trustees: [...keys.shares].map(([index, key]) => ({ index, key: toHex(encodePoint(key)) })),
        active: this.#setAtOpen,
      },
      style: {
        moduli: issuers.map(({ modulus }) => toBase64(modulus as Bytes)),
        roots: issuers.map(({ roots }) => toBase64(roots as Bytes)),
        rollEntries: this.voters[style]?.length ?? 0,
      },
    };
  }

  /** The `tlog-proof` of an entry as published last. */
  proof(index: number): Bytes {
    return this.nodes[0]?.proofAt(index) ?? new Uint8Array(0);
  }

  /** Places of ballots in the log: their trackers and credentials. */
  ballots(): readonly { readonly index: number; readonly tracker: string; readonly credential: string }[] {
    const { test, entries } = this.ledger;
    return entries.flatMap((entry, index) => {
      const ballot = ballotIn(entry);
      const parts = ballot && splitBallot(ballot, test.manifest);
      if (!parts?.ok) return [];
      const tracker = trackerOf(test.electionId, parts.value);
      return [{ index, tracker, credential: toHex(parts.value.credential) }];
    });
  }

  #answer(node: FakeNode, resource: string, request: HttpRequest): HttpAnswer | undefined {
    const [kind = "", argument = ""] = resource.split("/");
    if (kind === "certified") {
      const index = this.ledger.entries.findIndex((entry) => typeOf(entry) === "certify");
      const body = node.proofAt(index);
      return body === undefined ? NOT_FOUND : { status: 200, body };
    }
    if (request.method === "POST") return this.#take(request.body ?? new Uint8Array(0));
    const answer = this.#json(node, kind, argument);
    return answer === undefined ? undefined : answer === null ? NOT_FOUND : json(answer);
  }

  #json(node: FakeNode, kind: string, argument: string): unknown {
    if (kind === "voting") {
      const answer = this.votingAnswer(Number(argument));
      return answer === undefined ? null : this.changeVoting(answer, node.base);
    }
    if (kind === "status") return this.#status();
    if (kind === "tracker") {
      const same = this.ballots().filter(({ tracker }) => tracker.replaceAll("-", "") === argument);
      const entries = same.map(({ index, credential }) => ({
        index,
        superseded: this.ballots().some((other) => other.credential === credential && other.index > index),
      }));
      return { entries };
    }
    if (kind === "credential") {
      const entries = this.ballots().filter(({ credential }) => credential === argument);
      return { entries: entries.map(({ index }) => ({ index })) };
    }
    return undefined;
  }

  #status(): object {
    const { manifest } = this.ledger.test;
    const { phase, resultHash } = this.ledger.state;
    return {
      now: this.now(),
      size: this.ledger.entries.length,
      phase,
      suspended: this.isSuspended,
      certified: resultHash !== undefined,
      tallyNotBefore: manifest.tallyNotBefore,
      styles: manifest.styles.map(({ id, opens, portalEnds, issueEnds, castEnds }) => ({
        id,
        opens,
        portalEnds,
        issueEnds,
        castEnds,
      })),
    };
  }

  /** §07.6: verified, kept, promised. */
  #take(transaction: Bytes): HttpAnswer | undefined {
    if (this.holdUntil === undefined || this.holdUntil <= this.now()) return undefined;
    const time = this.holdUntil;
    const { test } = this.ledger;
    const isHeld = this.#held.some((one) => equalBytes(one.transaction, transaction));
    if (!isHeld && !this.breaksPromises) this.#held.push({ transaction, time });
    const message = promiseMessage(test.electionId, transaction, time);
    const signature = signEd25519(test.secrets.validators[0]?.logKey as Bytes, message);
    const promise = toBase64(Uint8Array.of(...u64(time), ...signature));
    return json({ outcome: "PROMISED", promise, untilMs: time, message: {} });
  }

  #enterHeld(): void {
    const due = this.#held.filter(({ time }) => time <= this.now());
    for (const one of due) {
      this.#held.splice(this.#held.indexOf(one), 1);
      this.ledger.at(Math.max(this.ledger.time, one.time)).send(one.transaction);
      this.publish();
    }
  }
}

function typeOf(entry: Bytes): string | undefined {
  const read = decodeEntry(entry);
  const transaction = read.ok ? decodeTransaction(read.value.transaction) : undefined;
  return transaction?.ok ? transaction.value.type : undefined;
}

function ballotIn(entry: Bytes): Bytes | undefined {
  const read = decodeEntry(entry);
  if (!read.ok || !isCast(read.value.transaction)) return undefined;
  const transaction = decodeTransaction(read.value.transaction);
  const body = transaction.ok ? BODIES.cast(transaction.value.body, "") : undefined;
  return body?.ok ? body.value.ballot : undefined;
}

const NOT_FOUND: HttpAnswer = { status: 404, body: new Uint8Array(0) };
const json = (value: unknown): HttpAnswer => ({ status: 200, body: jsonBytes(value) });
const response = (status: number, body: Bytes): Response => new Response(new Uint8Array(body), { status });
