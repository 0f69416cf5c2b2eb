import { apportion } from "../apportion.ts";
import { data } from "./data/constitution-2020.ts";
import { type Figure, type Scenario, type ScenarioStyle, scaled } from "./scenario.ts";

/**
 * All-Russian vote of 2020, online in Moscow and the Nizhny Novgorod region: one question, two regions. Issued and cast
 * ballots are published for both regions together; they are divided by registered voters, and the figures say so.
 */
export function constitution2020(scale: number): Scenario {
  const registered = [data.registered_moscow.value, data.registered_nizhny.value];
  const issued = apportion(data.issued.value, registered);
  const cast = apportion(data.cast_valid.value, registered);
  const percent = [data.moscow_pct.value, data.nizhny_pct.value];
  const style = (index: number, id: string, en: string, ru: string): ScenarioStyle => {
    const share = percent[index] as { yes: number; no: number };
    const final = apportion(scaled(cast[index] as number, scale), [share.yes, share.no]);
    return {
      id,
      title: { en, ru },
      contest: 0,
      registered: scaled(registered[index] as number, scale),
      issued: scaled(issued[index] as number, scale),
      final,
      superseded: [0, 0],
    };
  };
  return {
    id: "constitution-2020",
    title: {
      en: "All-Russian vote on the amendments to the Constitution, 2020 (online)",
      ru: "Общероссийское голосование по поправкам к Конституции, 2020 (электронное)",
    },
    opens: Date.parse(data.polling.open),
    ends: Date.parse(data.polling.close),
    revoteMax: 0,
    contests: [
      {
        id: "amendments",
        title: {
          en: "Do you approve the amendments to the Constitution of the Russian Federation?",
          ru: "Вы одобряете изменения в Конституцию Российской Федерации?",
        },
        min: 1,
        max: 1,
        options: [
          { id: "yes", title: { en: "Yes", ru: "Да" } },
          { id: "no", title: { en: "No", ru: "Нет" } },
        ],
      },
    ],
    styles: [
      style(0, "moscow", "Moscow", "Москва"),
      style(1, "nizhny", "Nizhny Novgorod region", "Нижегородская область"),
    ],
    figures: figures(),
    published: [
      { style: "moscow", option: "yes", percent: data.moscow_pct.value.yes, confidence: "high" },
      { style: "moscow", option: "no", percent: data.moscow_pct.value.no, confidence: "high" },
      { style: "nizhny", option: "yes", percent: data.nizhny_pct.value.yes, confidence: "high" },
      { style: "nizhny", option: "no", percent: data.nizhny_pct.value.no, confidence: "high" },
    ],
  };
}

function figures(): Figure[] {
  const both = "published for both regions together; divided here by registered voters";
  return [
    figure("registered, Moscow", data.registered_moscow),
    figure("registered, Nizhny Novgorod region", data.registered_nizhny),
    figure("ballots issued", data.issued, both),
    figure("ballots cast and valid", data.cast_valid, both),
    figure("spoiled", data.spoiled, "not simulated: a ballot that cannot be counted is not accepted"),
    {
      name: "votes for each option",
      value: "published in percent only",
      source: data.moscow_pct.source,
      confidence: "high",
      note: "counts are made from the percentages",
    },
  ];
}

function figure(
  name: string,
  from: { value: number; source: string; confidence: string },
  note?: string,
): Figure {
  const base = {
    name,
    value: String(from.value),
    source: from.source,
    confidence: from.confidence as Figure["confidence"],
  };
  return note === undefined ? base : { ...base, note };
}
