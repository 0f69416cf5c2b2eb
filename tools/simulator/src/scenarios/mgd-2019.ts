import { apportion } from "../apportion.ts";
import { data } from "./data/mgd-2019.ts";
import { type Scenario, scaled } from "./scenario.ts";

/**
 * Moscow City Duma 2019, districts 1, 10 and 30. Published are one candidate's online votes in district 30 and the
 * total of all three districts. What nobody published is not invented: other candidates of district 30 are one option, and
 * in districts 1 and 10 a ballot says only that it was cast.
 */
export function mgd2019(scale: number): Scenario {
  const district30 = data.district_30.district_30_online_total_approx.value;
  const rusetskaya = data.district_30.rusetskaya_online.value;
  const others = data.cast.value - district30;
  const cast30 = scaled(district30, scale);
  const castOthers = scaled(others, scale);
  const registered = apportion(scaled(data.registered.value, scale), [district30, others]);
  return {
    id: "mgd-2019",
    title: {
      en: "Moscow City Duma, districts 1, 10 and 30, 2019 (online)",
      ru: "Московская городская дума, округа 1, 10 и 30, 2019 (электронное)",
    },
    opens: Date.parse(data.polling.open),
    ends: Date.parse(data.polling.close),
    revoteMax: 0,
    contests: [
      {
        id: "district-30",
        title: { en: "Deputy, district 30", ru: "Депутат, округ № 30" },
        min: 1,
        max: 1,
        options: [
          { id: "rusetskaya", title: { en: "Rusetskaya", ru: "Русецкая" } },
          {
            id: "others",
            title: {
              en: "Other candidates (the published online figures do not separate them)",
              ru: "Другие кандидаты (опубликованные данные их не разделяют)",
            },
          },
        ],
      },
      {
        id: "districts-1-10",
        title: { en: "Districts 1 and 10", ru: "Округа № 1 и № 10" },
        min: 0,
        max: 1,
        options: [
          {
            id: "cast",
            title: {
              en: "Ballot cast (who for was not published)",
              ru: "Бюллетень подан (распределение не опубликовано)",
            },
          },
        ],
      },
    ],
    styles: [
      {
        id: "district-30",
        title: { en: "District 30", ru: "Округ № 30" },
        contest: 0,
        registered: Math.max(registered[0] as number, cast30),
        issued: cast30,
        final: apportion(cast30, [rusetskaya, district30 - rusetskaya]),
        superseded: [0, 0],
      },
      {
        id: "districts-1-10",
        title: { en: "Districts 1 and 10", ru: "Округа № 1 и № 10" },
        contest: 1,
        registered: Math.max(registered[1] as number, castOthers),
        issued: castOthers,
        final: [castOthers, 0],
        superseded: [0, 0],
      },
    ],
    figures: [
      {
        name: "registered",
        value: String(data.registered.value),
        source: data.registered.source,
        confidence: "high",
        note: "divided by ballots cast",
      },
      { name: "ballots cast", value: String(data.cast.value), source: data.cast.source, confidence: "high" },
      {
        name: "ballots issued",
        value: "not published",
        source: "–",
        confidence: "low",
        note: "simulated as equal to those cast",
      },
      {
        name: "votes for Rusetskaya, online",
        value: String(rusetskaya),
        source: data.district_30.rusetskaya_online.source,
        confidence: "high",
      },
      {
        name: "ballots cast in district 30",
        value: String(district30),
        source: data.district_30.district_30_online_total_approx.source,
        confidence: "low",
        note: "derived from a count and a rounded percentage",
      },
      { name: "candidates of districts 1 and 10", value: "not published", source: "–", confidence: "low" },
    ],
    published: [
      {
        style: "district-30",
        option: "rusetskaya",
        percent: data.district_30.rusetskaya_online_pct.value,
        confidence: "high",
      },
    ],
  };
}
