import type { TestPerson } from "./test-person.ts";

export type Language = "en" | "ru";

const TEXT = {
  en: {
    title: "Choose a test person",
    lead: "This is a practice sign-in without a password. These people do not exist. Choose one, and you are signed in as this person.",
    born: "born",
    document: "document",
    levels: {
      1: "account not confirmed",
      2: "account confirmed remotely",
      3: "account confirmed in person",
    },
    cancel: "Go back without signing in",
    ended: "This sign-in has ended",
    endedLead: "Nothing was changed. Go back to the voter's account and sign in again.",
  },
  ru: {
    title: "Выберите тестового избирателя",
    lead: "Это учебный вход без пароля. Таких людей нет. Выберите любого, и вы войдёте от его имени.",
    born: "дата рождения",
    document: "документ",
    levels: {
      1: "учётная запись не подтверждена",
      2: "учётная запись подтверждена удалённо",
      3: "учётная запись подтверждена лично",
    },
    cancel: "Вернуться без входа",
    ended: "Этот вход уже завершён",
    endedLead: "Ничего не изменилось. Вернитесь в личный кабинет и войдите снова.",
  },
} as const;

/** A page without any script: one form, one button for each person. */
export function loginPage(action: string, persons: readonly TestPerson[], language: Language): string {
  const text = TEXT[language];
  const items = persons.map((person, at) => {
    const name = [person.family, person.given, person.patronymic].filter((part) => part !== "").join(" ");
    const details = [
      `${text.born} ${person.birthDate}`,
      `${text.document} ${person.document}`,
      person.telephone,
      text.levels[person.assurance],
    ];
    return `<li><button name="person" value="${escaped(person.id)}" aria-describedby="about-${at}">${escaped(name)}</button>
<p id="about-${at}">${escaped(details.filter((part) => part !== "").join(", "))}</p></li>`;
  });
  return page(
    language,
    text.title,
    `<nav aria-label="Language / Язык">${link("ru", "Русский", language)} ${link("en", "English", language)}</nav>
<main><h1>${text.title}</h1><p>${text.lead}</p>
<form method="post" action="${escaped(action)}"><ul>
${items.join("\n")}
</ul><p><button name="cancel" value="1" class="plain">${text.cancel}</button></p></form></main>`,
  );
}

export const endedPage = (language: Language): string =>
  page(
    language,
    TEXT[language].ended,
    `<main><h1>${TEXT[language].ended}</h1><p>${TEXT[language].endedLead}</p></main>`,
  );

const link = (to: Language, name: string, current: Language): string =>
  `<a href="?lang=${to}" lang="${to}" hreflang="${to}"${to === current ? ' aria-current="true"' : ""}>${name}</a>`;

const page = (language: Language, title: string, body: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/sign-in.css"></head>
<body>${body}</body></html>
`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] as string);

export const LOGIN_STYLE = `:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }
nav a { display: inline-block; padding: 0.6rem 0.6rem 0.6rem 0; }
ul { list-style: none; padding: 0; }
li { border-top: 2px solid; padding: 0.75rem 0; }
li p { margin: 0.25rem 0 0; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 600; min-height: 3rem; width: 100%; text-align: start; padding: 0.5rem 0.75rem; }
button.plain { font-weight: 400; }
:focus-visible { outline: 3px solid; outline-offset: 3px; }
`;
