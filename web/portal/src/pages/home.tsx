import { PORTAL_REFUSALS } from "@veche/api/portal";
import { Actions, Columns, LinkButton, Notice, Side, Skeleton, useLanguage, useSentence } from "@veche/ui";
import { useSearch } from "wouter";
import { signInAddress } from "../api/client.ts";
import { CampaignCard } from "../parts/campaign-card.tsx";
import { FailureNotice } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { Rings } from "../parts/rings.tsx";
import { type CampaignWithApplication, useCampaigns } from "../state/campaigns.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";

/** The first page: what, until when, what is needed; a practice ballot without signing in. */
export function HomePage() {
  const say = useSay();
  const { person } = useSession();
  const { answer, again } = useCampaigns(person !== undefined);
  const practice = answer?.kind === "ok" ? practiceAddress(answer.value) : undefined;
  return (
    <Frame
      at="home"
      title={say("home.title")}
      opening={<Opening isSignedIn={person !== undefined} practice={practice} />}
    >
      <RefusedSignIn />
      <Columns aside={<Needed find={answer?.kind === "ok" ? findAddress(answer.value) : undefined} />}>
        <section className="stack" aria-labelledby="elections">
          <h2 id="elections">{say("home.elections")}</h2>
          {answer === undefined ? <Skeleton /> : null}
          {answer !== undefined && answer.kind !== "ok" ? (
            <FailureNotice failure={answer} again={() => void again()} />
          ) : null}
          {answer?.kind === "ok" ? <CampaignCards found={answer.value} /> : null}
        </section>
      </Columns>
    </Frame>
  );
}

export function CampaignCards({ found }: { readonly found: readonly CampaignWithApplication[] }) {
  const say = useSay();
  if (found.length === 0) {
    return (
      <div className="empty">
        <h3>{say("home.none")}</h3>
        <p>{say("home.none.text")}</p>
      </div>
    );
  }
  return (
    <div>
      {found.map((each) => (
        <CampaignCard key={each.campaign.id} {...each} />
      ))}
    </div>
  );
}

/** The ballot host shows a practice ballot beside every election that it serves. */
function practiceAddress(found: readonly CampaignWithApplication[]): string | undefined {
  const page = found.map(({ campaign }) => campaign.ballotPage).find((address) => address !== undefined);
  return page === undefined ? undefined : new URL("/practice/", page).href;
}

function Opening({
  isSignedIn,
  practice,
}: {
  readonly isSignedIn: boolean;
  readonly practice: string | undefined;
}) {
  const say = useSay();
  const { language } = useLanguage();
  return (
    <section className="hero">
      <div className="wrap">
        <Rings />
        <div className="stack">
          <h1>{say("home.title")}</h1>
          <p className="lede">{say("home.lede")}</p>
          <Actions>
            {isSignedIn ? (
              <LinkButton href="/elections">{say("home.mine")}</LinkButton>
            ) : (
              <LinkButton href={signInAddress("/elections", language)}>{say("sign-in")}</LinkButton>
            )}
            {practice === undefined ? null : (
              <LinkButton kind="second" href={practice}>
                {say("home.try")}
              </LinkButton>
            )}
          </Actions>
        </div>
      </div>
    </section>
  );
}

/** A sign-in that did not work ends here, with the refusal's code. */
function RefusedSignIn() {
  const sentence = useSentence();
  const code = new URLSearchParams(useSearch()).get("refusal");
  if (code !== "SIGN_IN_FAILED" && code !== "UNAVAILABLE") return null;
  return (
    <div className="stack" role="alert">
      <Notice tone="bad" title={sentence(PORTAL_REFUSALS[code].message)} />
    </div>
  );
}

/** Whoever has a ballot code looks it up on the ballot host, without a name. */
function findAddress(found: readonly CampaignWithApplication[]): string | undefined {
  const page = found.map(({ campaign }) => campaign.ballotPage).find((address) => address !== undefined);
  return page === undefined ? undefined : new URL("find/", page).href;
}

function Needed({ find }: { readonly find: string | undefined }) {
  const say = useSay();
  return (
    <>
      <Side title={say("home.need")}>
        <ol>
          <li>{say("home.need.account")}</li>
          <li>{say("home.need.phone")}</li>
          <li>{say("home.need.time")}</li>
        </ol>
      </Side>
      <Side title={say("home.check")}>
        <ul>
          <li>
            <a href="/readiness">{say("home.check.device")}</a>
          </li>
          {find === undefined ? null : (
            <li>
              <a href={find}>{say("home.check.vote")}</a>
            </li>
          )}
        </ul>
      </Side>
    </>
  );
}
