import { useRef, useState } from 'preact/hooks';
import { eventWords } from './event-words.ts';
import { memo } from './memo.ts';
import type { ShownEvent } from './state.ts';
import { useTexts } from './texts.ts';
import { timesIn } from './times.ts';

interface EventsProps {
  /** Newest first. */
  readonly events: readonly ShownEvent[];
  readonly timeZone: string;
}

/** Rows that are drawn; the filter looks at all that are kept. */
const ROWS_MOST = 60;

/** MQTT events as they pass, newest first: filtered, held still, each to be opened. */
export const Events = memo(function Events({ events, timeZone }: EventsProps) {
  const t = useTexts();
  const [filter, setFilter] = useState('');
  const [clearedUpTo, setClearedUpTo] = useState(0);
  const held = useRef<readonly ShownEvent[] | null>(null);
  const [isHeld, setHeld] = useState(false);
  const all = (isHeld ? (held.current ?? events) : events).filter(({ key }) => key > clearedUpTo);
  const wanted = filter.trim().toLowerCase();
  const fitting = all.filter(({ topic, text }) => `${topic} ${text}`.toLowerCase().includes(wanted));
  const missed = isHeld ? events.filter(({ key }) => key > (held.current?.[0]?.key ?? 0)).length : 0;
  return (
    <>
      <Tools
        filter={filter}
        onFilter={setFilter}
        missed={isHeld ? missed : null}
        onHold={() => {
          held.current = isHeld ? null : events;
          setHeld(!isHeld);
        }}
        onEmpty={() => setClearedUpTo(all[0]?.key ?? clearedUpTo)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key */}
      <section class="scroll" aria-label={t.eventList} tabIndex={0}>
        {fitting.length === 0 && <p class="hint">{wanted === '' ? t.noEvents : t.nothingFits}</p>}
        <ol class="events">
          {fitting.slice(0, ROWS_MOST).map((event) => (
            <EventRow key={event.key} event={event} timeZone={timeZone} />
          ))}
        </ol>
      </section>
    </>
  );
});

interface ToolsProps {
  readonly filter: string;
  onFilter(filter: string): void;
  /** How many came while the list is held still; null when it is not. */
  readonly missed: number | null;
  onHold(): void;
  onEmpty(): void;
}

function Tools({ filter, onFilter, missed, onHold, onEmpty }: ToolsProps) {
  const t = useTexts();
  return (
    <div class="tools">
      <label class="filter">
        {t.filter}
        <input
          type="search"
          value={filter}
          placeholder={t.filterHint}
          onInput={({ currentTarget }) => onFilter(currentTarget.value)}
        />
      </label>
      <button type="button" aria-pressed={missed !== null} onClick={onHold}>
        {missed === null ? t.pause : t.pausedNew(missed)}
      </button>
      <button type="button" onClick={onEmpty}>
        {t.empty}
      </button>
      <span class="hint">{t.eventsHint}</span>
    </div>
  );
}

const EventRow = memo(function EventRow({ event, timeZone }: { event: ShownEvent; timeZone: string }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const { type, time, gist, whole } = eventWords(event);
  return (
    <li>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <time>{timesIn(timeZone).long(time ?? event.at)}</time> <b>{t.eventNames[type] ?? type}</b>{' '}
          <span class="gist">{gist}</span> <code>{type}</code>
        </summary>
        {isOpen && <pre>{`${event.topic}\n${whole}`}</pre>}
      </details>
    </li>
  );
});

/** The newest event in one line, for the bar of a closed dock. */
export const LastEvent = memo(function LastEvent({ event, timeZone }: { event: ShownEvent; timeZone: string }) {
  const t = useTexts();
  const { type, time, gist } = eventWords(event);
  return (
    <span class="last-event" aria-hidden="true">
      <time>{timesIn(timeZone).long(time ?? event.at)}</time> <b>{t.eventNames[type] ?? type}</b> {gist}
    </span>
  );
});
