import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { SMTPServerOptions } from "smtp-server";
import { addPeople } from "../application/testing/people.ts";
import { testDatabase } from "../database/testing.ts";
import { queueNotice } from "./queue.ts";
import { type SmtpSettings, smtpChannel } from "./smtp.ts";
import { testMailbox } from "./testing/mailbox.ts";
import { noticeMessage } from "./texts.ts";
import { NoticeWorker } from "./worker.ts";

const places = { portal: "https://portal.example/", hotline: "8 800 000-00-00" };
const message = noticeMessage("accepted", "", places);
const AUTH = { user: "registrar", pass: "secret of the test" };

const settingsFor = (port: number, ca: string): SmtpSettings => ({
  host: "localhost",
  port,
  secure: false,
  from: "veche@portal.example",
  auth: AUTH,
  ca,
});

async function mailbox(t: TestContext, options?: SMTPServerOptions, change: Partial<SmtpSettings> = {}) {
  const box = await testMailbox(t, options);
  const channel = smtpChannel({ ...settingsFor(box.port, box.ca), ...change });
  t.after(channel.close);
  return { ...box, channel };
}

test("a letter arrives over STARTTLS, in both languages, marked as automatic", async (t) => {
  const { channel, mails } = await mailbox(t);
  assert.deepEqual(await channel.send("anna@mail.example", message, "0a1b2c"), {
    ok: true,
    value: undefined,
  });
  const [mail] = mails;
  assert.deepEqual(mail?.to, ["anna@mail.example"]);
  assert.match(mail?.text ?? "", /^Auto-Submitted: auto-generated\r$/m);
  assert.match(mail?.text ?? "", /^Message-ID: <0a1b2c@portal\.example>\r$/m);
  const [, body = ""] = (mail?.text ?? "").split("\r\n\r\n", 2);
  assert.ok(mail?.text.includes("To: anna@mail.example\r\n"));
  assert.ok(Buffer.from(body, "base64").toString("utf8").includes("Ваше заявление принято"), body);
});

test("a letter arrives over TLS from the first byte", async (t) => {
  const { channel, mails } = await mailbox(t, { secure: true }, { secure: true });
  assert.ok((await channel.send("anna@mail.example", message, "0a1b2c")).ok);
  assert.equal(mails.length, 1);
});

test("L33 no letter and no password goes to a server that nobody vouches for, or without TLS", async (t) => {
  const asked: string[] = [];
  const onAuth: SMTPServerOptions["onAuth"] = ({ username }, _session, done) => {
    asked.push(username ?? "");
    done(null, { user: username });
  };
  const stranger = await testMailbox(t);
  const cases = [
    await mailbox(t, { onAuth }, { ca: stranger.ca }),
    await mailbox(t, { onAuth }, { host: "127.0.0.1" }),
    await mailbox(t, { onAuth, disabledCommands: ["STARTTLS"], allowInsecureAuth: true }),
  ];
  for (const { channel, mails } of cases) {
    assert.deepEqual(await channel.send("anna@mail.example", message, "0a1b2c"), {
      ok: false,
      error: { code: "UNREACHABLE" },
    });
    assert.equal(mails.length, 0);
  }
  assert.deepEqual(asked, []);
  const control = await mailbox(t, { onAuth });
  assert.ok((await control.channel.send("anna@mail.example", message, "0a1b2c")).ok, "positive control");
  assert.deepEqual(asked, ["registrar"]);
});

test("what the server says of an address, of a letter and of us is told apart", async (t) => {
  const says = (responseCode: number) => Object.assign(new Error("said"), { responseCode });
  const { channel } = await mailbox(t, {
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("gone") ? done(says(550)) : address.startsWith("grey") ? done(says(451)) : done(),
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on("end", () => done(says(554)));
    },
  });
  const codeFor = async (address: string, by = channel): Promise<string> => {
    const sent = await by.send(address, message, "0a1b2c");
    return sent.ok ? "ok" : sent.error.code;
  };
  assert.equal(await codeFor("gone@mail.example"), "REFUSED");
  assert.equal(await codeFor("grey@mail.example"), "LATER");
  assert.equal(await codeFor("anna@mail.example"), "LATER", "the letter was not taken");
  const sender = await mailbox(t, { onMailFrom: (_from, _session, done) => done(says(550)) });
  assert.equal(await codeFor("anna@mail.example", sender.channel), "UNREACHABLE", "we are not welcome");
  const password = await mailbox(t, {}, { auth: { ...AUTH, pass: "another" } });
  assert.equal(await codeFor("anna@mail.example", password.channel), "UNREACHABLE");
  const nobody = smtpChannel(settingsFor(1, ""));
  t.after(nobody.close);
  assert.equal(await codeFor("anna@mail.example", nobody), "UNREACHABLE");
});

test("killed with -9 between the server's yes and our own note, a notice is sent again and never lost", async (t) => {
  const { db, url } = await testDatabase(t);
  await addPeople(db, 1);
  await queueNotice(db, { account: "a-0", kind: "applied", address: "anna0@mail.example", now: 0 });
  let child: ReturnType<typeof spawn> | undefined;
  const letters: string[] = [];
  const { port, ca, channel } = await mailbox(t, {
    onData: (stream, { envelope }, done) => {
      stream.resume();
      stream.on("end", () => {
        letters.push(envelope.rcptTo[0]?.address ?? "");
        if (letters.length === 1) child?.kill("SIGKILL");
        else done();
      });
    },
  });
  child = spawn(
    process.execPath,
    [
      "--conditions=source",
      "--import",
      "tsx",
      join(import.meta.dirname, "testing/send-child.ts"),
      url,
      JSON.stringify(settingsFor(port, ca)),
    ],
    { stdio: "ignore" },
  );
  const [, signal] = await once(child, "exit");
  assert.equal(signal, "SIGKILL");
  const worker = new NoticeWorker({ db, channels: [channel], places, startedAt: 0 });
  // The server frees a dead process's row when it sees that its connection is gone.
  for (let tries = 0; tries < 100 && (await worker.pass(1)).sent === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(letters, ["anna0@mail.example", "anna0@mail.example"]);
  assert.deepEqual(await db.selectFrom("notice").select(["status"]).execute(), [{ status: "sent" }]);
});
