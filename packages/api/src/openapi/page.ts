import { type Answer, OPENAPI_ROUTES, type OpenApi, type Operation } from "./document.ts";

/**
 * The document as a page to read, in both languages: no script, no style, nothing loaded, so that it may be shown under
 * `default-src 'none'`.
 */
export function documentPage({ info, paths }: OpenApi): string {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      routePart(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(info.title)}</title>\n</head>\n<body>\n<main>\n<h1>${escaped(info.title)}</h1>`,
    `<p>${escaped(info.description)}</p>`,
    russian("p", info["x-description-ru"]),
    `<p><a href="${OPENAPI_ROUTES.document}">OpenAPI 3.1</a></p>`,
    ...routes,
    "</main>\n</body>\n</html>\n",
  ].join("\n");
}

function routePart(title: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const takes = [
    ...parameters.map(
      ({ name, description }) => `<li><code>${escaped(name)}</code>: ${escaped(description)}</li>`,
    ),
    ...Object.keys(requestBody?.content ?? {}).map((type) => `<li><code>${escaped(type)}</code></li>`),
  ];
  return [
    `<h2><code>${escaped(title)}</code></h2>`,
    `<p>${escaped(summary)}</p>`,
    russian("p", operation["x-summary-ru"]),
    ...(description === undefined ? [] : [`<p>${escaped(description)}</p>`]),
    ...(takes.length === 0 ? [] : ["<ul>", ...takes, "</ul>"]),
    "<dl>",
    ...Object.entries(responses).map(([status, answer]) => answerPart(status, answer)),
    "</dl>",
  ].join("\n");
}

function answerPart(status: string, { description, content }: Answer): string {
  const types = Object.keys(content).map((type) => `<code>${escaped(type)}</code>`);
  const told = Object.values(content).flatMap(({ examples = {} }) => Object.entries(examples));
  const codes = told.map(([code, { value }]) => {
    const { message } = value as { readonly message: { readonly en: string; readonly ru: string } };
    return `<li><code>${escaped(code)}</code> ${escaped(message.en)} ${russian("span", message.ru)}</li>`;
  });
  const list = codes.length === 0 ? "" : `\n<ul>\n${codes.join("\n")}\n</ul>\n`;
  return `<dt>${status}</dt>\n<dd>${escaped(description)} (${types.join(", ")})${list}</dd>`;
}

const russian = (tag: string, text: string): string => `<${tag} lang="ru">${escaped(text)}</${tag}>`;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
