import { useState } from 'preact/hooks';
import type { ExplainEnd } from '../../stage.ts';
import { useDoings } from '../doings.ts';
import { useTexts } from '../texts.ts';
import { NumberOfTicket } from './parts.tsx';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    number: '号码',
    ask: '为什么？',
    hint: '为什么别人先被叫到：与 lobbyd explain 同样的回答，取自日志',
    asking: '正在查日志 …',
  },
  en: {
    number: 'Number',
    ask: 'Why?',
    hint: 'Why others were called before: the words of lobbyd explain, from the journal',
    asking: 'Reading the journal …',
  },
};

/** Why was B007 called before A012. */
export const why: LobbySection = { id: 'why', title: { 'zh-CN': '为何先叫', en: 'Why before me?' }, Body: Why };

function Why({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { noDemo } = useWords(FRAME);
  const { explain } = useDoings();
  const [label, setLabel] = useState('');
  const [told, setTold] = useState<ExplainEnd | 'asking' | null>(null);
  const cannot = isOff || label.trim() === '';
  const ask = async (): Promise<void> => {
    setTold('asking');
    const refused = { kind: 'refused', why: { 'zh-CN': noDemo, en: noDemo } } as const;
    setTold((await explain(label.trim().toUpperCase(), language)) ?? refused);
  };
  return (
    <div class="why">
      <form
        class="asks"
        onSubmit={(event) => {
          event.preventDefault();
          if (!cannot) void ask();
        }}
      >
        <NumberOfTicket label={words.number} value={label} shown={shown} onWrite={setLabel} />
        <button type="submit" class="do" aria-disabled={cannot}>
          {words.ask}
        </button>
        <span class="hint">{words.hint}</span>
      </form>
      <div role="status">
        {told === 'asking' && <p class="hint">{words.asking}</p>}
        {told !== null && told !== 'asking' && <pre>{told.kind === 'done' ? told.text : told.why[language]}</pre>}
      </div>
    </div>
  );
}
