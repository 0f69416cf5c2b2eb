import { PracticePages } from "../../pages/practice.tsx";
import { TEXTS } from "../../texts/index.ts";
import { practiceBallot } from "../../voting/practice.ts";
import { startEngine } from "../../worker/start-engine.ts";
import type { Opened } from "./opened.ts";

export function openPractice(): Opened {
  const ballot = practiceBallot(startEngine());
  return {
    texts: TEXTS,
    start: () => undefined,
    draw: () => <PracticePages ballot={ballot} />,
  };
}
