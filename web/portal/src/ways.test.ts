import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { toBase64 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { findChromium } from "@veche/ui/testing";
import type { Page } from "playwright-core";
import { fromBase64Url } from "./handover/fragment.ts";
import * as invented from "./testing/answers.ts";
import { openStage, type Stage } from "./testing/chromium-host.ts";
import { requestFragment } from "./testing/request-fragment.ts";

const { PATH = "", CI } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";
const { application, campaign, codeSent, ELECTION, handover, issuedAnswer, NOW, ok, refusal, session } =
  invented;

let stage: Stage;
before(async () => {
  if (executable !== undefined) stage = await openStage(executable);
});
after(async () => {
  if (executable !== undefined) await stage.close();
});

/** A voter's way through the portal as it is built; the ballot host is a bare page that keeps what it was handed. */
function way(name: string, go: (page: Page, answers: Record<string, invented.Reply>) => Promise<void>): void {
  test(name, { skip: missingTool(executable, reason, { CI }) }, async () => {
    const context = await stage.browser.newContext({ locale: "en-GB" });
    const page = await context.newPage();
    // Beyond what a machine takes that is busy with other browsers.
    page.setDefaultTimeout(30_000);
    await page.route("https://ballot.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<h1>ballot page</h1>" }),
    );
    const answers: Record<string, invented.Reply> = {
      "/api/session": ok(session),
      "/api/campaigns": ok({ campaigns: [campaign.voting, campaign.registration], now: NOW }),
      "/api/campaigns/zarechye/application": ok(application.accepted),
      "/api/campaigns/zarechye/handover": ok(handover),
      "/api/campaigns/priozyorsk/application": ok(application.none),
      "/api/codes": ok(codeSent),
      [`/api/e/${ELECTION}/issue`]: ok(issuedAnswer),
    };
    stage.host.answer(answers);
    try {
      await go(page, answers);
    } finally {
      await context.close();
    }
  });
}

const blinded = new Uint8Array(256).fill(9);
const REQUEST = `/issue/${ELECTION}#${requestFragment(2, blinded)}`;
const heading = (page: Page, text: string) => page.getByRole("heading", { level: 1, name: text }).waitFor();
const arrived = async (page: Page): Promise<string> => {
  await page.waitForURL("https://ballot.example/**");
  return new URL(page.url()).hash.slice(1);
};

way(
  "§12.2.2: the way to the ballot page hands over `v` with the style, the language that is read, and no request",
  async (page) => {
    await page.goto(`${stage.host.origin}/elections/zarechye/ballot`);
    await page.getByRole("button", { name: "Go to the ballot page" }).click();
    const hash = await arrived(page);
    assert.equal(hash.charAt(0), "v");
    const bytes = fromBase64Url(hash.slice(1));
    assert.deepEqual(bytes?.slice(0, 4), Uint8Array.of(1, 4, 0, 2));
    assert.equal(bytes?.length, 36);
  },
);

way(
  "a device is to be checked in advance: once the ballot is given out the account says nothing of it",
  async (page, answers) => {
    const advice = page.getByText("Check your device in advance");
    for (const [standing, count] of [
      ["accepted", 1],
      ["issued", 0],
      ["onPaper", 0],
    ] as const) {
      answers["/api/campaigns/zarechye/application"] = ok(application[standing]);
      await page.goto("about:blank");
      await page.goto(`${stage.host.origin}/elections/zarechye`);
      await page.locator("h1").first().waitFor();
      await page.locator("main aside").first().waitFor();
      assert.equal(await advice.count(), count, standing);
    }
  },
);

way(
  "⚔ §12.2.1: `b` leaves the address at once; a sign-in and a refresh lose nothing; `s` goes back, sealed, of one length",
  async (page, answers) => {
    stage.host.answer({ ...answers, "/api/session": ok(invented.signedOut) });
    await page.goto(stage.host.origin + REQUEST);
    await heading(page, "Sign in to go on");
    assert.equal(page.url(), `${stage.host.origin}/issue/${ELECTION}`);
    assert.equal(
      await page.getByRole("link", { name: "Sign in" }).getAttribute("href"),
      `/auth/sign-in?return=%2Fissue%2F${ELECTION}&lang=en`,
    );
    stage.host.answer(answers);
    await page.goto(`${stage.host.origin}/issue/${ELECTION}`);
    await page.reload();
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("12 34-56");
    await page.getByRole("button", { name: "Get the ballot" }).click();
    const hash = await arrived(page);
    assert.equal(hash.charAt(0), "s");
    const sealed = Buffer.from(fromBase64Url(hash.slice(1)) ?? []);
    assert.equal(sealed.length, 1 + 65 + 65_536 + 16);
    assert.equal(sealed.indexOf("c2sp.org/tlog-proof@v1"), -1);
    const asked = stage.host.posted.find(({ path }) => path.endsWith("/issue"));
    assert.deepEqual(asked?.body, {
      confirmation: { method: "sms", code: "123456" },
      style: 2,
      blinded: [Buffer.from(blinded).toString("base64")],
    });
    await page.goto(`${stage.host.origin}/issue/${ELECTION}`);
    await heading(page, "There is no request here");
  },
);

way(
  "a wrong code says how many attempts are left, takes the focus, and the right one goes on",
  async (page, answers) => {
    const issue = `/api/e/${ELECTION}/issue`;
    stage.host.answer({ ...answers, [issue]: refusal("CODE_WRONG", { attemptsLeft: 1 }) });
    await page.goto(stage.host.origin + REQUEST);
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("111111");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The code did not match. 1 attempt left.").waitFor();
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.evaluate(() => document.activeElement?.className), "error-summary");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "code");
    stage.host.answer(answers);
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await arrived(page);
  },
);

way(
  "a busy service: the page waits and asks again by itself, the same; then the ballot comes",
  async (page, answers) => {
    const issue = `/api/e/${ELECTION}/issue`;
    stage.host.answer({ ...answers, [issue]: refusal("UNAVAILABLE", { retryAfterSeconds: 1 }) });
    await page.goto(stage.host.origin + REQUEST);
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("123456");
    await page.keyboard.press("Enter");
    await heading(page, "You are in the queue");
    stage.host.answer(answers);
    await arrived(page);
  },
);

way(
  "a service that is a moment behind: the page says so, names no queue, and asks again by itself",
  async (page, answers) => {
    const issue = `/api/e/${ELECTION}/issue`;
    for (const code of ["NOT_OPEN", "ISSUERS_UNAVAILABLE"] as const) {
      stage.host.answer({ ...answers, [issue]: refusal(code, { retryAfterSeconds: 1 }) });
      await page.goto(stage.host.origin + REQUEST);
      await page.getByRole("button", { name: "Get the code" }).click();
      await page.getByLabel("Code").fill("123456");
      await page.keyboard.press("Enter");
      await heading(page, "One moment");
      stage.host.answer(answers);
      await arrived(page);
    }
  },
);

way(
  "an answer that is lost: asking again gives the same ballot; nothing is filled in anew",
  async (page, answers) => {
    stage.host.answer({ ...answers, [`/api/e/${ELECTION}/issue`]: "cut" });
    await page.goto(stage.host.origin + REQUEST);
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("123456");
    await page.keyboard.press("Enter");
    await heading(page, "The connection was lost");
    stage.host.answer(answers);
    await page.getByRole("button", { name: "Try again" }).click();
    await arrived(page);
  },
);

way(
  "an answer that no ballot page could take: the ballot is not said to be unissued, and asking again gives it",
  async (page, answers) => {
    const signatures = [toBase64(new Uint8Array(255))];
    stage.host.answer({ ...answers, [`/api/e/${ELECTION}/issue`]: ok({ ...issuedAnswer, signatures }) });
    await page.goto(stage.host.origin + REQUEST);
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("123456");
    await page.keyboard.press("Enter");
    await page.getByText("It cannot be issued twice").waitFor();
    stage.host.answer(answers);
    await page.getByRole("button", { name: "Try again" }).click();
    await arrived(page);
  },
);

way("an application by keyboard alone, with a number as people type it", async (page, answers) => {
  await page.goto(`${stage.host.origin}/elections/priozyorsk/apply`);
  await heading(page, "Apply to vote online");
  await page.getByLabel("Mobile phone").focus();
  await page.keyboard.type("8 (900) 000-12-34");
  await page.keyboard.press("Tab");
  await page.keyboard.type("anna@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(page, "Check your answers");
  await page.getByRole("button", { name: "Get the code" }).press("Enter");
  await page.getByLabel("Code").focus();
  await page.keyboard.type("123456");
  stage.host.answer({ ...answers, "/api/campaigns/priozyorsk/application": ok(application.accepted) });
  await page.keyboard.press("Enter");
  await page.getByText("26-0412-7731").waitFor();
  await heading(page, "Your application is accepted");
  const applied = stage.host.posted.find(({ path }) => path.endsWith("/application"));
  assert.deepEqual(applied?.body, {
    telephone: "+79000001234",
    email: "anna@example.org",
    confirmation: { method: "sms", code: "123456" },
    consent: true,
  });
});

way("the session's end is told two minutes before, and one press keeps it", async (page, answers) => {
  stage.host.answer({ ...answers, "/api/session": ok({ ...session, endsAt: NOW + 119_000 }) });
  await page.goto(`${stage.host.origin}/elections`);
  await page.getByRole("dialog").getByText("Are you still there?").waitFor();
  stage.host.answer(answers);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

way(
  "a session that has ended leaves nothing of the account on the page and leads back",
  async (page, answers) => {
    stage.host.answer({ ...answers, "/api/session": ok({ ...session, endsAt: NOW + 4_000 }) });
    await page.goto(`${stage.host.origin}/elections/zarechye`);
    await page.getByText("Соколова").waitFor();
    // What the page asked when it was opened has prolonged the session, which it finds out within a second.
    await page.waitForTimeout(1_500);
    await page.getByRole("dialog").getByText("Are you still there?").waitFor();
    stage.host.answer({ ...answers, "/api/session": ok(invented.signedOut) });
    await heading(page, "Your session has ended");
    assert.equal(await page.getByText("Соколова").count(), 0);
    assert.ok(stage.host.posted.some(({ path }) => path === "/api/sign-out"));
    assert.equal(
      await page.getByRole("link", { name: "Sign in again" }).getAttribute("href"),
      "/auth/sign-in?return=%2Felections%2Fzarechye&lang=en",
    );
  },
);

way(
  "§12.2.6: a request that began elsewhere asks the reader; one that began here does not, and only for as long as it is not issued",
  async (page) => {
    const asks = async (path: string): Promise<boolean> => {
      await page.goto("about:blank");
      await page.goto(stage.host.origin + path);
      await heading(page, "Confirm that you want your ballot");
      return (await page.getByText("Have you just asked for your ballot?").count()) === 1;
    };
    const goToBallotPage = async (): Promise<void> => {
      await page.goto(`${stage.host.origin}/elections/zarechye/ballot`);
      await page.getByRole("button", { name: "Go to the ballot page" }).click();
      await arrived(page);
    };
    const another = `/issue/${ELECTION}#${requestFragment(2, new Uint8Array(256).fill(8))}`;
    assert.equal(await asks(REQUEST), true);
    await goToBallotPage();
    assert.equal(await asks(REQUEST), false);
    assert.equal(await asks(REQUEST), false, "the same request, handed over again");
    assert.equal(await asks(another), true, "⚔ somebody else's link after it");
    assert.equal(await asks(REQUEST), false);
    await page.getByRole("button", { name: "Get the code" }).click();
    await page.getByLabel("Code").fill("123456");
    await page.getByRole("button", { name: "Get the ballot" }).click();
    await arrived(page);
    assert.equal(await asks(REQUEST), true, "⚔ after the issuing the note is gone");
  },
);
