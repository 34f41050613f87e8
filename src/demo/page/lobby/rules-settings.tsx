import { useState } from 'preact/hooks';
import { OWN_CHOICES, type StagedSetting } from '../../stage.ts';
import { named, useTexts } from '../texts.ts';
import { windowNumber } from './reading.ts';
import { OptionRow, type RowProps } from './rules-parts.tsx';
import { choiceText, titleOf, WORDS } from './rules-settings-words.ts';
import { FRAME, useWords } from './words.ts';

/** A rule of which the branch says what can be written. */
export function SettingRow({ known, ...row }: RowProps & { readonly known: StagedSetting }) {
  const words = useWords(WORDS);
  const { setting, begun, choices, about } = known;
  const textOf = (choice: string): string => choiceText(known, choice, words, (id) => windowNumber(row.shown, id));
  return (
    <OptionRow
      {...row}
      title={titleOf(setting, about, words)}
      thing={setting}
      now={textOf(row.shown.files.inForce.rules.settings[setting] ?? begun)}
      options={choices.map((choice) => [choice, textOf(choice), { rule: 'setting', setting, choice }])}
    />
  );
}

/** Which counter is there for the higher segments alone, and when it helps others. */
export function OwnRow(row: RowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { counters, files, rules } = row.shown;
  const [counter, setCounter] = useState(counters[0]?.id ?? '');
  const own = rules.segments.filter(({ id }) => rules.ownSegments.includes(id));
  const names = own.map((segment) => named(segment.names, language) || segment.id);
  const texts = words.owns(names.join(language === 'en' ? ', ' : '、'));
  return (
    <OptionRow
      {...row}
      title={words.own}
      thing="own"
      now={texts[files.inForce.rules.own[counter] ?? 'begun']}
      whom={[words.ownCounter, counter, counters.map(({ id, number }) => [id, window(number)])]}
      onWhom={setCounter}
      options={OWN_CHOICES.map((one) => [one, texts[one], { rule: 'own', counter, own: one }])}
    />
  );
}
