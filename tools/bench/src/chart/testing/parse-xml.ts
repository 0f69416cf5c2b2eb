/** Enough of XML for what our charts write; throws at the first fault. */
export type XmlNode = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};

const TAG = /^<([a-z]+)((?:\s+[A-Za-z0-9:-]+="[^"<]*")*)(\/?)>/;

export function parseXml(source: string): XmlNode {
  const { node, rest } = parseElement(source.trim());
  if (rest !== "") throw new SyntaxError(`after the end: ${rest.slice(0, 40)}`);
  return node;
}

function parseElement(source: string): { readonly node: XmlNode; readonly rest: string } {
  const tag = TAG.exec(source);
  if (tag === null) throw new SyntaxError(`no tag: ${source.slice(0, 40)}`);
  const [whole, name = "", attributeText = "", closed] = tag;
  const attributes = new Map<string, string>();
  for (const [, key = "", value = ""] of attributeText.matchAll(/([A-Za-z0-9:-]+)="([^"]*)"/g)) {
    if (attributes.has(key)) throw new SyntaxError(`twice: ${key}`);
    attributes.set(key, plain(value));
  }
  const children: XmlNode[] = [];
  let [rest, text] = [source.slice(whole.length), ""];
  while (closed === "" && !rest.startsWith(`</${name}>`)) {
    if (rest === "") throw new SyntaxError(`${name} does not end`);
    if (rest.startsWith("<")) {
      const child = parseElement(rest);
      children.push(child.node);
      rest = child.rest;
    } else {
      const piece = rest.slice(0, rest.indexOf("<"));
      text += plain(piece);
      rest = rest.slice(piece.length);
    }
  }
  const end = closed === "" ? `</${name}>`.length : 0;
  return { node: { name, attributes, children, text }, rest: rest.slice(end) };
}

function plain(text: string): string {
  if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new SyntaxError(`a bare ampersand: ${text}`);
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
