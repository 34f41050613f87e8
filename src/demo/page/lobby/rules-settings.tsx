import { useState } from 'preact/hooks';
import { type FilesWish, OWN_CHOICES, type OwnChoice, type StagedSetting } from '../../stage.ts';
import type { Shown } from '../state.ts';
import { named, useTexts } from '../texts.ts';
import { Pick } from './parts.tsx';
import { windowNumber } from './reading.ts';
import { Row } from './rules-parts.tsx';
import { choiceText, titleOf, WORDS } from './rules-settings-words.ts';
import { FRAME, useWords } from './words.ts';

interface RowProps {
  readonly shown: Shown;
  readonly isOff: boolean;
  /** Writes a wish to the files. */
  change(wish: FilesWish): void;
}

/** A rule that the files can be made to say otherwise. */
export function SettingRow({ shown, isOff, change, known }: RowProps & { readonly known: StagedSetting }) {
  const words = useWords(WORDS);
  const { setting, begun, choices, about } = known;
  const now = shown.files.inForce.settings?.[setting] ?? begun;
  const [choice, setChoice] = useState(choices.find((one) => one !== now) ?? now);
  const title = titleOf(setting, about, words);
  const textOf = (one: string): string => choiceText(known, one, words, (id) => windowNumber(shown, id));
  return (
    <Row title={title} isOff={isOff} onWrite={() => change({ kind: 'setting', setting, choice })}>
      <span data-in-force={setting}>{textOf(now)}</span>
      <Pick label={title} value={choice} options={choices.map((one) => [one, textOf(one)])} onPick={setChoice} />
    </Row>
  );
}

/** Which counter is there for the higher segments alone, and when it helps others. */
export function OwnRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { segments, ownSegments } = shown.rules;
  const [counter, setCounter] = useState(shown.counters[0]?.id ?? '');
  const [own, setOwn] = useState<OwnChoice>('helps-idle');
  const names = segments.flatMap((one) => (ownSegments.includes(one.id) ? [named(one.names, language) || one.id] : []));
  const texts = words.owns(names.join(language === 'en' ? ', ' : '、'));
  return (
    <Row title={words.own} isOff={isOff} onWrite={() => change({ kind: 'own', counter, own })}>
      <span data-in-force="own">{texts[shown.files.inForce.own?.[counter] ?? 'begun']}</span>
      <Pick
        label={words.ownCounter}
        value={counter}
        options={shown.counters.map(({ id, number }) => [id, window(number)])}
        onPick={setCounter}
      />
      <Pick
        label={words.own}
        value={own}
        options={OWN_CHOICES.map((one) => [one, texts[one]])}
        onPick={(picked) => setOwn(OWN_CHOICES.find((one) => one === picked) ?? own)}
      />
    </Row>
  );
}
