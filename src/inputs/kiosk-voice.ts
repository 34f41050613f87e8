import type { PadScreen, PanelText } from '../devices/kinds.ts';
import { type CustomerLanguage, customerLanguage } from '../views/languages.ts';
import type { KioskTexts, Saying } from './kiosk-texts.ts';
import { ENGLISH } from './kiosk-texts-en.ts';
import { CHINESE } from './kiosk-texts-zh.ts';
import type { Pages } from './notices.ts';

/** In which language a kiosk says what it says. */
export interface KioskVoice {
  /** To a customer of a language. */
  to(language: string, saying: Saying): PanelText;
  /** Pages to a customer of a language; none, one or many. */
  pagesTo(language: string, pages: (texts: KioskTexts) => readonly PadScreen[]): readonly PanelText[];
  /** To whoever stands there: in each language of the branch, the first one first. */
  all(saying: Saying): Pages;
}

const TEXTS: Readonly<Record<CustomerLanguage, KioskTexts>> = { 'zh-CN': CHINESE, en: ENGLISH };

/**
 * The voice of a kiosk.
 *
 * @param languages of the branch, the first one first; null: its screen has Latin letters alone, and is spoken to in English
 */
export function kioskVoice(languages: () => readonly string[] | null): KioskVoice {
  const textsOf = (language: string): KioskTexts =>
    languages() === null ? ENGLISH : TEXTS[customerLanguage(language)];
  const to = (language: string, saying: Saying): PanelText => {
    const texts = textsOf(language);
    return texts === ENGLISH ? saying(texts) : { ...saying(texts), latin: saying(ENGLISH) };
  };
  return {
    to,
    pagesTo(language, pages) {
      const texts = textsOf(language);
      const own = pages(texts);
      if (texts === ENGLISH) return own;
      const latin = pages(ENGLISH);
      return own.map((page, index) => ({ ...page, latin: latin[index] ?? ENGLISH.thanks }));
    },
    all(saying) {
      const spoken = [...new Set((languages() ?? []).map(customerLanguage))];
      const [first = 'en', ...others] = spoken;
      return [to(first, saying), ...others.map((each) => to(each, saying))];
    },
  };
}
