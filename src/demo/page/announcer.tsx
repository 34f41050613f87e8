import { useEffect, useRef, useState } from 'preact/hooks';
import type { StageChange } from '../stage.ts';
import { eventWords } from './event-words.ts';
import type { Link } from './link.ts';
import type { Shown } from './state.ts';
import { type HallState, type Texts, useTexts } from './texts.ts';

/** What is told within this time is told at once, ms. */
const GATHER = 800;
/** More than so many at once is chatter: the newest are told. */
const TOLD_MOST = 3;

/**
 * Tells who does not see the page what came to pass: how the hall stands, tickets and calls, unless people act by
 * themselves, the daemon's life, alerts, and the link.
 */
export function Announcer({ link, isLost }: { link: Link; isLost: boolean }) {
  const t = useTexts();
  const [said, setSaid] = useState('');
  const wasLost = useRef(false);
  useEffect(() => {
    let waiting: string[] = [];
    let timer = 0;
    const stop = link.onChange((change, shown) => {
      const words = announcement(change, shown, t);
      if (words === null || waiting.at(-1) === words) return;
      waiting.push(words);
      clearTimeout(timer);
      timer = setTimeout(() => {
        setSaid(waiting.slice(-TOLD_MOST).join('; '));
        waiting = [];
      }, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [link, t]);
  useEffect(() => {
    if (isLost) setSaid(t.linkLost);
    else if (wasLost.current) setSaid(t.linkBack);
    wasLost.current = isLost;
  }, [isLost, t]);
  return (
    <div class="hidden" aria-live="polite">
      {said}
    </div>
  );
}

/** What a change is to who listens; null for all that would only chatter. */
function announcement(change: StageChange, { traffic, counters }: Shown, t: Texts): string | null {
  switch (change.kind) {
    case 'daemon':
      return `lobbyd: ${t.daemon[change.daemon.state]}`;
    case 'alert':
      return `${change.alert.text[t.language]}${change.alert.over === null ? '' : `: ${t.over('').trim()}`}`;
    case 'mqtt': {
      const { type, data } = eventWords(change.message);
      const hall = hallWords(type, data, t);
      if (hall !== null) return hall;
      const label = typeof data.label === 'string' ? data.label : '';
      if (traffic.isOn || label === '') return null;
      if (type === 'print-ended') return t.printed(label);
      const counter = counters.find(({ id }) => id === data.counter);
      return type === 'ticket-called' && counter ? t.called(label, counter.number) : null;
    }
    default:
      return null;
  }
}

/** How the hall stands from now on, when an event says so; null when it says nothing of it. */
function hallWords(type: string, { state, phase }: Readonly<Record<string, unknown>>, t: Texts): string | null {
  if (type === 'hall-set' && state === 'open') return t.hallIs(t.hallByClock);
  const stands = type === 'hall-set' ? state : type === 'hall-phase-changed' ? phase : null;
  return isHallState(stands, t) ? t.hallIs(t.hallStates[stands]) : null;
}

const isHallState = (state: unknown, { hallStates }: Texts): state is HallState =>
  typeof state === 'string' && Object.hasOwn(hallStates, state);
