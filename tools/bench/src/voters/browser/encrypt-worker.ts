import { expectOk, type RandomBytes } from "@veche/base";
import { encryptBallot, encryptionContext, type Manifest, SEED_BYTES } from "@veche/election";
import { newSecret } from "@veche/election/spend";
import { multiplyBase, randomScalar } from "@veche/group";

/** Runs as a worker of a browser: a ballot of so many options, encrypted and proven several times. Answers with the times, ms. */
const OPTIONS = 20;
const TIMES = 9;
const SIGNATURE_BYTES = 256;

type WorkerGlobals = {
  readonly crypto: { readonly getRandomValues: (into: Uint8Array) => Uint8Array };
  readonly postMessage: (message: readonly number[]) => void;
};
const globals = globalThis as unknown as WorkerGlobals;
const randomBytes: RandomBytes = (length) => globals.crypto.getRandomValues(new Uint8Array(length));

const none = new Uint8Array(0);
const text = { en: "Bench", ru: "Измерение" };
const member = { key: none, name: "" };
const nobody = { members: [], quorum: 0 };
const time = { castEnds: 0, issueEnds: 0, latestEnd: 0, opens: 0, portalEnds: 0, tick: 0 };
const options = Array.from({ length: OPTIONS }, (_, at) => ({ id: `option-${at}`, title: text }));

/** As much of a manifest as encryption looks at. */
const manifest: Manifest = {
  ...{ veche: 1, kind: "practice", engine: "embedded", nonce: none, origin: "bench", title: text },
  genesis: { organisations: [], quorum: 0 },
  commission: nobody,
  trustees: { ...nobody, stepSeconds: 0 },
  registrar: { issueKey: none, key: none, name: "" },
  issuers: { active: [1, 2], members: [member, member] },
  validators: [],
  witnesses: nobody,
  contests: [{ id: "contest", min: 0, max: 1, proof: "disjunctive", title: text, options }],
  styles: [{ ...time, contests: [0], district: "1", id: "style", title: text }],
  ...{ tallyNotBefore: 0, revoteMax: 0, minimumGroup: 1, tiny: "publish" },
};

const election = { electionId: randomBytes(32), manifest };
const context = encryptionContext(election, multiplyBase(randomScalar(randomBytes)));
const choices = [options.map((_, at) => (at === 0 ? 1 : 0) as 0 | 1)];
const token = [0, 1].map(() => new Uint8Array(SIGNATURE_BYTES));

function once(): number {
  const { x } = newSecret(randomBytes);
  const request = { style: 0, seq: 0, set: 0, x, token, choices, seed: randomBytes(SEED_BYTES) };
  const began = performance.now();
  expectOk(encryptBallot(context, request, randomBytes), "a ballot");
  return performance.now() - began;
}

globals.postMessage(Array.from({ length: TIMES }, once));
