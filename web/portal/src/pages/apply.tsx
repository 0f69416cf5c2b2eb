import type { ApplicationAnswer, CampaignAnswer, Confirmation } from "@veche/api/portal";
import {
  Actions,
  Button,
  Columns,
  ErrorSummary,
  Facts,
  Field,
  type FieldFault,
  LinkButton,
  useFormats,
  useLanguage,
  useSentence,
} from "@veche/ui";
import { type FormEvent, useCallback, useState } from "react";
import { Redirect, useLocation } from "wouter";
import type { Failure } from "../api/answer.ts";
import { canApply, standingOf } from "../logic/campaign.ts";
import { isEmail, normaliseTelephone, showTelephone } from "../logic/telephone.ts";
import { calendarDay, until } from "../logic/times.ts";
import { endedText, tooLate } from "../parts/campaign-card.tsx";
import { CheckField } from "../parts/check-field.tsx";
import { CodePage, ConfirmButtons } from "../parts/code-step.tsx";
import { Loaded, NotFoundPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { GoOnLink } from "../parts/go-on-link.tsx";
import { useCampaign } from "../state/campaigns.ts";
import { useConfirm } from "../state/confirm.ts";
import { type Person, useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";
import { nameOf } from "./status.tsx";

/** The application, one thing at a time: details, check, code, and what came of it. */
export function ApplyPage({ id }: { readonly id: string }) {
  const { answer, again } = useCampaign(id);
  const { person, now } = useSession();
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application }) => {
        if (campaign === undefined || person === undefined) return <NotFoundPage />;
        const state = application.application?.state;
        const isOpen = canApply(campaign, now()) && state !== "accepted";
        if (isOpen) return <Application campaign={campaign} person={person} />;
        return <CannotApply campaign={campaign} application={application} />;
      }}
    </Loaded>
  );
}

function CannotApply({
  campaign,
  application,
}: {
  readonly campaign: CampaignAnswer;
  readonly application: ApplicationAnswer;
}) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  const has = application.application?.state === "accepted";
  const title = say(has ? "apply.have.title" : "apply.closed.title");
  const standing = standingOf(campaign, application, now());
  const text = ((): string => {
    if (has) return say("next.accepted", { from: formats.moment(campaign.votingFrom) });
    if (standing === "early") return say("next.early", { from: formats.moment(campaign.applicationsFrom) });
    if (standing === "ended") return endedText(say, formats, campaign);
    return tooLate(say, formats, campaign, application.application?.station, now());
  })();
  return (
    <Frame
      at="cannot-apply"
      title={title}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <div className="stack">
        <h1>{title}</h1>
        <p className="lede">{text}</p>
      </div>
      {has ? (
        <Actions>
          <LinkButton kind="second" href={`/elections/${encodeURIComponent(campaign.id)}`}>
            {say("back.application")}
          </LinkButton>
        </Actions>
      ) : null}
    </Frame>
  );
}

type Draft = { readonly telephone: string; readonly email: string; readonly isAgreed: boolean };

function Application({ campaign, person }: { readonly campaign: CampaignAnswer; readonly person: Person }) {
  const say = useSay();
  const { client } = useWorld();
  const { refresh } = useSession();
  const birthDay = calendarDay(useLanguage().language, person.birthDate);
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState<Draft>({ telephone: "", email: "", isAgreed: false });
  const [isChecking, setChecking] = useState(false);
  const telephone = normaliseTelephone(draft.telephone) ?? "";
  const email = draft.email.trim();
  const apply = useCallback(
    async (confirmation: Confirmation): Promise<Failure | undefined> => {
      const answer = await client.apply(campaign.id, { telephone, email, confirmation, consent: true });
      if (answer.kind !== "ok") return answer;
      await refresh();
      navigate(`/elections/${encodeURIComponent(campaign.id)}/applied`, { replace: true });
      return undefined;
    },
    [client, campaign.id, telephone, email, refresh, navigate],
  );
  const confirming = useConfirm({ purpose: "application", subject: campaign.id, telephone }, apply);
  if (!isChecking) {
    return (
      <Details
        campaign={campaign}
        person={person}
        draft={draft}
        onChange={setDraft}
        onDone={() => setChecking(true)}
      />
    );
  }
  if (confirming.step.at !== "start") {
    return (
      <CodePage confirming={confirming} campaign={campaign} submitText={say("apply.submit")} safe="other" />
    );
  }
  return (
    <Frame
      at="apply-check"
      title={say("apply.check.title")}
      campaign={campaign}
      back={{ onClick: () => setChecking(false) }}
    >
      <div className="stack--wide">
        <div className="stack">
          <h1>{say("apply.check.title")}</h1>
          <p className="lede">{say("apply.check.lede")}</p>
        </div>
        <section className="ruled">
          <Facts
            rows={[
              ...personRows(say, birthDay, person),
              [
                say("apply.telephone"),
                <span key="t" className="num">
                  {showTelephone(telephone)}
                </span>,
              ],
              [say("apply.email"), email],
              [say("apply.check.agreed"), say("apply.check.agreed.value")],
            ]}
          />
          <Actions>
            <Button kind="plain" isSmall onClick={() => setChecking(false)}>
              {say("ui.change")}
            </Button>
          </Actions>
        </section>
        <ConfirmButtons confirming={confirming} sendText={say("apply.send-code")} isSmsOnly />
      </div>
    </Frame>
  );
}

const personRows = (
  say: ReturnType<typeof useSay>,
  birthDate: string,
  person: Person,
): readonly (readonly [string, string])[] => [
  [say("apply.name"), nameOf(person)],
  [say("apply.birth"), birthDate],
  [say("apply.document"), say("apply.document.end", { end: person.documentEnd })],
];

function Details({
  campaign,
  person,
  draft,
  onChange,
  onDone,
}: {
  readonly campaign: CampaignAnswer;
  readonly person: Person;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onDone: () => void;
}) {
  const say = useSay();
  const birthDay = calendarDay(useLanguage().language, person.birthDate);
  const [isTried, setTried] = useState(false);
  const faults = isTried ? faultsOf(say, draft) : [];
  const faultAt = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.text;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (faultsOf(say, draft).length === 0) onDone();
  };
  return (
    <Frame
      at="apply"
      title={say("apply.title")}
      hasError={faults.length > 0}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <Columns>
        <ErrorSummary faults={faults} />
        <div className="stack">
          <h1>{say("apply.title")}</h1>
          <p className="lede">{say("apply.lede")}</p>
        </div>
        <section className="ruled" aria-labelledby="facts">
          <h2 id="facts" className="title-s">
            {say("apply.facts")}
          </h2>
          <Facts rows={personRows(say, birthDay, person)} />
          <p className="muted small">{say("apply.facts.note")}</p>
        </section>
        <form className="stack--wide" onSubmit={submit} noValidate>
          <Field
            id="telephone"
            label={say("apply.telephone")}
            hint={
              person.telephone === ""
                ? say("apply.telephone.hint")
                : say("apply.telephone.known", { telephone: person.telephone })
            }
            error={faultAt("telephone")}
            value={draft.telephone}
            onChange={(telephone) => onChange({ ...draft, telephone })}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
          />
          <Field
            id="email"
            label={say("apply.email")}
            hint={
              person.email === ""
                ? say("apply.email.hint")
                : say("apply.email.known", { email: person.email })
            }
            error={faultAt("email")}
            value={draft.email}
            onChange={(email) => onChange({ ...draft, email })}
            type="email"
            inputMode="email"
            autoComplete="email"
          />
          <CheckField
            id="consent"
            label={say("apply.consent")}
            text={say("apply.consent.text")}
            error={faultAt("consent")}
            isChecked={draft.isAgreed}
            onChange={(isAgreed) => onChange({ ...draft, isAgreed })}
          />
          <Actions>
            <Button type="submit">{say("apply.check")}</Button>
          </Actions>
        </form>
      </Columns>
    </Frame>
  );
}

function faultsOf(say: ReturnType<typeof useSay>, draft: Draft): readonly FieldFault[] {
  const isNumber = normaliseTelephone(draft.telephone) !== undefined;
  return [
    ...(isNumber ? [] : [{ field: "telephone", text: say("apply.telephone.error") }]),
    ...(isEmail(draft.email.trim()) ? [] : [{ field: "email", text: say("apply.email.error") }]),
    ...(draft.isAgreed ? [] : [{ field: "consent", text: say("apply.consent.error") }]),
  ];
}

/** After an application: its number and what happens next; a refusal shows as the status does. */
export function AppliedPage({ id }: { readonly id: string }) {
  const say = useSay();
  const sentence = useSentence();
  const formats = useFormats();
  const { answer, again } = useCampaign(id);
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application: { application } }) => {
        if (campaign === undefined || application?.state !== "accepted") {
          return <Redirect to={`/elections/${encodeURIComponent(id)}`} replace />;
        }
        return (
          <Frame at="applied" title={say("apply.done.title")} campaign={campaign}>
            <div className="stack--wide">
              <div className="stack">
                <h1>{say("apply.done.title")}</h1>
                <p className="lede">
                  {say("status.accepted.lede", {
                    from: formats.moment(campaign.votingFrom),
                    until: until(formats, campaign.votingUntil),
                  })}
                </p>
              </div>
              <section className="ruled">
                <Facts
                  rows={[
                    [
                      say("apply.done.number"),
                      <span key="n" className="num">
                        {application.number}
                      </span>,
                    ],
                    [say("ui.election"), sentence(campaign.title)],
                    [say("status.telephone"), application.telephone],
                  ]}
                />
              </section>
              <section className="ruled" aria-labelledby="next">
                <h2 id="next" className="title-s">
                  {say("status.next")}
                </h2>
                <ol>
                  <li>{say("status.next.1")}</li>
                  <li>{say("status.next.2")}</li>
                  <li>{say("status.next.3")}</li>
                </ol>
              </section>
              <Actions>
                <GoOnLink campaign={campaign} />
                <LinkButton kind="second" href={`/elections/${encodeURIComponent(id)}`}>
                  {say("back.application")}
                </LinkButton>
                <LinkButton kind="second" href="/readiness">
                  {say("foot.readiness")}
                </LinkButton>
              </Actions>
            </div>
          </Frame>
        );
      }}
    </Loaded>
  );
}
