import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { freePorts } from "@veche/abci";
import type { RandomBytes } from "@veche/base";
import type { Member, Validator } from "@veche/election";
import { ed25519PublicKey, encodePoint, multiplyBase, randomScalar } from "@veche/group";
import { makeElection } from "./ceremony.ts";
import { Child, type Role } from "./process/child.ts";
import type { IssuerStarted } from "./process/issuer-process.ts";

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

test("parties, issuers and node, each a process, make an election, and close and certify it by themselves", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "veche-practice-"));
  const child = (name: string, role: Role): Child => {
    const died = (how: string): void => t.diagnostic(`${name}: ${how} ${made.lastWords}`);
    const made = new Child({ name, role, died });
    return made;
  };
  const node = child("node", "node");
  const parties = child("parties", "parties");
  const issuers = [1, 2, 3].map((n) => child(`issuer ${n}`, "issuer"));
  const all = [node, parties, ...issuers];
  t.after(async () => {
    await Promise.all(all.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  });
  const began = Date.now();
  const genesis = { organisations: [await parties.call<Member>("genesis")], quorum: 1 };
  const [port = 0] = await freePorts(1);
  const settings = { nodes: [], portal: "", hotline: "" };
  await node.call("start", { folder, genesis, port, settings });
  const members = await Promise.all(
    issuers.map(async (child, at) => {
      const start = { name: `Issuer ${at + 1}`, folder: join(folder, `issuer-${at + 1}`), port: 0 };
      const { member } = await child.call<IssuerStarted>("start", start);
      return { child, member };
    }),
  );
  const registrar = {
    name: "Registrar",
    key: ed25519PublicKey(randomBytes(32)),
    issueKey: encodePoint(multiplyBase(randomScalar(randomBytes))),
  };
  const validator = await node.call<Validator>("keys", { folder });
  const url = `http://127.0.0.1:${port}`;
  const made = await makeElection(
    {
      folder,
      parties,
      issuers: members,
      engine: "embedded",
      validators: [validator],
      registrar,
      nodes: [url],
      randomBytes,
    },
    {
      campaign: "a",
      title: { en: "A", ru: "А" },
      // As the start does: a busy machine needs as long again, and may become busier.
      setUpMs: Math.max(8_000, 2 * (Date.now() - began)),
      windowMs: 1_000,
      roll: async () => [],
      told: (step) => t.diagnostic(`${step} ${Date.now() - began}`),
    },
  );
  t.diagnostic(`open ${Date.now() - began}`);
  for (;;) {
    const status = (await (await fetch(`${url}/e/${made.id}/status`)).json()) as {
      phase: string;
      certified: boolean;
    };
    if (status.certified) break;
    assert.ok(Date.now() < made.castEnds + 60_000, status.phase);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  t.diagnostic(`certified ${Date.now() - began}`);
});
