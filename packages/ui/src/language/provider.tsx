import {
  createContext,
  type ReactNode,
  type RefObject,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { type Catalog, HOTLINE, type Hotline, SHARED_TEXTS } from "../texts/index.ts";
import { type Formats, formatsOf } from "./formats.ts";
import { type Bilingual, firstLanguage, type Language, storedLanguage, storeLanguage } from "./language.ts";
import { type Say, sayOf } from "./say.tsx";

type LanguageState = {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly formats: Formats;
  readonly hotline: Hotline;
  readonly say: Say<string>;
  /** The page shown last: a page that follows takes the focus. */
  readonly lastPage: RefObject<string | undefined>;
};

const LanguageContext = createContext<LanguageState | undefined>(undefined);

/** Gives texts, formats and the language to all pages below it. `texts`: the application's own, beside the shared ones. */
export function LanguageProvider({
  texts,
  language: fixed,
  hotline = HOTLINE,
  children,
}: {
  readonly texts: Catalog;
  /** Begins with this language instead of the reader's (tests, printed pages). */
  readonly language?: Language;
  /** The operator's own number. */
  readonly hotline?: Hotline;
  readonly children: ReactNode;
}) {
  const [language, setState] = useState<Language>(
    () => fixed ?? firstLanguage({ stored: storedLanguage(), browser: navigator.languages }),
  );
  const lastPage = useRef<string | undefined>(undefined);
  const setLanguage = useCallback((next: Language) => {
    storeLanguage(next);
    setState(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const state = useMemo(
    () => ({
      language,
      setLanguage,
      formats: formatsOf(language),
      hotline,
      lastPage,
      say: sayOf(language, { ...SHARED_TEXTS[language], ...texts[language] }),
    }),
    [language, setLanguage, hotline, texts],
  );
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageState {
  const state = use(LanguageContext);
  if (state === undefined) throw new Error("a page stands inside a LanguageProvider");
  return state;
}

export const useFormats = (): Formats => useLanguage().formats;

/** The half of a bilingual text that the reader wants. */
export function useSentence(): (sentence: Bilingual) => string {
  const { language } = useLanguage();
  return useCallback((sentence: Bilingual) => sentence[language], [language]);
}

/** Texts by key. An application fixes its keys once: `export const useSay = () => useTexts<keyof typeof TEXTS.en>()`. */
export function useTexts<Key extends string>(): Say<Key> {
  return useLanguage().say as Say<Key>;
}
