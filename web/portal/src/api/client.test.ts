import assert from "node:assert/strict";
import { test } from "node:test";
import { openPortal, pathOf, signInAddress } from "./client.ts";

type Seen = {
  readonly path: string;
  readonly method: string;
  readonly csrf: string | null;
  readonly body: unknown;
};
type Reply = { readonly status?: number; readonly body: unknown } | "cut";

/** A portal that answers by path, from lists; the last answer of a list stays. */
function portal(replies: Readonly<Record<string, readonly Reply[]>>) {
  const seen: Seen[] = [];
  const counts = new Map<string, number>();
  const fetch = (async (path: string, init: RequestInit) => {
    seen.push({
      path,
      method: init.method ?? "GET",
      csrf: new Headers(init.headers).get("x-veche-csrf"),
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
    });
    const list = replies[path] ?? [];
    const at = counts.get(path) ?? 0;
    counts.set(path, at + 1);
    const reply = list[Math.min(at, list.length - 1)];
    if (reply === undefined || reply === "cut") throw new TypeError("fetch failed");
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(text, { status: reply.status ?? 200 });
  }) as typeof globalThis.fetch;
  return { seen, client: openPortal(fetch) };
}

const session = (csrf: string): Reply => ({ body: { signedIn: true, csrf, now: 1 } });
const message = { en: "No.", ru: "Нет." };
const sms = { method: "sms", code: "123456" } as const;

test("a call that changes something carries the session's csrf value; the session is asked for first", async () => {
  const { client, seen } = portal({
    "/api/session": [session("c1")],
    "/api/campaigns/a/recall": [{ body: {} }],
  });
  assert.deepEqual(await client.recall("a", sms), { kind: "ok", value: {} });
  assert.deepEqual(
    seen.map(({ path, csrf }) => [path, csrf]),
    [
      ["/api/session", null],
      ["/api/campaigns/a/recall", "c1"],
    ],
  );
  assert.deepEqual(seen[1]?.body, { confirmation: sms });
});

test("a csrf value that is out of date is renewed once, not for ever", async () => {
  const stale: Reply = { status: 403, body: { code: "CSRF", message } };
  const { client, seen } = portal({
    "/api/session": [session("old"), session("new")],
    "/api/codes": [stale],
  });
  await client.session();
  const answer = await client.sendCode({ purpose: "issue", subject: "a", language: "en" });
  assert.equal(answer.kind === "refusal" && answer.code, "CSRF");
  assert.deepEqual(
    seen.filter(({ path }) => path === "/api/codes").map(({ csrf }) => csrf),
    ["old", "new"],
  );
});

test("a refusal comes with its code, both sentences, attempts and waiting time", async () => {
  const body = { code: "CODE_WRONG", message, attemptsLeft: 3, retryAfterSeconds: 7 };
  const { client } = portal({
    "/api/session": [session("c")],
    "/api/telephone": [{ status: 403, body }],
  });
  const answer = await client.changeTelephone({ telephone: "+79000001234", confirmation: sms });
  assert.deepEqual(answer, { kind: "refusal", ...body });
});

for (const [name, reply, expected] of [
  ["no network", "cut", "offline"],
  ["a proxy's page", { status: 502, body: "<html>Bad gateway</html>" }, "UNAVAILABLE"],
  [
    "a proxy's page with the status of success",
    { body: "<html>Sign in to the hotel's network</html>" },
    "UNAVAILABLE",
  ],
  ["an answer without its fields", { body: { campaigns: "none", now: 1 } }, "UNAVAILABLE"],
  ["an answer that is no object", { body: "[]" }, "UNAVAILABLE"],
  ["a bare 404", { status: 404, body: "" }, "NOT_FOUND"],
  ["a bare 401", { status: 401, body: "" }, "NOT_SIGNED_IN"],
  ["a bare 429", { status: 429, body: "slow down" }, "TOO_MANY"],
  ["a bare 413", { status: 413, body: "" }, "TOO_LARGE"],
  ["another 4xx", { status: 418, body: "" }, "MALFORMED"],
] as const) {
  test(`${name} is a value, never an exception`, async () => {
    const { client } = portal({ "/api/campaigns": [reply] });
    const answer = await client.campaigns();
    assert.equal(answer.kind === "refusal" ? answer.code : answer.kind, expected);
    if (answer.kind === "refusal") assert.ok(answer.message.en !== "" && answer.message.ru !== "");
  });
}

test("a call that takes too long ends as offline", async () => {
  const fetch = ((_: string, init: RequestInit) =>
    new Promise((_resolve, reject) => {
      init.signal?.addEventListener("abort", () => reject(new DOMException("late", "TimeoutError")));
    })) as typeof globalThis.fetch;
  const original = AbortSignal.timeout;
  AbortSignal.timeout = () => original.call(AbortSignal, 5);
  try {
    // The timer of AbortSignal.timeout does not keep Node alive by itself.
    const alive = setTimeout(() => undefined, 1_000);
    assert.deepEqual(await openPortal(fetch).campaigns(), { kind: "offline" });
    clearTimeout(alive);
  } finally {
    AbortSignal.timeout = original;
  }
});

test("parameters of a path cannot leave their place", () => {
  assert.equal(pathOf("application", { campaign: "a/../b?c" }), "/api/campaigns/a%2F..%2Fb%3Fc/application");
  assert.equal(
    signInAddress("/issue/ab?x=1#y", "en"),
    "/auth/sign-in?return=%2Fissue%2Fab%3Fx%3D1%23y&lang=en",
  );
});
