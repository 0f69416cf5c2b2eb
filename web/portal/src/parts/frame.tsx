import type { CampaignAnswer } from "@veche/api/portal";
import { Page, type PageProps, useFormats, useSentence } from "@veche/ui";
import type { ReactNode } from "react";
import { isTraining } from "../logic/campaign.ts";
import { until } from "../logic/times.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";

type FrameProps = Pick<PageProps, "at" | "title" | "back" | "opening"> & {
  readonly hasError?: boolean;
  readonly campaign?: CampaignAnswer | undefined;
  readonly children: ReactNode;
};

/** The portal's frame: brand, way out, the election that the page is about, whether it is a training one. */
export function Frame({ campaign, hasError = false, ...rest }: FrameProps) {
  const say = useSay();
  const sentence = useSentence();
  const formats = useFormats();
  const { person } = useSession();
  const isPublic = person === undefined;
  const links = [
    { href: "/", text: say("foot.home") },
    { href: "/elections", text: say("foot.elections") },
    ...(isPublic ? [] : [{ href: "/account", text: say("foot.account") }]),
    { href: "/readiness", text: say("foot.readiness") },
    ...(isPublic ? [] : [{ href: "/sign-out", text: say("sign-out") }]),
  ];
  return (
    <Page
      {...rest}
      hasError={hasError}
      part={say(isPublic ? "part.public" : "part")}
      home="/"
      footLinks={links}
      headerEnd={isPublic ? undefined : <SignOut />}
      context={
        campaign === undefined
          ? undefined
          : { title: sentence(campaign.title), until: until(formats, campaign.votingUntil) }
      }
      training={
        campaign !== undefined && isTraining(campaign) ? { text: trainingText(say, campaign) } : undefined
      }
    />
  );
}

/** What a training election does not protect is said where it holds: on every page of it. */
const trainingText = (say: ReturnType<typeof useSay>, campaign: CampaignAnswer): string =>
  say("training", { tick: campaign.tickSeconds ?? 0, group: campaign.minimumGroup ?? 1 });

/** Where the header has room for it; the foot has it on every screen. */
const SignOut = () => {
  const say = useSay();
  return (
    <a className="only-wide" href="/sign-out">
      {say("sign-out")}
    </a>
  );
};
