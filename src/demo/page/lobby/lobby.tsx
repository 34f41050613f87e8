import { useMemo, useRef, useState } from 'preact/hooks';
import type { Words } from '../../stage.ts';
import { useDoings } from '../doings.ts';
import { useLate } from '../late.ts';
import { useTexts } from '../texts.ts';
import { type Ask, AskContext, type Said } from './ask.ts';
import { windowNumber } from './reading.ts';
import type { LobbyProps } from './section.ts';
import { SECTIONS } from './sections.ts';
import { endWords, FRAME, useWords } from './words.ts';

/** Sections follow the branch at this pace, ms: whoever reads a list needs it to stand still. */
const PACE = 250;
const NO_DEMO: Words = { 'zh-CN': FRAME['zh-CN'].noDemo, en: FRAME.en.noDemo };

/** The lobby manager's part of the page: a tab for each rule of the hall, and what lobbyd answered last. */
export function Lobby(props: LobbyProps) {
  const late = useLate(props.shown, PACE);
  const { ask, said } = useAsking(late.counters);
  const [chosen, setChosen] = useState(SECTIONS[0]?.id ?? '');
  const section = SECTIONS.find(({ id }) => id === chosen);
  return (
    <AskContext.Provider value={ask}>
      <div class="lobby">
        <Tabs chosen={chosen} onChoose={setChosen} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key */}
        <div class="lobby-body" role="tabpanel" id="lobby-panel" aria-labelledby={`lobby-${chosen}`} tabIndex={0}>
          {section && <section.Body {...props} shown={late} />}
        </div>
        <Answer said={said} />
      </div>
    </AskContext.Provider>
  );
}

function useAsking(counters: LobbyProps['shown']['counters']): { readonly ask: Ask; readonly said: Said | null } {
  const { command } = useDoings();
  const [said, setSaid] = useState<Said | null>(null);
  const ask = useMemo((): Ask => {
    const windowOf = (id: string) => windowNumber({ counters }, id);
    return async (what, name, wish) => {
      const end = await command(name, wish);
      setSaid({ isDone: end?.kind === 'done', what, words: end === null ? NO_DEMO : endWords(end, windowOf) });
      return end;
    };
  }, [command, counters]);
  return { ask, said };
}

function Tabs({ chosen, onChoose }: { chosen: string; onChoose(id: string): void }) {
  const { language } = useTexts();
  const { sections } = useWords(FRAME);
  const box = useRef<HTMLDivElement>(null);
  const steer = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = SECTIONS.findIndex(({ id }) => id === chosen) + step + SECTIONS.length;
    const next = SECTIONS[place % SECTIONS.length];
    if (!next) return;
    onChoose(next.id);
    box.current?.querySelector<HTMLElement>(`#lobby-${next.id}`)?.focus();
  };
  return (
    <div class="lobby-tabs" role="tablist" aria-label={sections} ref={box} onKeyDown={steer}>
      {SECTIONS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`lobby-${id}`}
          aria-selected={id === chosen}
          aria-controls="lobby-panel"
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title[language]}
        </button>
      ))}
    </div>
  );
}

function Answer({ said }: { said: Said | null }) {
  const { language } = useTexts();
  const words = useWords(FRAME);
  return (
    <p class="lobby-answer" role="status" aria-label={words.answer}>
      {said === null ? (
        <span class="hint">{words.answers}</span>
      ) : (
        <>
          <span class={`mark-${said.isDone ? 'done' : 'not'}`} aria-hidden="true">
            {said.isDone ? '✓' : '✗'}
          </span>
          {` ${said.what} — `}
          <b>{said.words[language]}</b>
        </>
      )}
    </p>
  );
}
