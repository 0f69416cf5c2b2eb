import { SCENARIOS, simulate } from "@veche/simulator";

const [id, scale, out] = process.argv.slice(2);
const t = Date.now();
const last = "";
const s = await simulate({
  scenario: SCENARIOS[id](Number(scale)),
  scale: Number(scale),
  seed: "1",
  out,
  onProgress: (p) => {
    const l = `${p.stage} ${p.done}/${p.total}`;
    if (p.done === p.total || p.done === 0 || p.stage === "voting")
      console.error(((Date.now() - t) / 1000).toFixed(1), l);
  },
});
console.log(
  Buffer.from(s.electionId).toString("hex"),
  s.entries,
  JSON.stringify(s.contests).slice(0, 400),
  s.ballots.slice(0, 2),
);
