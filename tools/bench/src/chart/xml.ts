/** A few lines that write XML, so that everything in it is escaped. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Marks text that is XML already. */
export type Xml = { readonly xml: string };

export function element(name: string, attributes: Attributes, ...children: readonly (Xml | string)[]): Xml {
  const head = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === "number" ? numberText(value) : value)}"`)
    .join("");
  const inner = children.map((child) => (typeof child === "string" ? escaped(child) : child.xml)).join("");
  return { xml: inner === "" ? `<${name}${head}/>` : `<${name}${head}>${inner}</${name}>` };
}

/** Coordinates to a tenth: finer is invisible, and shorter is easier to compare. */
export const numberText = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
