import { Page, type PageProps, useFormats, useSentence } from "@veche/ui";
import type { ReactNode } from "react";
import { useSay } from "../../texts/index.ts";
import type { VoterDevice } from "../../voting/contract.ts";

export type ElectionFacts = VoterDevice["election"];

export type FrameProps = Pick<PageProps, "at" | "title" | "hasError" | "back"> & {
  readonly part: string;
  /** Address of the election's ballot page; missing on pages of no election. */
  readonly home: string | undefined;
  readonly election: ElectionFacts;
  /** Says on a page of no election what is not for real. */
  readonly trainingText?: string | undefined;
  readonly children: ReactNode;
};

/** What all pages of one device share. */
export type Shell = Pick<FrameProps, "part" | "home" | "election" | "trainingText">;

const PRACTICE = "/practice/";

/** The frame of a page of one election: its name, until when, and whether it is for training. */
export function Frame({ election, home, part, trainingText, children, ...page }: FrameProps) {
  const say = useSay();
  const sentence = useSentence();
  const formats = useFormats();
  const practice = { href: PRACTICE, text: say("s.practice") };
  const links =
    home === undefined
      ? [practice]
      : [
          { href: `${home}find/`, text: say("s.find") },
          { href: `${home}check/`, text: say("s.check") },
          practice,
        ];
  return (
    <Page
      {...page}
      part={part}
      home={home ?? PRACTICE}
      training={trainingText === undefined ? trainingOf(election, say) : { text: trainingText }}
      context={
        election === undefined
          ? undefined
          : { title: sentence(election.title), until: formats.moment(election.castEnds) }
      }
      footLinks={links}
    >
      {children}
      {election === undefined ? null : <ElectionNumber id={election.id} />}
    </Page>
  );
}

/** A practice election says what it does otherwise than a real one. */
function trainingOf(election: ElectionFacts, say: ReturnType<typeof useSay>): PageProps["training"] {
  if (election === undefined || (election.kind !== "practice" && election.kind !== "test")) return undefined;
  const isQuick = election.tickSeconds === 0 || election.minimumGroup <= 1;
  return { text: say(isQuick ? "s.training.quick" : "s.training") };
}

/** §12.1.1: the page shows which election it took from its address. */
function ElectionNumber({ id }: { readonly id: string }) {
  const say = useSay();
  return (
    <p className="election-number xsmall muted">
      {say("s.id")} <span className="hash">{id}</span>
    </p>
  );
}
