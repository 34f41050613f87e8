import type { StagedCounter } from '../stage.ts';
import { useDoings } from './doings.ts';
import { Keys } from './keys.tsx';
import { Led } from './led.tsx';
import { memo } from './memo.ts';
import { useTexts } from './texts.ts';
import { type PadFace, padFace, signFace } from './views.ts';

/** The keys with words, as they lie on the pad. */
const WORDS = ['next', 'start', 'finish', 'recall', 'no-show', 'undo', 'transfer', 'park', 'pause'] as const;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'enter'] as const;
const CAPS: Readonly<Record<string, string>> = { clear: 'C', enter: '↵' };

interface CounterProps {
  readonly counter: StagedCounter;
  readonly sign: unknown;
  readonly pad: unknown;
  /** What is wrong with its devices; empty when nothing is. */
  readonly trouble: string;
  readonly isOff: boolean;
}

/** A counter as its teller and the hall see it: the sign over it, and the pad with its screen and keys. */
export const Counter = memo(function Counter({ counter, sign, pad, trouble, isOff }: CounterProps) {
  const t = useTexts();
  const { act } = useDoings();
  const letters = counter.services.join(' ');
  const press = (key: string): void => {
    if (counter.keypad !== null) act(counter.keypad, `press ${key}`);
  };
  return (
    <li class={`counter ${trouble === '' ? '' : 'troubled'}`} aria-label={t.counter(counter.number)}>
      <div class="face">
        <h3>
          <span class="hidden">{`${t.counter(counter.number)}, ${t.servicesOf(letters)}`}</span>
          <span aria-hidden="true">{counter.number}</span>
          <span aria-hidden="true" class="letters" title={t.servicesOf(letters)}>
            {letters}
          </span>
        </h3>
        {counter.display !== null && <Led {...signFace(sign)} />}
        {counter.keypad !== null && <PadScreen {...padFace(pad)} />}
      </div>
      {counter.keypad !== null && <Pad number={counter.number} isOff={isOff} onPress={press} />}
      {trouble !== '' && (
        <p class="trouble" title={trouble}>
          {trouble}
        </p>
      )}
    </li>
  );
});

function PadScreen({ line1, line2, isWaiting }: PadFace) {
  const t = useTexts();
  return (
    <div class="lcd pad-screen">
      <span class="hidden">{t.padScreen} </span>
      <span>{line1 || ' '}</span>
      <span>{line2 || ' '}</span>
      {isWaiting && <span class="busy" role="img" aria-label={t.busy} title={t.busy} />}
    </div>
  );
}

function Pad({ number, isOff, onPress }: { number: number; isOff: boolean; onPress(key: string): void }) {
  const t = useTexts();
  const capOf = (name: string): string => CAPS[name] ?? t.keys[name] ?? name;
  const keysOf = (names: readonly string[]) => names.map((name) => ({ name, cap: capOf(name) }));
  return (
    <>
      <Keys label={`${t.keypadOf(number)} 0–9`} kind="digits" keys={keysOf(DIGITS)} isOff={isOff} onPress={onPress} />
      <Keys label={t.keypadOf(number)} kind="words" keys={keysOf(WORDS)} isOff={isOff} onPress={onPress} />
    </>
  );
}
