import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { PortalIssueAnswer, PortalRefusal } from "@veche/api/portal";
import { beginBallot, blindedOf, credentialOf } from "../crowd/device.ts";
import { ON_ROLL_OF_A } from "../persons.ts";
import { Practice } from "../practice.ts";
import { Voter } from "../testing/voter.ts";
import { auditorsView, comparePollBook } from "./testing/ledger.ts";

const REQUESTS = 200;
/** As if so many pages of one person were open, each with a request of its own. */
const PAGES = 4;

test("200 issue requests of one person at the same time, four different ones: one of them is issued, to all who sent it alike", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "veche-one-issue-"));
  await chmod(folder, 0o711);
  const practice = await Practice.start({
    ...{ folder, minutes: 3, port: 0, lan: false, told: () => undefined },
    pages: { portal: undefined, ballot: undefined },
    portal: { limits: { perSession: 10_000, perAddress: 10_000 } },
  });
  t.after(async () => {
    await practice.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const voter = new Voter(practice.addresses);
  await voter.signIn(ON_ROLL_OF_A[0]?.id ?? "");
  const { electionId, voting } = await voter.handover("a");
  const pages = Array.from({ length: PAGES }, () => beginBallot(voting));
  const blinded = pages.map(blindedOf);
  const confirmation = { method: "sms", code: await voter.issueCode("a") };
  const path = `/api/e/${electionId}/issue`;
  const asked = { confirmation, style: voting.style };
  // The session has confirmed, and nothing is issued yet: from here on only the poll book decides.
  const other = await voter.ask(path, { ...asked, style: 1 - voting.style, blinded: blinded[0] });
  assert.equal((JSON.parse(other.body) as PortalRefusal).code, "STYLE_DIFFERS");
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async (_, at) => {
      const page = at % PAGES;
      const { status, body } = await voter.ask(path, { ...asked, blinded: blinded[page] });
      return { page, status, body };
    }),
  );
  const served = answers.filter(({ status }) => status === 200);
  const won = served[0]?.page;
  assert.ok(won !== undefined, answers[0]?.body);
  assert.equal(served.length, REQUESTS / PAGES);
  assert.deepEqual(new Set(served.map(({ page }) => page)), new Set([won]));
  assert.equal(new Set(served.map(({ body }) => body)).size, 1, "the same signatures for all");
  for (const { status, body } of answers.filter(({ page }) => page !== won))
    assert.deepEqual([status, (JSON.parse(body) as PortalRefusal).code], [409, "ISSUED_OTHERWISE"]);
  const view = await auditorsView(practice);
  assert.deepEqual(await comparePollBook({ folder, practice }, view), { agreed: 1, differing: [] });
  await view.close();
  const issued = JSON.parse(served[0]?.body ?? "") as PortalIssueAnswer;
  await voter.cast(electionId, voting, credentialOf(voting, pages[won] as (typeof pages)[0], issued));
});
