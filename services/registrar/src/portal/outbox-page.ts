import type { App } from "./app.ts";
import type { PracticeOutbox } from "./parts.ts";

/** Practice only: shows the messages that never left this machine. There is no such address unless the configuration asks for it. */
export function addOutbox(app: App, outbox: PracticeOutbox): void {
  app.get("/outbox", { config: { access: "public" }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("cache-control", "no-store")
      .header("refresh", "3")
      .send(outboxPage(outbox)),
  );
}

function outboxPage(outbox: PracticeOutbox): string {
  const items = outbox
    .messages()
    .toReversed()
    .map(
      ({ to, subject, text }) =>
        `<li><h2>${escaped(to)}</h2>${subject === undefined ? "" : `<p><strong>${escaped(subject)}</strong></p>`}<pre>${escaped(text)}</pre></li>`,
    );
  const list =
    items.length === 0 ? "<p>Пока ничего. Nothing yet.</p>" : `<ol reversed>${items.join("\n")}</ol>`;
  return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox (practice)</title></head>
<body><main><h1>Исходящие <span lang="en">/ Outbox</span></h1>
<p>Учебный режим: эти СМС и письма никуда не отправлены, их видно только здесь.</p>
<p lang="en">Practice: these messages and e-mails were sent nowhere, they are shown here only.</p>
${list}</main></body></html>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] as string);
