import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Check } from "typebox/schema";
import { BALLOT_HOST_ROUTES } from "../ballot-host.ts";
import { readSignRequest } from "../credential-codecs.ts";
import type { SignRequest } from "../messages.ts";
import { SENTENCES, sentenceFor } from "../outcomes.ts";
import { ISSUER_REFUSALS } from "../refusals.ts";
import { ISSUER_ROUTES, NODE_ROUTES } from "../routes.ts";
import { bodyDeviation, deviation, routeOf } from "../testing/conformance.ts";
import { openApiFaults } from "../testing/open-api-faults.ts";
import { type Media, type OpenApi, openApiPath } from "./document.ts";
import { issuerOpenApi } from "./issuer.ts";
import { nodeOpenApi } from "./node.ts";
import { documentPage } from "./page.ts";
import { ISSUER_SHAPES, TransactionAnswerShape } from "./shapes.ts";

const NO_REFUSALS = ["ACCEPTED", "BLAMED", "PROMISED", "BUSY", "UNKNOWN_ELECTION"];
const refusals = Object.keys(SENTENCES)
  .filter((code) => !NO_REFUSALS.includes(code))
  .map((outcome, at) => ({ outcome, number: 10 + at, transient: false, message: sentenceFor(outcome) }));
const node = nodeOpenApi({ refusals, notFound: { en: "Not there.", ru: "Этого нет." } });
const issuer = issuerOpenApi();
const DOCUMENTS = { node, issuer } as const;
const TABLES = {
  node: { ...NODE_ROUTES, ...BALLOT_HOST_ROUTES },
  issuer: ISSUER_ROUTES,
} as const;

/** Routes that stand in only one of table and document. */
function differences(table: Readonly<Record<string, string>>, { paths }: OpenApi): readonly string[] {
  const [expected, stated] = [Object.values(table).map(openApiPath), Object.keys(paths)];
  return [
    ...expected.filter((path) => !stated.includes(path)),
    ...stated.filter((path) => !expected.includes(path)),
  ];
}

function without({ paths, ...rest }: OpenApi, path: string): OpenApi {
  return { ...rest, paths: Object.fromEntries(Object.entries(paths).filter(([one]) => one !== path)) };
}

function mediaOf({ paths }: OpenApi): readonly (readonly [string, Media])[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.values(item).flatMap(({ requestBody, responses }) => [
      ...Object.values(requestBody?.content ?? {}).map((media) => [path, media] as const),
      ...Object.entries(responses).flatMap(([status, { content }]) =>
        Object.values(content).map((media) => [`${path} ${status}`, media] as const),
      ),
    ]),
  );
}

for (const service of ["node", "issuer"] as const) {
  const document = DOCUMENTS[service];

  test(`every route of the ${service} stands in its document and no other; one that is taken out is missed`, () => {
    assert.deepEqual(differences(TABLES[service], document), []);
    for (const path of Object.keys(document.paths))
      assert.deepEqual(differences(TABLES[service], without(document, path)), [path]);
    assert.deepEqual(differences({ ...TABLES[service], more: "/more/:id" }, document), ["/more/{id}"]);
  });

  test(`the document of the ${service} is OpenAPI 3.1, also as it travels; a broken one is not`, () => {
    const travelled = JSON.parse(JSON.stringify(document)) as OpenApi;
    assert.deepEqual(openApiFaults(travelled), []);
    const [path = ""] = Object.keys(travelled.paths);
    for (const broken of [
      { ...travelled, openapi: "2.0" },
      { ...travelled, paths: { [path]: { get: { responses: { 200: {} } } } } },
      { ...travelled, paths: { [path.slice(1)]: {} } },
      { ...travelled, info: {} },
    ])
      assert.notDeepEqual(openApiFaults(broken), []);
  });

  test(`parameters of the ${service} are those of its paths, references lead somewhere, and names are used once`, () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).map((operation) => ({ path, ...operation })),
    );
    for (const { path, parameters = [] } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(
        parameters.map(({ name }) => name),
        named,
        path,
      );
      for (const { schema, example } of parameters) assert.ok(Check(schema, String(example)), path);
    }
    const ids = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, n]) => n,
    );
    for (const name of names) assert.ok(document.components.schemas[String(name)], name);
  });

  test(`every example of the ${service} is one of its schema, and JSON has one`, () => {
    let seen = 0;
    for (const [where, media] of mediaOf(document)) {
      const values = [
        ...("example" in media ? [media.example] : []),
        ...Object.values(media.examples ?? {}).map(({ value }) => value),
      ];
      seen += values.length;
      for (const value of values) assert.equal(bodyDeviation(document, media, value), undefined, where);
    }
    assert.ok(seen >= Object.keys(document.paths).length);
  });
}

test("every refusal stands with its sentence under exactly one status that refuses", () => {
  const codesOf = (document: OpenApi, path: string, statuses: readonly string[]): readonly string[] =>
    statuses.flatMap((status) =>
      Object.keys(
        document.paths[path]?.post?.responses[status]?.content["application/json"]?.examples ?? assert.fail(),
      ),
    );
  const taken = codesOf(node, openApiPath(NODE_ROUTES.transaction), ["400", "409", "413"]);
  assert.deepEqual([...taken].sort(), refusals.map(({ outcome }) => outcome).sort());
  assert.deepEqual(
    [...codesOf(issuer, ISSUER_ROUTES.sign, ["400", "409"])].sort(),
    Object.keys(ISSUER_REFUSALS).sort(),
  );
});

test("an answer to a transaction is one by its type, whatever its status", () => {
  const responses = Object.entries(node.paths[openApiPath(NODE_ROUTES.transaction)]?.post?.responses ?? {});
  for (const [status, { content }] of responses.filter(([status]) => status !== "404")) {
    const { example, examples = {} } = content["application/json"] ?? assert.fail(status);
    for (const value of [example, ...Object.values(examples).map(({ value }) => value)])
      if (value !== undefined) assert.ok(Check(TransactionAnswerShape, value), status);
  }
  assert.equal(Check(TransactionAnswerShape, { outcome: "ACCEPTED" }), false);
});

test("the schema of a sign request takes exactly what the issuer's reader takes", () => {
  const hex = fc.constantFrom("ab".repeat(32), "AB".repeat(32), "ab".repeat(31), "zz".repeat(32), "", 7);
  const rsa = fc.constantFrom(
    `${"A".repeat(342)}==`,
    `${"A".repeat(341)}B==`,
    `${"A".repeat(341)}Q==`,
    "AAAA",
    `${"A".repeat(340)}A===`,
    null,
  );
  const request = fc.record(
    {
      election: hex,
      style: fc.oneof(fc.string({ maxLength: 40, unit: "grapheme-ascii" }), fc.constant(1)),
      entry: hex,
      hashes: fc.oneof(fc.array(hex, { maxLength: 32 }), fc.constant("none")),
      blinded: rsa,
      more: fc.constant(1),
    },
    { requiredKeys: ["election", "style", "entry", "hashes"] },
  );
  const agree = (value: unknown): void =>
    assert.equal(Check(ISSUER_SHAPES.SignRequest, value), readSignRequest(value) !== undefined);
  fc.assert(fc.property(request, agree), { numRuns: 300 });
  const right: SignRequest = {
    election: "ab".repeat(32),
    style: "a".repeat(32),
    entry: "ab".repeat(32),
    hashes: new Array<string>(30).fill("ab".repeat(32)),
    blinded: `${"A".repeat(342)}==`,
  };
  assert.ok(Check(ISSUER_SHAPES.SignRequest, right));
  const changes = [
    {},
    { style: "a".repeat(33) },
    { hashes: [...right.hashes, right.entry] },
    { hashes: [] },
    { blinded: `${"A".repeat(341)}B==` },
    { blinded: `${"A".repeat(341)}w==` },
    { entry: right.entry.toUpperCase() },
    { more: 1 },
  ];
  for (const change of changes) agree({ ...right, ...change });
});

test("what an answer must not be: another route, status, type, header, body or sentence", () => {
  const busy = {
    method: "get",
    path: "/elections",
    status: 500,
    headers: { "content-type": "application/json; charset=utf-8", "retry-after": "5" },
    body: JSON.stringify({ outcome: "BUSY", retryAfterSeconds: 5, message: sentenceFor("BUSY") }),
  } as const;
  assert.equal(deviation(node, busy), undefined);
  const id = "00".repeat(32);
  const deviations = [
    { path: "/other" },
    { method: "post" },
    { status: 501 },
    { headers: { "content-type": "application/json" } },
    { headers: { ...busy.headers, "content-type": "text/plain" } },
    { body: JSON.stringify({ outcome: "BUSY", retryAfterSeconds: 0, message: sentenceFor("BUSY") }) },
    { body: JSON.stringify({ ...JSON.parse(busy.body), more: 1 }) },
  ] as const;
  for (const change of deviations)
    assert.notEqual(deviation(node, { ...busy, ...change }), undefined, JSON.stringify(change));
  const missing = { ...busy, path: `/e/${id}/status`, status: 404 };
  const told = (outcome: string, message: unknown): string => JSON.stringify({ outcome, message });
  assert.equal(
    deviation(node, { ...missing, body: told("UNKNOWN_ELECTION", sentenceFor("UNKNOWN_ELECTION")) }),
    undefined,
  );
  for (const body of [told("UNKNOWN_ELECTION", sentenceFor("BUSY")), told("GONE", sentenceFor("BUSY"))])
    assert.notEqual(deviation(node, { ...missing, body }), undefined);
  assert.equal(routeOf(node, `/e/${id}/tile/entries/000.p/1`), "/e/{id}/tile/{tile}");
  assert.equal(routeOf(node, `/e/${id}/`), "/e/{id}/");
});

test("the page to read names every route, status and code in both languages, loads nothing and escapes what it shows", () => {
  for (const document of Object.values(DOCUMENTS)) {
    const page = documentPage(document);
    for (const [path, item] of Object.entries(document.paths)) {
      assert.ok(page.includes(path), path);
      for (const operation of Object.values(item))
        assert.ok(page.includes(operation.summary) && page.includes(operation["x-summary-ru"]));
    }
    assert.doesNotMatch(page, /<script|<style|<img|<link|style=|src=| on[a-z]+=/);
    assert.match(page, /lang="ru"/);
  }
  assert.ok(documentPage(issuer).includes(ISSUER_REFUSALS.NOT_ISSUED.message.ru));
  const planted = { ...issuer, info: { ...issuer.info, title: '<script>"&' } };
  assert.ok(documentPage(planted).includes("&lt;script&gt;&quot;&amp;"));
});
