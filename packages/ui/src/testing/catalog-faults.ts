import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { readMessage } from "../language/message.ts";
import type { Catalog } from "../texts/index.ts";

/**
 * What is wrong with a catalog, as sentences: a key of one language only, a text that is no ICU message or none that our pages read, arguments or
 * tags that differ between the languages, a Russian plural without one, few and many. Empty: nothing.
 */
export function catalogFaults(catalog: Catalog): readonly string[] {
  const keys = [...new Set([...Object.keys(catalog.en), ...Object.keys(catalog.ru)])].sort();
  return keys.flatMap((key) => {
    const en = catalog.en[key];
    const ru = catalog.ru[key];
    if (en === undefined || ru === undefined) return [`${key}: missing in ${en === undefined ? "en" : "ru"}`];
    return faultsOfPair(key, en, ru);
  });
}

function faultsOfPair(key: string, en: string, ru: string): readonly string[] {
  const read = { en: factsOf(en), ru: factsOf(ru) };
  if (read.en === undefined || read.ru === undefined) {
    return [`${key}: no ICU message in ${read.en === undefined ? "en" : "ru"}`];
  }
  const differ = read.en.names.join() !== read.ru.names.join();
  const parts = differ ? [`${key}: {${read.en.names}} in en, {${read.ru.names}} in ru`] : [];
  const plurals = read.ru.plurals.filter(
    (forms) => !["one", "few", "many"].every((form) => forms.includes(form)),
  );
  return [...parts, ...(plurals.length > 0 ? [`${key}: a Russian plural wants one, few and many`] : [])];
}

type MessageFacts = {
  readonly names: readonly string[];
  readonly plurals: readonly (readonly string[])[];
};

function factsOf(text: string): MessageFacts | undefined {
  try {
    const names = new Set<string>();
    const plurals: (readonly string[])[] = [];
    readMessage(text);
    collect(parse(text), names, plurals);
    return { names: [...names].sort(), plurals };
  } catch {
    return undefined;
  }
}

function collect(
  elements: readonly MessageFormatElement[],
  names: Set<string>,
  plurals: (readonly string[])[],
): void {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
    if (element.type === TYPE.tag) collect(element.children, names, plurals);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    if (element.type === TYPE.plural) plurals.push(Object.keys(element.options));
    for (const option of Object.values(element.options)) collect(option.value, names, plurals);
  }
}
