import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** What is wrong with a page as people meet it, as sentences. */
export type Findings = readonly string[];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The text of axe-core, for `page.evaluate`: a policy without inline scripts stops script tags, but not the debugger. */
export async function axeScript(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

type AxeResult = {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
};
type AxeWindow = { readonly axe: { run(root: Document, options: object): Promise<AxeResult> } };

/** WCAG 2.0 to 2.2, levels A and AA, and good practice. axe-core has to be in the page. */
export async function axeFindings(page: Page): Promise<Findings> {
  const result = await page.evaluate(
    (values) =>
      (globalThis as unknown as AxeWindow).axe.run(document, {
        runOnly: { type: "tag", values },
        resultTypes: ["violations"],
      }),
    RULES,
  );
  return result.violations.map((each) => `${each.id}: ${each.help}: ${each.nodes[0]?.html ?? ""}`);
}

/** Elements that make the page scroll sideways. */
export const sidewaysFindings = (page: Page): Promise<Findings> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *, header *, footer *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => `wider than ${width} px: ${element.outerHTML.slice(0, 120)}`);
  });

/** Controls that the tab key does not reach, or that are reached in another order than they stand in. */
export async function tabFindings(page: Page): Promise<Findings> {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea")];
    const shown = all.filter((element) => element.checkVisibility());
    // The tab key takes a group of radio buttons as one.
    const groups = new Set<string>();
    const stops = shown.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      const isFirst = !groups.has(element.name);
      groups.add(element.name);
      return isFirst;
    });
    for (const [place, element] of stops.entries()) element.setAttribute("data-stop", String(place));
    // From the beginning of the page, wherever the focus was.
    document.body.setAttribute("tabindex", "-1");
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return stops.length;
  });
  await page.evaluate(recordStops);
  for (let press = 0; press < wanted; press++) await page.keyboard.press("Tab");
  const reached = await page.evaluate(() => document.documentElement.getAttribute("data-stops") ?? "");
  const expected = Array.from({ length: wanted }, (_, place) => String(place));
  return expected.join(" ") === reached.trim() ? [] : [`tab order is ${reached} of ${wanted}`];
}

/** Runs in the page: notes the mark of each control that takes the focus, for a radio button that of its group's first. */
function recordStops(): void {
  const root = document.documentElement;
  // A page that is tested again keeps its listener.
  if (!root.hasAttribute("data-stops")) {
    document.addEventListener("focusin", ({ target }) => {
      const element = target as HTMLElement;
      const first =
        element instanceof HTMLInputElement && element.type === "radio"
          ? document.querySelector<HTMLElement>(`input[name="${element.name}"]`)
          : element;
      const before = root.getAttribute("data-stops") ?? "";
      root.setAttribute("data-stops", `${before} ${first?.getAttribute("data-stop") ?? "nothing"}`);
    });
  }
  root.setAttribute("data-stops", "");
}
