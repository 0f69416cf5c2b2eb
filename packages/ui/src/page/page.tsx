import { type ReactNode, useEffect } from "react";
import { useLanguage, useTexts } from "../language/provider.tsx";
import { Bell, Icon } from "../parts/icon.tsx";
import type { SharedKey } from "../texts/index.ts";
import { useTitle } from "./title.ts";

export type PageLink = { readonly href: string; readonly text: string };

export type PageProps = {
  /** Names the page for the focus: when it changes, the focus moves to the new title. */
  readonly at: string;
  readonly title: string;
  readonly hasError?: boolean;
  /** Beside the brand: which part of the system this is. */
  readonly part: string;
  readonly home: string;
  /** A training election says so on every page. `text` replaces the usual sentence. */
  readonly training?: { readonly text?: string } | undefined;
  /** The election, and until when its voting lasts. */
  readonly context?: { readonly title: string; readonly until?: string } | undefined;
  readonly back?:
    | { readonly text?: string; readonly onClick: () => void }
    | { readonly text?: string; readonly href: string }
    | undefined;
  readonly footLinks: readonly PageLink[];
  /** Beside the language switch: the account's way out, for instance. */
  readonly headerEnd?: ReactNode;
  /** Stands above the columns, over the whole width (the home page's opening). */
  readonly opening?: ReactNode;
  readonly children: ReactNode;
};

/** The frame of every page. */
export function Page(props: PageProps) {
  useTitle(props.title, props.hasError ?? false);
  usePageFocus(props.at);
  return (
    <>
      <SkipButton />
      {props.training === undefined ? null : <Training text={props.training.text} />}
      <Header part={props.part} home={props.home} end={props.headerEnd} />
      {props.context === undefined ? null : <Context {...props.context} />}
      <main id="main" tabIndex={-1}>
        {props.opening}
        <div className="wrap">
          {props.back === undefined ? null : <Back {...props.back} />}
          {props.children}
        </div>
      </main>
      <Footer links={props.footLinks} />
    </>
  );
}

/** What a page says, and beside it (below, on a narrow screen) what helps. */
export const Columns = ({
  children,
  aside,
}: {
  readonly children: ReactNode;
  readonly aside?: ReactNode;
}) => (
  <div className="columns">
    <div className="stack--wide">{children}</div>
    {aside === undefined ? null : <aside className="stack">{aside}</aside>}
  </div>
);

/** A small section of facts for the side. */
export const Side = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="ruled">
    <h2 className="title-s">{title}</h2>
    {children}
  </div>
);

/** After a change of page the focus goes to what is wrong, else to the title. */
function usePageFocus(at: string): void {
  const { lastPage } = useLanguage();
  useEffect(() => {
    const before = lastPage.current;
    lastPage.current = at;
    if (before === undefined || before === at) return;
    const target =
      document.querySelector<HTMLElement>("main .error-summary") ??
      document.querySelector<HTMLElement>("main h1");
    if (target === null) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [at, lastPage]);
}

/** A button: the address stays as it is, for a fragment may mean something to the page. */
function SkipButton() {
  const say = useTexts<SharedKey>();
  return (
    <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
      {say("ui.skip")}
    </button>
  );
}

function Training({ text }: { readonly text?: string | undefined }) {
  const say = useTexts<SharedKey>();
  return (
    <aside className="training" aria-label={say("ui.training.name")}>
      <div className="wrap">
        <strong>{say("ui.training.name")}.</strong>
        {text ?? say("ui.training.text")}
      </div>
    </aside>
  );
}

function Header({
  part,
  home,
  end,
}: {
  readonly part: string;
  readonly home: string;
  readonly end?: ReactNode;
}) {
  const say = useTexts<SharedKey>();
  const { hotline } = useLanguage();
  return (
    <header className="site">
      <div className="wrap">
        <a className="brand" href={home}>
          <Bell />
          <span>{say("ui.brand")}</span>
        </a>
        <span className="brand-part">{part}</span>
        <div className="end">
          {end}
          <a className="only-wide" href={hotline.href}>
            <span className="hidden-visually">{say("ui.hotline")} </span>
            {hotline.shown}
          </a>
          <Languages />
        </div>
      </div>
    </header>
  );
}

const OWN_NAMES = { ru: "Русский", en: "English" } as const;

/** Buttons, not links: the page, its choices and its address stay as they are. */
function Languages() {
  const say = useTexts<SharedKey>();
  const { language, setLanguage } = useLanguage();
  return (
    <fieldset className="langs" aria-label={say("ui.language")}>
      {(["ru", "en"] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          onClick={() => setLanguage(each)}
          {...(each === language ? { "aria-current": true } : {})}
        >
          <span aria-hidden="true">{each.toUpperCase()}</span>
          <span className="hidden-visually">{OWN_NAMES[each]}</span>
        </button>
      ))}
    </fieldset>
  );
}

function Context({ title, until }: { readonly title: string; readonly until?: string }) {
  const say = useTexts<SharedKey>();
  return (
    <section className="context" aria-label={say("ui.election")}>
      <div className="wrap">
        <strong translate="no">{title}</strong>
        {until === undefined ? null : (
          <span className="end">
            <span className="only-wide">{say("ui.until.wide")} </span>
            <span className="only-narrow">{say("ui.until.narrow")} </span>
            {until}
          </span>
        )}
      </div>
    </section>
  );
}

function Back(props: NonNullable<PageProps["back"]>) {
  const say = useTexts<SharedKey>();
  const inner = (
    <>
      <Icon name="back" />
      {props.text ?? say("ui.back")}
    </>
  );
  return "href" in props ? (
    <a className="back" href={props.href}>
      {inner}
    </a>
  ) : (
    <button type="button" className="back" onClick={props.onClick}>
      {inner}
    </button>
  );
}

function Footer({ links }: { readonly links: readonly PageLink[] }) {
  const say = useTexts<SharedKey>();
  const { hotline } = useLanguage();
  return (
    <footer className="foot">
      <div className="wrap">
        <p>
          <strong>{say("ui.help", { phone: hotline.shown })}</strong>
          <br />
          {say("ui.help.hours")}
        </p>
        <ul>
          {links.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.text}</a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
