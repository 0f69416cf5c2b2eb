import { prepareQr } from "@veche/ui";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { type Draft, emptyDraft } from "../../app/draft.ts";
import { useDevice } from "../../app/use-device.ts";
import { useNow } from "../../app/use-now.ts";
import { useSay } from "../../texts/index.ts";
import type { ContestView, Problem, VoterDevice } from "../../voting/contract.ts";
import { Frame, type Shell } from "../common/frame.tsx";
import { Loading } from "../common/loading.tsx";
import { isAlarm, ProblemBody } from "../common/problem.tsx";
import { Casting, type CastingView, castingMoment, castingTitle } from "./casting.tsx";
import { FillingPages } from "./filling-pages.tsx";
import { Locked } from "./locked.tsx";
import { Prepared } from "./prepared.tsx";
import { Recorded, recordedWords } from "./recorded.tsx";
import { ResumeForm } from "./resume-form.tsx";
import { Challenged, SealedPages } from "./sealed.tsx";
import { Elsewhere, Start, startWords } from "./start.tsx";

/** All pages of one voter's device, by what the device shows. */
export function VoterPages({
  device: given,
  home,
  portal,
}: {
  readonly device: VoterDevice;
  readonly home: string;
  readonly portal: string | undefined;
}) {
  const say = useSay();
  const device = useDevice(given);
  const memory = usePageMemory(device);
  const shell: Shell = { part: say("v.part"), home, election: device.election };
  const unseal = useCallback(() => device.unseal(), [device]);
  const isKnown = device.election !== undefined;
  useEffect(() => {
    // The network may be gone when the first code is to be drawn.
    if (isKnown) void prepareQr();
  }, [isKnown]);
  const { view } = device;
  if (view.at === "filling") {
    return (
      <FillingPages
        frame={shell}
        contests={view.contests}
        canRevote={view.canRevote}
        draft={memory.draftOf(view.contests)}
        onDraft={memory.setDraft}
        onSeal={(choices) => device.seal(choices)}
      />
    );
  }
  if (view.at === "casting") return <CastingPage shell={shell} view={view} memory={memory} />;
  if (view.at === "sealed") {
    const actions = { cast: () => void device.cast(), challenge: () => void device.challenge(), unseal };
    return (
      <SealedPages
        shell={shell}
        tracker={view.tracker}
        link={view.link}
        ballots={view.choices.length}
        actions={actions}
      />
    );
  }
  return <QuietPage shell={shell} device={device} portal={portal} />;
}

/** What the page itself remembers: choices being made, and how the cast began. Nothing of it is stored. */
type PageMemory = {
  readonly draftOf: (contests: readonly ContestView[]) => Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly wasSealedHere: boolean;
  readonly ballots: number;
};

function usePageMemory(device: VoterDevice): PageMemory {
  const [draft, setDraft] = useState<Draft>();
  const [ballots, setBallots] = useState(0);
  const { view } = device;
  const { at } = view;
  const sealed = view.at === "sealed" ? view.choices.length : undefined;
  useEffect(() => {
    if (sealed !== undefined) setBallots(sealed);
  }, [sealed]);
  useEffect(() => {
    if (at === "casting" || at === "challenged" || at === "recorded") setDraft(undefined);
  }, [at]);
  return {
    draftOf: (contests) => (draft?.length === contests.length ? draft : emptyDraft(contests)),
    setDraft,
    wasSealedHere: ballots > 0,
    ballots: Math.max(1, ballots),
  };
}

function CastingPage({
  shell,
  view,
  memory,
}: {
  readonly shell: Shell;
  readonly view: CastingView;
  readonly memory: PageMemory;
}) {
  const say = useSay();
  const now = useNow(true);
  const moment = castingMoment(view, {
    now,
    isResumed: !memory.wasSealedHere,
  });
  return (
    <Frame {...shell} at="casting" title={castingTitle(say, moment, memory.ballots)}>
      <Casting view={view} moment={moment} ballots={memory.ballots} now={now} />
    </Frame>
  );
}

/** Pages that keep nothing of their own. */
function QuietPage({
  shell,
  device,
  portal,
}: {
  readonly shell: Shell;
  readonly device: VoterDevice;
  readonly portal: string | undefined;
}) {
  const say = useSay();
  const { title, body, hasError = false } = quietPage(say, device, shell.home, portal);
  return (
    <Frame {...shell} at={device.view.at} title={title} hasError={hasError}>
      {body}
    </Frame>
  );
}

type Quiet = { readonly title: string; readonly body: ReactNode; readonly hasError?: boolean };

function quietPage(
  say: ReturnType<typeof useSay>,
  device: VoterDevice,
  home: string | undefined,
  portal: string | undefined,
): Quiet {
  const { view } = device;
  const resume = (code: Uint8Array | string) => void device.resume(code);
  switch (view.at) {
    case "start": {
      const actions = {
        open: (key: string) => void device.open(key),
        forget: (key: string) => void device.forget(key),
        resume,
      };
      return {
        title: say(`v.${startWords(view.stored)}.title`),
        body: <Start stored={view.stored} portal={portal} actions={actions} />,
      };
    }
    case "elsewhere":
      return { title: say("v.elsewhere.title"), body: <Elsewhere onCode={resume} /> };
    case "locked":
      return {
        title: say("v.locked.title"),
        hasError: view.isWrong,
        body: <Locked isWrong={view.isWrong} home={home} onUnlock={(typed) => void device.unlock(typed)} />,
      };
    case "prepared":
    case "asked":
      return {
        title: say(`v.${isForeign(view) ? "resumed" : view.at}.title`),
        body: <PreparedPage device={device} view={view} />,
      };
    case "challenged":
      return {
        title: say("c.challenged.title"),
        body: (
          <Challenged
            tracker={view.tracker}
            link={view.link}
            text={view.text}
            onAgain={() => device.fillAgain()}
          />
        ),
      };
    case "recorded":
      return {
        title: say(`${recordedWords(view)}.title`),
        body: (
          <Recorded
            key={view.tracker}
            view={view}
            castEnds={device.election?.castEnds}
            onAgain={() => void device.voteAgain()}
            onLook={() => void device.look()}
          />
        ),
      };
    case "problem":
      return problemPage(say, view.problem, device);
    default:
      return { title: say("v.loading"), body: <Loading title={say("v.loading")} /> };
  }
}

type PreparedView = Extract<VoterDevice["view"], { readonly at: "prepared" | "asked" }>;

const isForeign = (view: PreparedView): boolean => view.at === "asked" && view.foreign !== undefined;

function PreparedPage({ device, view }: { readonly device: VoterDevice; readonly view: PreparedView }) {
  const foreign = view.at === "asked" ? view.foreign : undefined;
  const isEarlier = view.at === "prepared" && view.isEarlier === true;
  return (
    <Prepared
      at={view.at}
      resumeCode={view.resumeCode}
      lockCode={() => device.lockCode()}
      onAsk={() => void device.ask()}
      onForget={foreign === undefined ? undefined : () => void device.forget(foreign)}
      onAnew={isEarlier ? () => void device.beginAnew() : undefined}
    />
  );
}

const problemPage = (say: ReturnType<typeof useSay>, problem: Problem, device: VoterDevice): Quiet => ({
  title: say(`p.${problem.code}`),
  hasError: isAlarm(problem),
  body: (
    <ProblemBody problem={problem} onRetry={() => void device.retry()}>
      {problem.code === "RESUME_CODE_WRONG" ? (
        <ResumeForm onCode={(code) => void device.resume(code)} />
      ) : null}
    </ProblemBody>
  ),
});
